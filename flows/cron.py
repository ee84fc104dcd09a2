"""The times of the monitor's schedule without Prefect, whose import takes seconds: for what must answer at once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

TOKYO = ZoneInfo("Asia/Tokyo")
LOOK_AHEAD = timedelta(days=15)
"""Two weeks show every rhythm of hours and weekdays."""


def next_time(cron: str, after: datetime) -> datetime | None:
    """The first time of the schedule after an instant; None where the expression is not plain cron."""
    try:
        return next(CronSim(cron, after.astimezone(TOKYO)))
    except (CronSimError, StopIteration):
        return None


def longest_interval(cron: str, start: datetime) -> timedelta | None:
    """The longest time between two runs of the next two weeks; None where the expression is not plain cron."""
    found: list[timedelta] = []
    earlier = next_time(cron, start)
    while earlier is not None and (not found or earlier < start + LOOK_AHEAD):
        later = next_time(cron, earlier)
        if later is None:
            break
        found.append(later - earlier)
        earlier = later
    return max(found, default=None)
