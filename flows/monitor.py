"""The monitoring flow: one cycle over the sources, from feeds to the published file.

sources ─discover→ links ─select→ due links ─fetch→ pages in the archive ─extract→ articles
        ─tag→ mentions, themes, funding ─cluster→ stories ─load→ warehouse ─publish→ the analysts' file
"""

import asyncio
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta

import flows.prefect_defaults  # noqa: F401  before anything of Prefect

# isort: split
import polars as pl
from prefect import State, flow, get_run_logger, tags

from flows import dashboard
from flows.alerts import tell_alerts
from flows.batch import load_pages
from flows.crew import harvest_with_workers, workers_online
from flows.leftovers import load_leftovers
from flows.notifications import channels
from flows.polling import due_sources
from flows.settings import current_settings
from flows.skipping import ended_skipping, patience, skip
from flows.sources import choose_sources
from flows.stopping import stoppable
from flows.turns import wait_for_turn
from flows.watch import tell_news
from flows.workspace import Workspace, fetch_policy, now, open_workspace
from tasks.archive import ArchiveWriter, finish_leftovers
from tasks.discover.sources import Source
from tasks.discover.task import discover_sources, share_out
from tasks.extract.task import follow_page
from tasks.fetch.client import PoliteClient
from tasks.fetch.task import fetch_batch
from tasks.load.task import record_discovery, select_due
from tasks.publish.task import check_data, publish_snapshot
from tasks.web import Validators
from warehouse import writer as runs
from warehouse.connect import WarehouseBusy


@dataclass(frozen=True)
class Cycle:
    """What one monitoring cycle did."""

    run_id: str
    source_count: int
    answered_count: int
    """Sources of which at least one feed answered."""
    found_count: int
    outcomes: dict[str, int]
    """Links by outcome; they sum to the links selected."""


def _run_name() -> str:
    return f"monitor-{now() + timedelta(hours=9):%Y-%m-%d-%H%M%S}"


@flow(
    name="monitor",
    flow_run_name=_run_name,
    validate_parameters=True,
    timeout_seconds=current_settings().timeout_minutes * 60,
)
@stoppable
async def monitor(
    sources: list[str] | None = None, only_due: bool = False, label: str | None = None
) -> Cycle | State[object]:
    """Polls the sources, loads what is new or changed, and publishes the result.

    Every link ends in one stored outcome; a source that fails does not stop another; loading is in batches, so
    a run that is killed goes on where it stopped. A run that finds the warehouse in use, by a reprocess for example,
    waits a minute, one that a person ordered half of its time limit; then it is Cancelled and says by whom.

    Args:
        sources: Ids of the sources to watch; empty means all that are enabled.
        only_due: Poll only the sources whose polling interval has passed.
        label: A name that the run is remembered by.
    """
    settings = current_settings()
    blocks = channels() if settings.notify else {}
    with ExitStack() as stack:
        try:
            await wait_for_turn(settings.writer_file, patience(settings))
            work = stack.enter_context(open_workspace(settings, "monitor", label))
        except WarehouseBusy as busy:
            return await skip(settings, busy, blocks)
        ended_skipping(settings)
        finish_leftovers(settings.archive)
        left = await load_leftovers(work)
        chosen = choose_sources(work.seeds.sources, sources)
        polled = due_sources(work.writer.con, chosen, now()) if only_due else chosen
        get_run_logger().info("%d sources to poll, run %s in %s", len(polled), work.run_id, settings.home)
        async with PoliteClient(fetch_policy(settings, work.seeds.sources)) as client:
            client.resume(left.hosts)
            discovered = await _discover(work, polled, client)
            # Of all the chosen: a run that was killed may have left links of a source that is not due for hours.
            ids, budget = [source.id for source in chosen], settings.budget_minutes * 60
            links = select_due(work.writer, now(), ids, budget, settings.max_links)
            outcomes = left.outcomes + await _fetch_and_load(work, links, client)
        cycle = _finish(work, discovered, links.height + sum(part.height for part in left.outcomes), outcomes)
        try:
            check_data(work.writer, now())
        finally:  # a check that stops the publish is what must be told
            await tell_alerts(work, blocks)
        await tell_news(work, blocks)
        published = publish_snapshot(work.writer, settings.snapshot)
    get_run_logger().info("published %s, %.1f MB", published.path, published.size_bytes / 1e6)
    await dashboard.show_cycle(cycle.outcomes, cycle.run_id, settings.snapshot)
    return cycle


async def _fetch_and_load(work: Workspace, links: pl.DataFrame, client: PoliteClient) -> list[pl.DataFrame]:
    """Fetches and loads batch by batch; each is whole in the warehouse before the next begins.

    Where a work pool is set and has workers, they fetch and extract, and this process loads.
    """
    settings, outcomes = work.settings, list[pl.DataFrame]()
    if links.height:
        get_run_logger().info("%d links to fetch from %d sources", links.height, links["source_id"].n_unique())
    progress = dashboard.FetchProgress(links.height)
    await progress.start()
    workers = await workers_online(settings, links.height)
    if workers:
        outcomes, links = await harvest_with_workers(work, links, client, workers, progress)
    count = -(-links.height // settings.batch_size)
    with ArchiveWriter(settings.archive, work.run_id) as archive:
        for index, batch in enumerate(links.iter_slices(settings.batch_size), start=1):
            with tags(f"batch-{index}-of-{count}"):
                pages = await fetch_batch(batch, client, archive, follow_page)
                outcomes.append(load_pages(work, batch, pages, label=f"batch {index} of {count}"))
            await progress.advance(batch.height)
    return outcomes


@dataclass(frozen=True)
class _Discovered:
    source_count: int
    answered_count: int
    found_count: int


async def _discover(work: Workspace, chosen: list[Source], client: PoliteClient) -> _Discovered:
    """Polls all sources side by side and stores what they name, source by source."""
    validators = {
        feed: Validators(etag, modified) for feed, (etag, modified) in runs.feed_validators(work.writer.con).items()
    }
    at = now()  # one instant for all links that are found, which undated copies are told apart by
    polls = [discover_sources(group, client, validators, at) for group in share_out(chosen)]
    discoveries = [discovery for group in await asyncio.gather(*polls) for discovery in group]
    found = record_discovery(work.writer, work.run_id, [(d.links, d.polls) for d in discoveries], now())
    answered = 0
    for source, discovery in zip(chosen, discoveries, strict=True):
        failed = discovery.polls.filter(~pl.col("outcome").is_in(["ok", "not-modified"]))
        answered += failed.height < discovery.polls.height
        for poll in failed.iter_rows(named=True):
            get_run_logger().warning("%s: %s, %s (%s)", source.id, poll["outcome"], poll["detail"], poll["feed_url"])
    get_run_logger().info("%d sources polled, %d answered, %d new links", len(chosen), answered, found)
    return _Discovered(len(chosen), answered, found)


def _finish(work: Workspace, discovered: _Discovered, selected: int, parts: list[pl.DataFrame]) -> Cycle:
    """Closes the run, whose outcomes must sum to its links, and tells what it did."""
    runs.finish_run(work.writer.con, work.run_id, selected, now())
    counts = pl.concat([part["outcome"] for part in parts]).value_counts(sort=True) if parts else None
    outcomes: dict[str, int] = dict(counts.iter_rows()) if counts is not None else {}
    told = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.items()) or "nothing new"
    get_run_logger().info("%d links: %s", selected, told)
    return Cycle(work.run_id, discovered.source_count, discovered.answered_count, discovered.found_count, outcomes)
