"""When the monitor runs next: asked of the Prefect server, or computed where none answers in time."""

import os
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import httpx

from flows.cron import TOKYO, next_time
from flows.settings import Settings

PATIENCE_SECONDS = 2.0
"""A look at how things stand does not wait longer for a server that is down."""


@dataclass(frozen=True)
class NextRun:
    """The next run of the schedule."""

    at: datetime | None
    """None: the server has none, or the schedule is no plain cron."""
    told_by: Literal["server", "schedule"]
    """schedule: computed from KAWARABAN_SCHEDULE, whether or not anything serves it."""


def next_run(settings: Settings, at: datetime) -> NextRun:
    """The next scheduled run of the monitor, as the server that PREFECT_API_URL names has it."""
    url = os.environ.get("PREFECT_API_URL")
    if url:
        try:
            return NextRun(_asked(url), "server")
        except (httpx.HTTPError, httpx.InvalidURL, LookupError, TypeError, ValueError):
            pass  # computed instead, and marked as such; «kawaraban doctor» says what is wrong with the server
    return NextRun(next_time(settings.schedule, at), "schedule")


def _asked(url: str) -> datetime | None:
    """One request to Prefect's API; its own client would take seconds to import."""
    key, login = os.environ.get("PREFECT_API_KEY"), os.environ.get("PREFECT_API_AUTH_STRING")
    user, _, password = (login or "").partition(":")
    answer = httpx.post(
        f"{url.rstrip('/')}/flow_runs/filter",
        json={
            "flows": {"name": {"any_": ["monitor"]}},
            "deployments": {"name": {"any_": ["scheduled"]}},
            "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}},
            "sort": "NEXT_SCHEDULED_START_TIME_ASC",
            "limit": 1,
        },
        headers={"Authorization": f"Bearer {key}"} if key and not login else None,
        auth=(user, password) if login else None,
        timeout=PATIENCE_SECONDS,
    )
    runs = answer.raise_for_status().json()
    return datetime.fromisoformat(runs[0]["next_scheduled_start_time"]).astimezone(TOKYO) if runs else None
