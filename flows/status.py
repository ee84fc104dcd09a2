"""How things stand, in one look: the last run, the snapshot, each source, and what needs a person."""

from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flows.polling import next_polls
from flows.run_note import RunNote, read_note
from flows.settings import Settings
from flows.workspace import configured_sources, now
from warehouse.connect import open_reader
from warehouse.query import ask
from warehouse.questions import question
from warehouse.writer import statement

TOKYO = ZoneInfo("Asia/Tokyo")
OLDEST_SUCCESS = timedelta(hours=26)
"""A day and some: even where a machine sleeps at night, a run has been completed by then."""
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
    problems: list[str] = field(default_factory=list)
    """What needs a person, one line each; empty where all is well."""


def collect(settings: Settings) -> Status:
    """The state of a home; reads the note of the last run and the snapshot, and disturbs no run."""
    note = read_note(settings.run_note)
    writer_bytes = settings.writer_file.stat().st_size if settings.writer_file.exists() else 0
    archive_bytes = sum(file.stat().st_size for file in settings.archive.rglob("*.warc.gz"))
    status = Status(str(settings.home), _told(note), None, writer_bytes, archive_bytes)
    if settings.snapshot.exists():
        _add_snapshot(status, settings)
    status.problems = problems(status, note, now())
    return status


def _add_snapshot(status: Status, settings: Settings) -> None:
    file = settings.snapshot.stat()
    published_at = datetime.fromtimestamp(file.st_mtime, TOKYO)
    status.snapshot = {"path": str(settings.snapshot), "published_at": published_at, "bytes": file.st_size}
    status.snapshot |= next(ask(settings.snapshot, question("totals")).records())
    with open_reader(settings.snapshot) as con:
        polls = next_polls(con, configured_sources(settings), now())
    status.sources = [
        record | {"next_poll_at": polls.get(record["source_id"])}
        for record in ask(settings.snapshot, statement("source_status")).records()
    ]
    found = ask(settings.snapshot, question("checks")).records()
    status.checks = [record for record in found if record["rows_found"]]


def _told(note: RunNote | None) -> dict[str, Any] | None:
    return None if note is None else note.model_dump() | {"state": "killed" if note.was_killed else note.state}


def problems(status: Status, note: RunNote | None, at: datetime) -> list[str]:
    """What needs a person, each with its remedy."""
    found = []
    if status.snapshot is None:
        found.append("nothing was published yet: start «kawaraban run»")
    if note is not None and note.was_killed:
        found.append(f"run {note.run_id} was killed; the next one goes on where it stopped: start «kawaraban run»")
    if note is not None and note.state == "failed":
        found.append(f"run {note.run_id} failed: {note.detail}")
    if status.snapshot is not None and status.snapshot["published_at"] < at - OLDEST_SUCCESS:
        hours = (at - status.snapshot["published_at"]) // timedelta(hours=1)
        found.append(f"nothing was published for {hours} hours: is «kawaraban serve» running?")
    found += [
        f"source {source['source_id']} failed {source['failures']} times in a row: {source['last_outcome']}, "
        f"{source['last_detail'] or 'no detail'}"
        for source in status.sources
        if source["failures"] >= FAILURES
    ]
    return found + [
        f"check {check['name']}: {check['rows_found']} rows: {check['meaning']}; {check['remedy']}"
        for check in status.checks
    ]


def as_json(status: Status) -> dict[str, Any]:
    """The status as nested dictionaries."""
    return asdict(status)
