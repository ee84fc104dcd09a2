"""The backfill flow: pages of foreign WARC files, along the path that fetched pages take.

files ─sift→ records copied into our archive ─extract→ articles ─tag→ ─cluster→ ─load→ warehouse ─publish→ the file
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from contextvars import copy_context
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import flows.prefect_defaults  # noqa: F401  before anything of Prefect

# isort: split
import polars as pl
from prefect import flow, get_run_logger
from prefect.artifacts import acreate_table_artifact
from pydantic import Field

from flows.batch import extract, load_extracted
from flows.settings import current_settings
from flows.stopping import end_if_told, stoppable
from flows.workspace import Workspace, now, open_warehouse
from tasks.archive import ArchiveError, ArchiveWriter, finish_leftovers
from tasks.discover.hosts import SourceFinder
from tasks.extract.batch import Extraction
from tasks.extract.page_language import page_language
from tasks.fetch.foreign import ForeignBatch, ForeignFile, Place, Sieve, Wanted, file_digest
from tasks.fetch.task import copy_batch
from tasks.load.task import load_foreign_batch
from tasks.publish.task import check_data, publish_snapshot
from warehouse import writer as runs
from warehouse.backfill import Progress, read_progress, save_progress
from warehouse.connect import Writer
from warehouse.query import Answer

SHOWN_PROBLEMS = 20
"""Of a file so many damaged places are told one by one; all are counted."""


@dataclass(frozen=True)
class FileReport:
    """What became of one file, all passes over it counted."""

    file: str
    records: int
    taken: int
    """Pages; each has one outcome."""
    passed_over: dict[str, int]
    """Records not taken, by reason; with those taken they are all records."""
    outcomes: dict[str, int]
    """Of this pass."""
    problems: int
    first_problem: str | None
    is_complete: bool

    @property
    def is_sound(self) -> bool:
        """Everything in the file could be read."""
        return self.is_complete and not self.problems


def _run_name() -> str:
    return f"backfill-{now() + timedelta(hours=9):%Y-%m-%d-%H%M%S}"


@flow(name="backfill", flow_run_name=_run_name, validate_parameters=True)
@stoppable
async def backfill(
    files: Annotated[list[Path], Field(description="WARC files, for example of Common Crawl's CC-NEWS")],
    hosts: Annotated[list[str] | None, Field(description="Only pages of these hosts and their subdomains")] = None,
    lang: Annotated[Literal["ja", "en", "other"] | None, Field(description="Only pages in this language")] = None,
    since: Annotated[date | None, Field(description="First day of capture, Asia/Tokyo")] = None,
    until: Annotated[date | None, Field(description="Last day of capture, Asia/Tokyo")] = None,
) -> list[FileReport]:
    """Loads the pages of foreign WARC files that pass the filters, and publishes the result.

    A file that was read before is read on after the last record that was stored; what is damaged is told, counted
    and passed over. Memory does not grow with the file.
    """
    settings = current_settings()
    wanted = Wanted(tuple(host.lower() for host in hosts or ()), lang, since, until)
    with open_warehouse(settings, "backfill") as warehouse:
        if warehouse.seeds.watch_fault:
            get_run_logger().warning("watch list: it has a fault: %s", warehouse.seeds.watch_fault)
        finish_leftovers(settings.archive)
        sieve = Sieve(wanted, SourceFinder(warehouse.seeds.sources).source_of, page_language)
        reports = []
        for path in files:
            foreign = _File.of(path, sieve, warehouse.writer)
            while foreign.is_unread:
                with warehouse.begin_run("backfill", path.name) as work:
                    _load_run(work, foreign)
            reports.append(foreign.report())
        check_data(warehouse.writer, now())
        publish_snapshot(warehouse.writer, settings.snapshot)
    await acreate_table_artifact(
        key="backfill-files",
        table=[_shown(report) for report in reports],
        description="What became of each foreign file",
    )
    return reports


@dataclass
class _File:
    """A foreign file on its way into the warehouse."""

    path: Path
    progress: Progress
    pages: ForeignFile | None
    """None where the file cannot be opened as an archive."""
    outcomes: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, path: Path, sieve: Sieve, writer: Writer) -> "_File":
        """The file, at the place where it was left; one that cannot be read at all is told and has no pages."""
        try:
            digest, wanted = file_digest(path), str(sieve.wanted)
            start = Progress(digest, wanted, path.name, path.stat().st_size)
            known = read_progress(writer.con, digest, wanted)
            if known is not None and known.is_complete:
                get_run_logger().info("%s: was read to its end before", path)
                return cls(path, known, None)
            if known is not None:
                get_run_logger().info("%s: goes on after byte %d", path, known.record_offset)
            progress = replace(known or start, file_name=path.name)
            place = Place(progress.record_offset, progress.record_index)
            return cls(path, progress, ForeignFile(path, sieve, place))
        except (ArchiveError, OSError) as error:
            get_run_logger().error("%s", error)
            return cls(path, Progress("", "", path.name, 0, problem_count=1, first_problem=str(error)), None)

    @property
    def is_unread(self) -> bool:
        """There is something to read yet."""
        return self.pages is not None and not self.progress.is_complete

    def advance(self, batch: ForeignBatch) -> Progress:
        """How far the file is read with this batch; its damaged places are told."""
        damage = [problem for problem in batch.problems if problem.is_damage]
        for problem in damage[: max(0, SHOWN_PROBLEMS - self.progress.problem_count)]:
            get_run_logger().warning("%s", problem)
        before, place = self.progress, batch.place
        self.progress = replace(
            before,
            record_offset=place.offset if batch.record_count else before.record_offset,
            record_index=place.index if batch.record_count else before.record_index,
            record_count=before.record_count + batch.record_count,
            taken_count=before.taken_count + batch.pages.height,
            passed_over=Counter(before.passed_over) + batch.passed_over,
            problem_count=before.problem_count + len(damage),
            first_problem=before.first_problem or (str(damage[0]) if damage else None),
            is_complete=batch.is_last,
        )
        return self.progress

    def report(self) -> FileReport:
        """What became of it."""
        done = self.progress
        return FileReport(
            file=str(self.path),
            records=done.record_count,
            taken=done.taken_count,
            passed_over=dict(done.passed_over),
            outcomes=dict(self.outcomes),
            problems=done.problem_count,
            first_problem=done.first_problem,
            is_complete=done.is_complete,
        )


def _load_run(work: Workspace, foreign: _File) -> None:
    """Loads the pages of one run: up to the end of the file, or to an address that the run has taken already."""
    if foreign.pages is None:
        return
    taken = 0
    with ExitStack() as stack:
        archive = stack.enter_context(ArchiveWriter(work.settings.archive, work.run_id))
        batches = foreign.pages.batches(archive, work.settings.backfill_batch_size)
        ahead = _Ahead(work, batches, stack.enter_context(ThreadPoolExecutor(1)))
        while (ready := ahead.take()) is not None:
            end_if_told()
            batch, extraction = ready
            progress = foreign.advance(batch)
            if batch.pages.is_empty():
                save_progress(work.writer.con, work.run_id, progress, now())
                continue
            store = partial(_store, batch, progress)
            outcomes = load_extracted(work, batch.links, batch.pages, extraction, store, meanwhile=ahead.begin)
            foreign.outcomes.update(outcomes["outcome"].to_list())
            taken += batch.pages.height
            get_run_logger().info("%s: %d records read, %d pages taken", foreign.path.name, *_counts(progress))
    runs.finish_run(work.writer.con, work.run_id, taken, now())


class _Ahead:
    """The batches of one run, copied and extracted; where processes help, the next while one is loaded."""

    def __init__(self, work: Workspace, batches: Iterator[ForeignBatch], thread: ThreadPoolExecutor) -> None:
        self._work, self._batches, self._thread = work, batches, thread
        self._coming: Future[tuple[ForeignBatch, Extraction] | None] | None = None
        # Alone there is nothing to gain; and another runner's tasks may not be handed out by two threads.
        self._is_helped = work.settings.workers > 1 and work.settings.task_runner == "threads"

    def begin(self) -> None:
        """Begins with the next batch."""
        if self._is_helped:
            # Prefect finds the run that a task belongs to in the context.
            self._coming = self._thread.submit(copy_context().run, self._prepare)

    def take(self) -> tuple[ForeignBatch, Extraction] | None:
        """The next batch, begun or not; None at the end of the run. Raises what copying and extracting raise."""
        coming, self._coming = self._coming, None
        return coming.result() if coming is not None else self._prepare()

    def _prepare(self) -> tuple[ForeignBatch, Extraction] | None:
        batch = copy_batch(self._batches)
        return None if batch is None else (batch, extract(self._work, batch.links, batch.pages))


def _store(
    batch: ForeignBatch, progress: Progress, work: Workspace, made: Mapping[str, pl.DataFrame], at: datetime
) -> None:
    """Writes a batch with its links, its unknown publishers and how far the file was read."""
    frames = {**made, "foreign_links": batch.links, "foreign_sources": batch.sources}
    load_foreign_batch(work.writer, work.run_id, work.seeds.registers.version, frames, progress, at)


def _counts(progress: Progress) -> tuple[int, int]:
    return progress.record_count, progress.taken_count


def _shown(report: FileReport) -> dict[str, object]:
    """A report as a row of the dashboard's table."""
    row = asdict(report)
    for name in ("passed_over", "outcomes"):
        row[name] = ", ".join(f"{count} {what}" for what, count in sorted(row[name].items()))
    return row


def as_answer(reports: Sequence[FileReport]) -> Answer:
    """The reports as rows."""
    columns = {"file": "VARCHAR", "records": "INTEGER", "taken": "INTEGER", "passed_over": "VARCHAR"}
    columns |= {"outcomes": "VARCHAR", "problems": "INTEGER", "first_problem": "VARCHAR", "is_complete": "BOOLEAN"}
    rows = [tuple(_shown(report)[name] for name in columns) for report in reports]
    return Answer(list(columns), list(columns.values()), rows)
