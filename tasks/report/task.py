"""The Prefect task of reporting."""

from datetime import datetime
from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.report.write import Written, write_report


@task(name="report", cache_policy=NO_CACHE)
def write_week(snapshot: Path, folder: Path, week: str | None, lang: str, now: datetime) -> Written:
    """Writes the page, the digest and the feed of one week."""
    return write_report(snapshot, folder, week=week, lang=lang, now=now)
