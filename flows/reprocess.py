"""The reprocess flow: articles and tags made again from our own archive, with the rules of today and without network.

copy of the database ─forget→ archive ─extract→ ─tag→ ─cluster→ ─load→ copy ─compare→ what moved ─publish→ in its place
"""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal

import flows.prefect_defaults  # noqa: F401  before anything of Prefect

# isort: split
import polars as pl
from prefect import State, flow, get_run_logger
from prefect.artifacts import acreate_table_artifact
from pydantic import Field

from flows.batch import load_pages
from flows.settings import Settings, current_settings
from flows.stopping import end_if_told, stoppable
from flows.turns import take_turn, wait_for_turn, without_turn
from flows.workspace import Workspace, now, open_warehouse
from tasks.cluster.candidates import LIMITS
from tasks.cluster.task import cluster_batch, sign_batch
from tasks.frames import Signatures
from tasks.load import replay
from tasks.load.task import load_again, load_tags_again, read_candidates
from tasks.publish.task import check_data
from tasks.tag.task import tag_batch
from warehouse import rebuild
from warehouse import writer as runs
from warehouse.connect import WarehouseBusy, open_writer
from warehouse.migrate import migrate
from warehouse.query import Answer
from warehouse.snapshot import publish


@dataclass(frozen=True)
class Rebuilt:
    """What a reprocess made."""

    scope: rebuild.Scope
    unreadable: dict[str, str]
    """Links whose pages the archive did not give back, with the reason; their articles stayed."""
    moved: Answer
    """One row per kind of thing, rule and subject: see warehouse/statements/changes.sql."""
    hashes_before: dict[str, str]
    hashes_after: dict[str, str]
    """Row count and content hash of each core table."""
    is_published: bool

    @property
    def is_same(self) -> bool:
        """Every core table holds what it held."""
        return self.hashes_before == self.hashes_after


def _run_name() -> str:
    return f"reprocess-{now() + timedelta(hours=9):%Y-%m-%d-%H%M%S}"


@flow(name="reprocess", flow_run_name=_run_name, validate_parameters=True)
@stoppable
async def reprocess(
    since: date | None = None,
    then: Literal["show", "publish", "keep"] = "show",
    wait_minutes: Annotated[float, Field(ge=0)] = 360,
) -> Rebuilt | State[object]:
    """Makes articles and tags again from the archive in a copy of the database, and tells what moved.

    Nothing that is in use changes before the end: a run that is killed leaves everything as it was. While it works
    no other run can write, and while another run does it waits for its turn. With unchanged rules every core table has
    the same hash afterwards.

    Args:
        since: Only links with a page fetched on this day (Asia/Tokyo) or later; empty means all.
        then: Only show what moved, in the artifact reprocess-changes; or publish it as well. (keep is for the verb in a
            terminal, which asks in between.)
        wait_minutes: How long it waits at most while another run holds the warehouse; then it is Cancelled.
    """
    settings, patience = current_settings(), timedelta(minutes=wait_minutes)
    copy = rebuilt_file(settings)
    with ExitStack() as stack:
        try:
            writer = await take_turn(stack, lambda: open_writer(settings.writer_file, "reprocess"), patience)
        except WarehouseBusy as busy:
            return without_turn(busy)
        migrate(writer)
        discard(settings)
        writer.copy_to(copy)
        before = rebuild.table_hashes(writer.con)
        scope, unreadable, after = _rebuild(settings, copy, since)
        moved = rebuild.changes(writer, copy)
        if then == "publish":
            rebuild.put_in_place(writer, copy)
    if then == "publish":
        # Whoever takes the warehouse in between publishes it too, at its own end.
        await wait_for_turn(settings.writer_file, patience)
        _publish(settings)
    elif then == "show":
        discard(settings)
    done = Rebuilt(scope, unreadable, moved, before, after, is_published=then == "publish")
    await acreate_table_artifact(
        key="reprocess-changes", table=list(moved.records()), description=f"What moved: {summary(done)}"
    )
    get_run_logger().info("%s", summary(done))
    return done


