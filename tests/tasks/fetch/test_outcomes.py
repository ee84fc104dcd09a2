from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.fetch.outcomes import failure_of_status, parse_retry_after
from tasks.frames import OUTCOMES

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120), (" 0 ", 0), ("Sun, 01 Mar 2026 12:02:00 GMT", 120), ("Sun, 01 Mar 2026 11:00:00 GMT", 0),
        ("Sunday, 01-Mar-26 12:02:00 GMT", 120), (None, None), ("", None), ("soon", None), ("-5", None),
        ("1.5", None), ("١٢", None), ("Sun, 32 Mar 2026 12:02:00 GMT", None),
    ],
)  # fmt: skip
def test_both_forms_of_retry_after_are_read(value: str | None, seconds: float | None) -> None:
    assert parse_retry_after(value, NOW) == seconds


@given(st.integers(0, 10**9))
def test_dates_and_seconds_mean_the_same(seconds: int) -> None:
    date = format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)
    assert parse_retry_after(date, NOW) == parse_retry_after(str(seconds), NOW) == seconds


@given(st.text(max_size=40) | st.from_regex(r"\w{3}, \d+ \w{3} \d+ \d+:\d+:\d+ [+-]?\w+"))
def test_no_retry_after_breaks_the_reader_or_leads_into_the_past(value: str) -> None:
    seconds = parse_retry_after(value, NOW)
    assert seconds is None or 0 <= seconds < 10**12


@given(st.integers(100, 599))
def test_every_status_has_an_outcome(status: int) -> None:
    failure = failure_of_status(status, None, NOW)
    assert failure.outcome in OUTCOMES
    assert failure.outcome == "try-later" or not failure.is_worth_retrying
