"""The Prefect tasks around the warehouse: storing discovery, choosing links, comparing and loading a batch."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import polars as pl
from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import task_run

from tasks.load.batch import Comparison, compare
from warehouse import backfill, rebuild
from warehouse import writer as runs
from warehouse.connect import Writer
from warehouse.stories import story_candidates


@task(name="record-discovery", cache_policy=NO_CACHE)
def record_discovery(
    writer: Writer, run_id: str, found: Sequence[tuple[pl.DataFrame, pl.DataFrame]], now: datetime
) -> int:
    """Stores the (links, polls) of all sources in one transaction; returns how many links are new.

    A link that two sources name is the first one's.
    """
    if not found:
        return 0
    links = pl.concat([links for links, _ in found]).unique("url", keep="first", maintain_order=True)
    polls = pl.concat([polls for _, polls in found]).unique("feed_url", keep="first", maintain_order=True)
    return runs.record_discovery(writer.con, run_id, links, polls, now)


@task(name="select", cache_policy=NO_CACHE)
def select_due(
    writer: Writer, now: datetime, source_ids: Sequence[str], budget_seconds: float, max_links: int
) -> pl.DataFrame:
    """The links to fetch now: new ones, changed ones, and those whose time to be tried again has come."""
    return runs.due_links(writer.con, now, source_ids=source_ids, budget_seconds=budget_seconds, max_links=max_links)


@task(name="compare", cache_policy=NO_CACHE)
def compare_batch(writer: Writer, articles: pl.DataFrame) -> Comparison:
    """Tells new and changed articles from those the warehouse has."""
    return compare(articles, runs.compare_articles(writer.con, articles))


@task(name="read-candidates", cache_policy=NO_CACHE)
def read_candidates(
    writer: Writer, signatures: pl.DataFrame, limits: Mapping[str, float]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The stored signatures that new ones are judged against, and the memberships that folding needs."""
    return story_candidates(writer.con, signatures, limits)


def _name() -> str:
    made: Mapping[str, pl.DataFrame] = task_run.parameters["made"]
    return f"load-{made['articles'].height}-articles-of-{made['outcomes'].height}-links"


@task(name="load", task_run_name=_name, cache_policy=NO_CACHE)
def load_batch(
    writer: Writer, run_id: str, register_version: str, made: Mapping[str, pl.DataFrame], now: datetime
) -> None:
    """Loads one batch in one transaction."""
    runs.load_batch(writer.con, run_id, register_version, made, now)


@task(name="load-foreign", cache_policy=NO_CACHE)
def load_foreign_batch(
    writer: Writer,
    run_id: str,
    register_version: str,
    made: Mapping[str, pl.DataFrame],
    progress: backfill.Progress,
    now: datetime,
) -> None:
    """Loads one batch of foreign pages and how far their file was read, in one transaction."""
    backfill.load_foreign_batch(writer.con, run_id, register_version, made, progress, now)


@task(name="load-again", cache_policy=NO_CACHE)
def load_again(writer: Writer, run_id: str, register_version: str, made: Mapping[str, pl.DataFrame]) -> None:
    """Loads one batch made again from the archive, in one transaction."""
    rebuild.load_again(writer.con, run_id, register_version, made)


@task(name="load-tags-again", cache_policy=NO_CACHE)
def load_tags_again(writer: Writer, register_version: str, made: Mapping[str, pl.DataFrame]) -> None:
    """Replaces the tags of articles whose text stays, in one transaction."""
    rebuild.load_tags_again(writer.con, register_version, made)