def rebuilt_file(settings: Settings) -> Path:
    """Where the copy is made."""
    return settings.writer_file.with_name("reprocess.duckdb")


def discard(settings: Settings) -> None:
    """Removes a copy, also one that a killed run left."""
    for path in settings.writer_file.parent.glob("reprocess.duckdb*"):
        path.unlink()


def publish_kept(settings: Settings) -> None:
    """Puts a kept copy in the place of the database in use, and publishes it.

    Raises:
        WarehouseMoved: a run has written since the copy was made.
    """
    with open_writer(settings.writer_file) as writer:
        rebuild.put_in_place(writer, rebuilt_file(settings))
    _publish(settings)


def summary(done: Rebuilt) -> str:
    """One line: what was made again, and whether anything moved."""
    count, told = len(done.moved.rows), f"{done.scope.links} links and {done.scope.articles} articles made again"
    if done.scope.kept:
        told += f", the text of {done.scope.kept} kept"
    if done.is_same:
        return f"{told}: every core table is the same"
    return f"{told}: {count} rows of changes" + (", published" if done.is_published else ", not published")


def _publish(settings: Settings) -> None:
    with open_writer(settings.writer_file) as writer:
        publish(writer, settings.snapshot)


def _rebuild(
    settings: Settings, copy: Path, since: date | None
) -> tuple[rebuild.Scope, dict[str, str], dict[str, str]]:
    """Makes everything in scope again in the copy; returns scope, unreadable links and the tables' hashes."""
    label = f"since {since}" if since else None
    with open_warehouse(settings, "reprocess", copy) as warehouse, warehouse.begin_run("reprocess", label) as work:
        con = work.writer.con
        rebuild.choose_scope(con, since)
        unreadable = replay.unreadable_links(work.writer, settings.archive)
        rebuild.keep_links(con, unreadable)
        scope = rebuild.scope(con)
        for url, detail in unreadable.head(20).iter_rows():
            get_run_logger().warning("%s stays as it is: %s", url, detail)
        _cluster_loose(work, rebuild.forget_articles(con))
        batches = rebuild.replay_batches(con)
        get_run_logger().info("%d links in %d batches are made again", scope.links, len(batches))
        for batch in batches:
            end_if_told()
            links, pages = replay.batch_frames(work.writer, batch)
            load_pages(replace(work, run_id=batch[0]), links, pages, _store)
        if since is None:
            _tag_kept(work)
        count = rebuild.finish_replay(con, work.run_id, now())
        check_data(work.writer, now())
        runs.finish_run(con, work.run_id, count, now())
        return scope, dict(unreadable.iter_rows()), rebuild.table_hashes(con)


def _store(work: Workspace, made: Mapping[str, pl.DataFrame], at: datetime) -> None:  # noqa: ARG001  a Store's
    """Writes articles and tags as the run that fetched them; what arrived stays as it is."""
    frames = {name: frame for name, frame in made.items() if name != "pages"}
    load_again(work.writer, work.run_id, work.seeds.registers.version, frames)


def _cluster_loose(work: Workspace, signatures: pl.DataFrame) -> None:
    """Folds those articles anew whose stories lose the members that are made again."""
    if signatures.is_empty():
        return
    members = cluster_batch(
        Signatures.validate(signatures, cast=True), *read_candidates(work.writer, signatures, LIMITS)
    )
    rebuild.store_members(work.writer.con, members)


def _tag_kept(work: Workspace) -> None:
    """Tags and clusters the articles whose text stays."""
    workers = work.settings.workers
    for articles in replay.kept_articles(work.writer, work.settings.batch_size):
        tags = tag_batch(work.seeds.registers, articles, workers)
        signatures = sign_batch(articles, workers)
        frames = {
            "articles": articles,
            "mentions": tags.mentions,
            "article_companies": tags.companies,
            "article_themes": tags.themes,
            "funding_claims": tags.funding,
            "unknown_companies": tags.unknown,
            "story_members": cluster_batch(signatures, *read_candidates(work.writer, signatures, LIMITS)),
            "signatures": signatures,
        }
        load_tags_again(work.writer, work.seeds.registers.version, frames)
