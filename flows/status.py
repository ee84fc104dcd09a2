"""How things stand, in one look: the last run, the snapshot, each source, and what needs a person."""

from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flows.health import disk_problem, note_state, oldest_success, publish_problem, run_problem
from flows.home_files import archive_bytes, snapshot_time, writer_bytes
from flows.next_run import next_run
from flows.polling import next_polls
from flows.run_note import RunNote, read_note
from flows.settings import Settings
from flows.sources import configured_sources
from warehouse.alerts import open_alerts
from warehouse.connect import open_reader
from warehouse.query import ask
from warehouse.questions import question
from warehouse.writer import statement

TOKYO = ZoneInfo("Asia/Tokyo")
TOLD_ABOVE = {"check_failed"}
"""Alerts that only repeat what is told of the checks."""
FAILURES = 3
"""A source that failed so often in a row needs a look; one failure is weather."""


@dataclass
class Status:
    """All that ``kawaraban status`` tells."""

    home: str
    last_run: dict[str, Any] | None
    snapshot: dict[str, Any] | None
    writer_bytes: int
    archive_bytes: int
    sources: list[dict[str, Any]] = field(default_factory=list)
    checks: list[dict[str, Any]] = field(default_factory=list)
    """Only those that found something."""
    alerts: list[dict[str, Any]] = field(default_factory=list)
    """Those that are open."""
    next_run: dict[str, Any] | None = None
    """None where no schedule is meant: the sample data."""
    problems: list[str] = field(default_factory=list)
    """What needs a person, one line each; empty where all is well."""


def collect(settings: Settings, *, is_scheduled: bool = True) -> Status:
    """The state of a home; reads the note of the last run and the snapshot, and disturbs no run.

    ``is_scheduled``: look for the next run too, which may take as long as flows/next_run.py waits for the server.
    """
    note, at = read_note(settings.run_note), datetime.now(UTC)
    status = Status(str(settings.home), _told(note), None, writer_bytes(settings), archive_bytes(settings))
    published_at = snapshot_time(settings)
    if published_at is not None:
        _add_snapshot(status, settings, published_at.astimezone(TOKYO), at)
    if is_scheduled:
        status.next_run = asdict(next_run(settings, at))
    full = disk_problem(settings)
    status.problems = ([full] if full else []) + problems(status, note, at, oldest_success(settings, at))
    return status


def _add_snapshot(status: Status, settings: Settings, published_at: datetime, at: datetime) -> None:
    status.snapshot = {
        "path": str(settings.snapshot),
        "published_at": published_at,
        "age_minutes": (at - published_at) // timedelta(minutes=1),
        "bytes": settings.snapshot.stat().st_size,
    }
    status.snapshot |= next(ask(settings.snapshot, question("totals")).records())
    with open_reader(settings.snapshot) as con:
        polls = next_polls(con, configured_sources(settings), at)
        status.alerts = [asdict(alert) for alert in open_alerts(con)]
    status.sources = [
        record | {"next_poll_at": polls.get(record["source_id"])}
        for record in ask(settings.snapshot, statement("source_status")).records()
    ]
    found = ask(settings.snapshot, question("checks")).records()
    status.checks = [record for record in found if record["rows_found"]]


def _told(note: RunNote | None) -> dict[str, Any] | None:
    if note is None:
        return None
    ended_at = note.ended_at.astimezone(TOKYO) if note.ended_at else None
    times = {"started_at": note.started_at.astimezone(TOKYO), "ended_at": ended_at}
    return note.model_dump() | {"state": note_state(note)} | times


def problems(status: Status, note: RunNote | None, at: datetime, limit: timedelta) -> list[str]:
    """What needs a person, each with its remedy. ``limit``: the oldest that the snapshot may be."""
    published_at = None if status.snapshot is None else status.snapshot["published_at"]
    found = [problem for problem in (run_problem(note), publish_problem(published_at, limit, at)) if problem]
    found += [
        f"source {source['source_id']} failed {source['failures']} times in a row: {source['last_outcome']}, "
        f"{source['last_detail'] or 'no detail'}"
        for source in status.sources
        if source["failures"] >= FAILURES
    ]
    found += [
        f"check {check['name']}: {check['rows_found']} rows: {check['meaning']}; {check['remedy']}"
        for check in status.checks
    ]
    return found + [
        f"alert {alert['rule']}: {alert['detail']}; {alert['remedy']}"
        for alert in status.alerts
        if alert["rule"] not in TOLD_ABOVE
    ]


def as_json(status: Status) -> dict[str, Any]:
    """The status as nested dictionaries."""
    return asdict(status)
