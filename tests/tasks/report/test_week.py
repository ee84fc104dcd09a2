from datetime import date

import pytest

from tasks.report.week import BadWeek, Week


@pytest.mark.parametrize(
    ("text", "monday"),
    [("2025-W39", date(2025, 9, 22)), ("2020w53", date(2020, 12, 28)), (" 2026-W01 ", date(2025, 12, 29))],
)
def test_a_week_is_read_as_iso_8601_counts_it(text: str, monday: date) -> None:
    assert Week.parse(text).monday == monday


@pytest.mark.parametrize(
    "text", ["2025-W53", "2025-W00", "2025-09-22", "39", "", "2025-W3", "２０２５-W39", "0000-W01"]
)
def test_what_is_no_week_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadWeek, match="expected an ISO week such as 2025-W39"):
        Week.parse(text)


def test_a_week_is_written_as_it_is_read() -> None:
    assert Week(date(2025, 12, 29)).label == "2026-W01"
    assert Week.parse("2026-W01").back(1).label == "2025-W52"
