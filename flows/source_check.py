"""``kawaraban sources check``: asks each source now, without the warehouse, and says what is wrong with it."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import polars as pl

from flows.polling import next_polls
from flows.settings import Settings
from flows.sources import choose_sources, configured_sources
from flows.workspace import fetch_policy, now
from tasks.discover.discover import Discovery, discover
from tasks.discover.sources import Source
from tasks.fetch.client import PoliteClient
from warehouse.connect import open_reader
from warehouse.query import Answer

COLUMNS = {
    "id": "VARCHAR",
    "outcome": "VARCHAR",
    "status": "INTEGER",
    "format": "VARCHAR",
    "items": "INTEGER",
    "newest_at": "TIMESTAMP",
    "next_poll_at": "TIMESTAMP",
    "breach": "VARCHAR",
    "detail": "VARCHAR",
    "terms": "VARCHAR",
}


def check_sources(settings: Settings, ids: Sequence[str] | None) -> Answer:
    """One row for each feed of the enabled sources, or of the named ones: what it answers and what it breaches."""
    return asyncio.run(_check(settings, ids))


async def _check(settings: Settings, ids: Sequence[str] | None) -> Answer:
    sources = configured_sources(settings)
    chosen = choose_sources(sources, ids)
    async with PoliteClient(fetch_policy(settings, sources)) as client:
        asked = await asyncio.gather(*(discover(source, client, {}, now()) for source in chosen))
    times: dict[str, datetime | None] = {}
    if settings.snapshot.exists():
        with open_reader(settings.snapshot) as con:
            times = next_polls(con, chosen, now())
    rows = [
        row
        for source, discovery in zip(chosen, asked, strict=True)
        for row in health_rows(source, discovery, times.get(source.id), now())
    ]
    return Answer(list(COLUMNS), list(COLUMNS.values()), rows)


def health_rows(
    source: Source, discovery: Discovery, next_poll_at: datetime | None, at: datetime
) -> list[tuple[object, ...]]:
    """The rows of COLUMNS for one source, one a feed; ``next_poll_at``: None for «at the next run»."""
    return [
        (
            source.id,
            poll["outcome"],
            poll["status"],
            poll["format"],
            poll["item_count"],
            poll["newest_at"],
            next_poll_at,
            breach(source, poll["item_count"], poll["newest_at"], at) if poll["outcome"] == "ok" else None,
            poll["detail"],
            source.terms,
        )
        for poll in discovery.polls.filter(pl.col("outcome").is_not_null()).iter_rows(named=True)
    ]


def breach(source: Source, items: int, newest_at: datetime | None, at: datetime) -> str | None:
    """Which expectation of the source an answer does not meet, in a few words; None where it meets all."""
    if source.min_items is not None and items < source.min_items:
        return f"{items} items, expected at least {source.min_items}"
    silent = source.max_silence_days
    if silent is not None and newest_at is not None and newest_at < at - timedelta(days=silent):
        return f"newest item is older than {silent} days"
    return None
