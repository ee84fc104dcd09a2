"""What a run works with: the settings, the seeds, and the open warehouse."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

import polars as pl

from flows.logs import redact
from flows.metrics import write_metrics
from flows.run_note import RunNote, write_note
from flows.runners import Helpers, check_runner, helpers
from flows.settings import PROGRAM_VERSION, Settings
from flows.sources import configured_sources
from flows.watch_list import BadWatchList, WatchList, load_watch_list
from tasks.discover.sources import Source
from tasks.extract.recipes import Recipes, load_recipes
from tasks.fetch.policy import FetchPolicy
from tasks.tag.registers import Registers, load_registers
from warehouse import writer as runs
from warehouse.connect import Writer, open_writer
from warehouse.migrate import migrate

MOMENT = timedelta(seconds=10)
"""Between a run's own reckoning of its time and that of its time limit."""


@dataclass(frozen=True)
class Seeds:
    """What people edit, loaded and checked."""

    sources: list[Source]
    registers: Registers
    recipes: Recipes
    watch: WatchList | None
    """What readers want to be told of; None also where their list has a fault."""
    watch_fault: str | None = None
    """What is wrong with the list, one line a fault. It stops no run: the news wait until it is mended."""


@dataclass(frozen=True)
class Workspace:
    """An open run."""

    settings: Settings
    seeds: Seeds
    writer: Writer
    run_id: str
    helpers: Helpers


def load_seeds(settings: Settings) -> Seeds:
    """Reads sources, registers, recipes and watch list; a bad row stops here, before anything is fetched.

    But for one of the watch list, which is the readers' and not the operator's: see ``Seeds.watch_fault``.
    """
    registers = _registers(settings)
    watch, fault = None, None
    try:
        watch = load_watch_list(settings, registers)
    except BadWatchList as error:
        fault = str(error)
    return Seeds(
        sources=configured_sources(settings),
        registers=registers,
        recipes=load_recipes(settings.recipes_file),
        watch=watch,
        watch_fault=fault,
    )


def _registers(settings: Settings) -> Registers:
    """The registers; read once where the files stay the same: a run looks at them before Prefect starts, and then."""
    files = (settings.companies_file, settings.themes_file)
    return _read_registers(*files, tuple(path.stat().st_mtime_ns for path in files if path.exists()))


@lru_cache(maxsize=1)
def _read_registers(companies_csv: Path, themes_csv: Path, _changed_at: tuple[int, ...]) -> Registers:
    return load_registers(companies_csv, themes_csv)


def preflight(settings: Settings) -> None:
    """Finds what would stop a run before Prefect starts one, so that it is told in one line: a bad seed, a busy,
    newer or damaged warehouse. Makes or migrates the warehouse as a run would.

    Raises:
        SourcesError, RegisterError, RecipeError, MissingExtra, WarehouseError: what is wrong.
    """
    load_seeds(settings)
    settings.endpoints()
    check_runner(settings)
    with open_writer(settings.writer_file, "a look before a run") as writer:
        migrate(writer)


@dataclass(frozen=True)
class Warehouse:
    """The open warehouse with what every run in it needs."""

    settings: Settings
    seeds: Seeds
    writer: Writer
    helpers: Helpers

    @contextmanager
    def begin_run(self, kind: str, label: str | None = None) -> Iterator[Workspace]:
        """A run: recorded, with the registers in place; a failure inside is recorded too."""
        registers = self.seeds.registers
        run_id = runs.start_run(self.writer.con, runs.RunStart(kind, label, PROGRAM_VERSION, registers.version), now())
        note = RunNote(run_id=run_id, kind=kind, state="running", started_at=now(), process_id=os.getpid())
        write_note(self.settings.run_note, note)
        try:
            runs.replace_registers(
                self.writer.con,
                sources=sources_frame(self.seeds.sources),
                companies=registers.companies_frame(),
                themes=registers.themes_frame(),
            )
            yield Workspace(self.settings, self.seeds, self.writer, run_id, self.helpers)
        except BaseException as error:
            state, detail = _ending(error, self.settings)
            ended = {"state": state, "ended_at": now(), "detail": detail}
            with suppress(OSError):  # a full disk may be what failed; that is what must be told
                write_note(self.settings.run_note, note.model_copy(update=ended))
            runs.fail_run(self.writer.con, run_id, detail, now())
            write_metrics(self.settings, self.writer.con)
            raise
        write_note(self.settings.run_note, note.model_copy(update={"state": "completed", "ended_at": now()}))
        write_metrics(self.settings, self.writer.con)


def _ending(error: BaseException, settings: Settings) -> tuple[str, str]:
    """The state of a run that an error ended, and why in one line."""
    if not isinstance(error, Exception):
        from flows.stopping import is_over_time

        if not is_over_time():
            return "stopped", "stopped before its end"
        return "failed", f"stopped after {settings.timeout_minutes:g} minutes (KAWARABAN_TIMEOUT_MINUTES)"
    return "failed", redact(f"{type(error).__name__}: {error}".splitlines()[0])


@contextmanager
def open_warehouse(settings: Settings, what: str, file: Path | None = None) -> Iterator[Warehouse]:
    """The writer's database, or ``file`` in its place, open and migrated; seeds are checked before.

    ``what`` holds it is told to those who come meanwhile.

    Raises:
        WarehouseBusy: another run works in this home.
    """
    seeds = load_seeds(settings)
    with open_writer(file or settings.writer_file, what) as writer, helpers(settings) as hands:
        migrate(writer)
        yield Warehouse(settings, seeds, writer, hands)


@contextmanager
def open_workspace(settings: Settings, kind: str, label: str | None = None) -> Iterator[Workspace]:
    """The one run of a flow: seeds checked, warehouse open and migrated, the run recorded.

    Raises:
        WarehouseBusy: another run works in this home.
    """
    with open_warehouse(settings, kind) as warehouse, warehouse.begin_run(kind, label) as work:
        yield work


def fetch_policy(settings: Settings, sources: Sequence[Source]) -> FetchPolicy:
    """The rules of fetching: the longest interval that any source of a host asks for holds for the host."""
    intervals: dict[str, float] = {}
    for source in sources:
        for url in (source.homepage, *(feed.url for feed in source.feeds)):
            host = urlsplit(url).hostname or ""
            intervals[host] = max(intervals.get(host, 0.0), source.min_interval_seconds)
    return FetchPolicy(
        user_agent=settings.user_agent,
        connect_to=settings.endpoints(),
        allowed_hosts=frozenset(settings.allowed_hosts),
        host_intervals=intervals,
    )


def sources_frame(sources: Sequence[Source]) -> pl.DataFrame:
    """The sources as rows of core.sources."""
    return pl.DataFrame(
        [
            {
                "source_id": source.id,
                "name": source.name,
                "homepage": source.homepage,
                "lang": source.lang,
                "kind": source.kind,
                "tier": source.tier,
                "is_enabled": source.enabled,
                "terms": source.terms or "none found",
                "min_interval_seconds": source.min_interval_seconds,
                "poll_minutes": source.poll_minutes,
                "min_items": source.min_items,
                "max_silence_days": source.max_silence_days,
            }
            for source in sources
        ],
        schema_overrides={"min_items": pl.Int32, "max_silence_days": pl.Int32},
        infer_schema_length=None,
    )


def now() -> datetime:
    """The instant, UTC."""
    return datetime.now(UTC)
