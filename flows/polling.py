"""When each source is to be polled next."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import duckdb

from tasks.discover.rhythm import poll_interval
from tasks.discover.sources import Source
from warehouse.writer import last_polls, recent_publications

GRACE = timedelta(minutes=1)
"""Keeps an hourly source in an hourly schedule whose runs start some seconds earlier or later."""


def next_polls(con: duckdb.DuckDBPyConnection, sources: Sequence[Source], now: datetime) -> dict[str, datetime | None]:
    """By source id the instant from which it is to be polled; None where it never was."""
    polled, published = last_polls(con), recent_publications(con)
    return {
        source.id: polled[source.id] + poll_interval(source.poll_minutes, published.get(source.id, []), now)
        if source.id in polled
        else None
        for source in sources
    }


def due_sources(con: duckdb.DuckDBPyConnection, sources: Sequence[Source], now: datetime) -> list[Source]:
    """The sources whose time has come, or that were never polled."""
    times = next_polls(con, sources, now)
    return [source for source in sources if (at := times[source.id]) is None or at <= now + GRACE]
