"""A small newspaper archive made by hand, published where a report can read it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tasks.report.content import read_report
from tasks.report.model import Report
from tasks.report.week import Week
from tests.warehouse.newsdesk import Newsdesk, day
from warehouse.connect import Writer

NOW = datetime(2025, 7, 7, 0, 0, tzinfo=UTC)
WEEK = Week(day("06-30"))
"""2025-W27: the last whole week of the archive."""

Published = Callable[[], Path]
Reporting = Callable[..., Report]


@pytest.fixture
def desk(writer: Writer) -> Newsdesk:
    """One source that was covered from 1 April to 8 July, three start-ups, two themes, no article."""
    made = Newsdesk(writer.con)
    made.source("minato")
    made.poll("minato", "07-08 09:00", "04-01 00:00")
    for company in ("alpha", "beta", "gamma"):
        made.company(company)
    made.theme("speech")
    made.theme("agents")
    return made


@pytest.fixture
def published(writer: Writer, tmp_path: Path) -> Published:
    """Publishes what the desk holds so far."""

    def publish() -> Path:
        target = tmp_path / "kawaraban.duckdb"
        writer.copy_to(target)
        return target

    return publish


@pytest.fixture
def reporting(published: Published) -> Reporting:
    """Reports on what the desk holds so far."""

    def report(week: Week | None = WEEK, lang: str = "ja") -> Report:
        return read_report(published(), week, lang, NOW)

    return report


def weekly(desk: Newsdesk, company: str, weeks_back: range, **changes: object) -> None:
    """One article about a company on the Wednesday of each of these weeks before WEEK."""
    for back in weeks_back:
        on = WEEK.monday + timedelta(days=2 - 7 * back)
        desk.article(f"{company}-{back}", on.isoformat(), company, **changes)  # type: ignore[arg-type]


def often(desk: Newsdesk, company: str) -> None:
    """Four articles about a company in each of the eight weeks before WEEK, none in it."""
    for back in range(1, 9):
        for number in range(4):
            desk.article(f"{company}-{back}-{number}", WEEK.back(back).monday.isoformat(), company)
