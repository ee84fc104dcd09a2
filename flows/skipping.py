"""What a run of the schedule does that finds the warehouse in use: it waits a moment, then ends as Cancelled and says
by whom.

A reprocess, a backfill or the nightly upkeep may take hours, and the runs that come meanwhile are not needed: the next
one fetches what they would have. So nobody is called, until nothing was published for so long that a person must know.
One that a person ordered waits longer.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import flows.prefect_defaults  # noqa: F401  before anything of Prefect

# isort: split
from prefect import State, get_run_logger
from prefect.states import Cancelled
from pydantic import BaseModel, ValidationError

from flows.health import oldest_success
from flows.home_files import snapshot_time
from flows.notifications import Channel, send
from flows.settings import Settings
from flows.turns import is_ordered
from tasks.dates import JST
from warehouse.connect import WarehouseBusy

PATIENCE = timedelta(minutes=1)
"""«kawaraban setup», a backup or a second run's look hold the warehouse for seconds."""
SHARE_OF_TIME = 0.5
"""Of its time limit an ordered run waits at most, so that it has time to do something."""


class Skips(BaseModel):
    """The runs in a row that were skipped."""

    first_at: datetime
    told_at: datetime | None = None
    """When a person was told that it takes too long."""


def patience(settings: Settings) -> timedelta:
    """How long a monitor run waits for the warehouse."""
    return timedelta(minutes=SHARE_OF_TIME * settings.timeout_minutes) if is_ordered() else PATIENCE


async def skip(settings: Settings, busy: WarehouseBusy, blocks: Mapping[str, Channel]) -> State[object]:
    """The end of a run that could not begin; tells people once where that has lasted too long.

    ``blocks``: the channels by name. Too long: nothing was published for twice the schedule's longest interval, or
    for ``KAWARABAN_OLDEST_SUCCESS_HOURS``.
    """
    at = datetime.now(UTC)
    get_run_logger().warning("skipped: %s", busy.holder)
    skips = _read(settings) or Skips(first_at=at)
    since = snapshot_time(settings) or skips.first_at
    if skips.told_at is None and at - since > oldest_success(settings, at):
        subject = f"Kawaraban: no cycle could run since {since.astimezone(JST):%Y-%m-%d %H:%M} in Tokyo"
        body = f"{busy}. The runs of the schedule are skipped meanwhile. This is told once."
        failures = [await send(block, subject, body) for block in blocks.values()]
        if failures and not all(failures):
            skips.told_at = at
        get_run_logger().error("%s", subject)
    _path(settings).write_text(skips.model_dump_json(), encoding="utf-8")
    return Cancelled(message=f"skipped: {busy.holder}")


def ended_skipping(settings: Settings) -> None:
    """Forgets the skipped runs: one works again."""
    _path(settings).unlink(missing_ok=True)


def _path(settings: Settings) -> Path:
    return settings.writer_file.with_name("skipped-runs.json")


def _read(settings: Settings) -> Skips | None:
    try:
        return Skips.model_validate_json(_path(settings).read_bytes())
    except (FileNotFoundError, ValidationError):
        return None
