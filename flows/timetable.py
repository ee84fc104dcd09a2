"""The times of a cron schedule, as Prefect's own scheduler computes them."""

import asyncio
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from flows.settings import BadSettings
from flows.workspace import now

TOKYO = "Asia/Tokyo"


def next_times(cron: str, count: int, start: datetime) -> list[datetime]:
    """The first ``count`` times at or after ``start``.

    Raises:
        BadSettings: not a cron expression.
    """
    import flows.prefect_defaults  # noqa: F401  before anything of Prefect

    # isort: split
    from prefect.server.schemas.schedules import CronSchedule  # takes seconds, and few verbs need it

    try:
        dates = asyncio.run(CronSchedule(cron=cron, timezone=TOKYO).get_dates(count, start=start))
    except ValueError as error:
        raise no_cron(cron) from error
    # As plain instants: Prefect's are pendulum's, whose differences do not divide by a timedelta.
    return [datetime.fromtimestamp(each.timestamp(), ZoneInfo(TOKYO)) for each in dates]


def no_cron(text: str) -> BadSettings:
    """The error for a schedule that is none."""
    return BadSettings(f"KAWARABAN_SCHEDULE: {text!r} is no cron expression, such as «0 * * * *»")


def longest_gap(cron: str) -> timedelta:
    """The longest time between two runs, over the next weeks.

    Raises:
        BadSettings: not a cron expression.
    """
    times = next_times(cron, 500, now())
    return max(later - earlier for earlier, later in pairwise(times))
