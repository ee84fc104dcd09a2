"""``kawaraban health``: whether the runs go well, told at once by two small files, for a container or a monitor.

Neither Prefect nor the database is asked, so it answers while a run works and where the server is down.
"""

import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.request import urlopen

from flows.cron import longest_interval
from flows.home_files import snapshot_time
from flows.run_note import RunNote, read_note
from flows.settings import Settings

OLDEST_SUCCESS = timedelta(hours=26)
"""A day and some, where the schedule is no plain cron: by then any schedule worth the name has completed a run."""


@dataclass(frozen=True)
class Health:
    """What is told, in a line or as JSON."""

    is_well: bool
    told: str
    last_run_state: str | None
    """running, completed, failed, stopped or killed; None where no run was ever started."""
    published_at: datetime | None
    age_seconds: int | None
    """Since the last publish, which ends every completed monitor run."""
    limit_seconds: int
    """The oldest that it may be."""


def oldest_success(settings: Settings, at: datetime) -> timedelta:
    """How long ago a run may have been completed: the setting, else twice the schedule's longest interval."""
    if settings.oldest_success_hours is not None:
        return timedelta(hours=settings.oldest_success_hours)
    interval = longest_interval(settings.schedule, at)
    return OLDEST_SUCCESS if interval is None else 2 * interval


def run_problem(note: RunNote | None) -> str | None:
    """What is wrong with the last run, with the remedy; None where nothing is."""
    if note is not None and note.was_killed:
        return f"run {note.run_id} was killed; the next one goes on where it stopped: start «kawaraban run»"
    if note is not None and note.state == "failed":
        return f"run {note.run_id} failed: {note.detail}"
    return None


def publish_problem(published_at: datetime | None, limit: timedelta, at: datetime) -> str | None:
    """What is wrong with the snapshot's age, with the remedy; None where nothing is."""
    if published_at is None:
        return "nothing was published yet: start «kawaraban run»"
    if published_at < at - limit:
        hours = (at - published_at) // timedelta(hours=1)
        return f"nothing was published for {hours} hours: is «kawaraban serve» running?"
    return None


def disk_problem(settings: Settings) -> str | None:
    """Whether the next publish, which copies the writer's database, would fill the disk; with the remedy."""
    try:
        size, free = settings.writer_file.stat().st_size, shutil.disk_usage(settings.home).free
    except OSError:
        return None
    if free >= size:
        return None
    return f"only {free / 1e6:.0f} MB free at {settings.home}, publishing takes {size / 1e6:.0f} MB: free some space"


def look(settings: Settings) -> Health:
    """The health of a home; one that was just set up, and a first run that still works, are well."""
    at = datetime.now(UTC)
    note, published_at, limit = read_note(settings.run_note), snapshot_time(settings), oldest_success(settings, at)
    state = note_state(note)
    problem = disk_problem(settings) or run_problem(note) or publish_problem(published_at, limit, at)
    if published_at is None and note is not None and state == "running" and note.started_at > at - limit:
        problem = None
    is_new = published_at is None and state in (None, "stopped") and was_set_up_after(settings, at - limit)
    problem = None if is_new else problem
    age = None if published_at is None else int((at - published_at).total_seconds())
    told = problem or (
        "set up, first run to come"
        if is_new
        else f"last run {state or 'unknown'}, "
        + ("first publish to come" if age is None else f"published {age // 60} min ago")
    )
    return Health(problem is None, told, state, published_at, age, int(limit.total_seconds()))


def was_set_up_after(settings: Settings, at: datetime) -> bool:
    """Whether the database of a home that never published was made or written later than this."""
    try:
        return datetime.fromtimestamp(settings.writer_file.stat().st_mtime, UTC) > at
    except FileNotFoundError:
        return False


def asked(found: Health, url: str) -> Health:
    """As found, but not well where ``url``, for example of the runner's own web server, does not answer."""
    if not found.is_well:
        return found
    try:
        with urlopen(url, timeout=5):  # noqa: S310  the operator's own address
            return found
    except (OSError, ValueError) as error:
        why = getattr(error, "reason", error)
        return replace(found, is_well=False, told=f"{url} does not answer ({why}): is «kawaraban serve» running?")


def note_state(note: RunNote | None) -> str | None:
    """The state of the last run, in which a killed one is told from one that works."""
    if note is None:
        return None
    return "killed" if note.was_killed else note.state
