"""The maintenance flow: what grows is cut, what rots is found, what was left lying is removed.

Prefect's old runs → deleted; writer's database → rewritten where much is free; archive → read; leftovers → removed
"""

from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal

import flows.prefect_defaults  # noqa: F401  before anything of Prefect

# isort: split
from prefect import flow, get_run_logger
from prefect.artifacts import acreate_table_artifact
from prefect.client.orchestration import get_client
from pydantic import Field

from flows.automations import FLOWS
from flows.pieces import DAMAGED
from flows.retention import close_abandoned_runs, delete_old_runs
from flows.settings import Settings, current_settings
from flows.stopping import end_if_told, stoppable
from flows.turns import take_turn
from flows.workspace import now
from tasks.archive import finish_leftovers
from tasks.archive_check import ArchiveDamaged, FileCheck, check_file
from tasks.handover.order import discard
from warehouse.archive_files import archived_files, page_offsets, record_checks
from warehouse.compact import compact, space
from warehouse.connect import WarehouseBusy, Writer, open_writer
from warehouse.migrate import migrate

LEFTOVER = timedelta(days=1)
"""A temporary file so old belongs to no living run."""
TEMPORARY = (".*.part", ".*.kept", "reprocess.duckdb*")


@dataclass
class Upkeep:
    """What a maintenance run did, one row a thing."""

    rows: list[dict[str, str]] = field(default_factory=list)
    damaged: list[FileCheck] = field(default_factory=list)

    def tell(self, thing: str, done: str) -> None:
        """Notes a thing that was done and logs it."""
        self.rows.append({"what": thing, "done": done})
        get_run_logger().info("%s: %s", thing, done)


def _run_name() -> str:
    return f"maintenance-{now() + timedelta(hours=9):%Y-%m-%d-%H%M%S}"


@flow(name="maintenance", flow_run_name=_run_name, validate_parameters=True)
@stoppable
async def maintenance(
    keep_days: Annotated[float, Field(ge=0)] | None = None,
    compact_when: Literal["much is free", "always", "never"] = "much is free",
    archive_gigabytes: Annotated[float, Field(ge=0)] = 2.0,
    wait_minutes: Annotated[float, Field(ge=0)] = 60,
) -> list[dict[str, str]]:
    """Deletes old Prefect runs, compacts the warehouse, checks the archive, removes leftovers; fails where the
    archive is damaged, after all else was done.

    Args:
        keep_days: Days for which Prefect's runs, logs and artifacts are kept; empty: as the setting says.
        compact_when: When the writer's database is rewritten into a smaller file.
        archive_gigabytes: How much of the archive is read again; new and changed files are always read.
        wait_minutes: How long it waits at most while a run holds the warehouse; then warehouse and archive are left
            for the next time.
    """
    settings, done = current_settings(), Upkeep()
    _prefect(done, now() - timedelta(days=settings.keep_days if keep_days is None else keep_days))
    with ExitStack() as stack:
        patience = timedelta(minutes=wait_minutes)
        try:
            writer = await take_turn(stack, lambda: open_writer(settings.writer_file, "maintenance"), patience)
        except WarehouseBusy as error:
            done.tell("warehouse and archive", f"left for the next time: {error.holder}")
        else:
            migrate(writer)
            _archive(done, writer, settings.archive, archive_gigabytes * 1e9)
            _compact(done, writer, compact_when)
    _leftovers(done, settings)
    await acreate_table_artifact(key="maintenance", table=list(done.rows), description="What maintenance did")
    if done.damaged:
        names = "; ".join(f"{each.warc_file} ({_fault(each)})" for each in done.damaged[:5])
        raise ArchiveDamaged(
            f"{len(done.damaged)} damaged files in {settings.archive}: {names}; restore a backup of them"
        )
    return done.rows


def _prefect(done: Upkeep, before: datetime) -> None:
    with get_client(sync_client=True) as client:
        closed = close_abandoned_runs(client, FLOWS, now())
        deleted = delete_old_runs(client, FLOWS, before)
    kept = f", {deleted.kept_runs} kept for their newest artifacts" if deleted.kept_runs else ""
    done.tell(
        "Prefect runs",
        f"{deleted.runs} from before {before:%Y-%m-%d} deleted with {deleted.artifacts} artifacts{kept}; "
        f"{closed} that never started cancelled",
    )


def _archive(done: Upkeep, writer: Writer, folder: Path, budget: float) -> None:
    """Reads what is new or changed, and of the rest what was read longest ago, as much as the budget allows."""
    finish_leftovers(folder)
    checks: dict[str, FileCheck] = {}
    read = 0.0
    for name, last in archived_files(writer.con).items():
        end_if_told()
        path = folder / name
        size = path.stat().st_size if path.exists() else 0
        if last is not None and size == last[0] and size and read + size > budget:
            continue
        check = checks[name] = check_file(folder, name, page_offsets(writer.con, name))
        read += check.size_bytes
    found = {n: (c.size_bytes, c.record_count, c.missing_count, c.damage) for n, c in checks.items()}
    record_checks(writer.con, found, now())
    done.damaged = [check for check in checks.values() if not check.is_sound]
    for check in done.damaged:
        get_run_logger().error("%s: %s", check.warc_file, _fault(check))
    records = sum(check.record_count for check in checks.values())
    done.tell(
        "archive", f"{len(checks)} files read, {records} records, {read / 1e6:.1f} MB; {len(done.damaged)} damaged"
    )


def _fault(check: FileCheck) -> str:
    missing = f"{check.missing_count} pages missing" if check.missing_count else ""
    return "; ".join(part for part in (check.damage, missing) if part)


def _compact(done: Upkeep, writer: Writer, when: str) -> None:
    used = space(writer)
    told = f"{used.size_bytes / 1e6:.1f} MB, {used.free_bytes / 1e6:.1f} MB of them free"
    if when == "never" or (when != "always" and not used.is_much):
        done.tell("writer's database", f"{told}: left")
        return
    made = compact(writer)
    done.tell(
        "writer's database",
        f"{made.before_bytes / 1e6:.1f} MB rewritten as {made.after_bytes / 1e6:.1f} MB, "
        f"{len(made.hashes)} tables the same",
    )


def _leftovers(done: Upkeep, settings: Settings) -> None:
    """Removes temporary files that no living run can own, and batches that could not be loaded long ago."""
    limit = (now() - LEFTOVER).timestamp()
    folders = (settings.home, settings.writer_file.parent, settings.reports)
    old = {
        path
        for folder in folders
        for pattern in TEMPORARY
        for path in folder.glob(pattern)
        if path.is_file() and path.stat().st_mtime < limit
    }
    for path in old:
        path.unlink()
    kept_since = (now() - timedelta(days=settings.keep_days)).timestamp()
    damaged = {path for path in (settings.exchange_folder / DAMAGED).glob("*") if path.stat().st_mtime < kept_since}
    for path in damaged:
        discard(path)
    old |= damaged
    done.tell("leftovers", ", ".join(sorted(path.name for path in old)) + " removed" if old else "none")
