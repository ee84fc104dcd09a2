from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from flows.settings import BadSettings, Settings
from flows.timetable import longest_gap, next_times

TOKYO = ZoneInfo("Asia/Tokyo")
MIDNIGHT = datetime(2026, 3, 29, 0, 0, tzinfo=TOKYO)
DEFAULT = Settings.model_fields["schedule"].default


def test_a_day_has_a_run_each_hour_from_six_to_midnight_and_one_at_three() -> None:
    day = [time for time in next_times(DEFAULT, 40, MIDNIGHT) if time < MIDNIGHT + timedelta(days=1)]
    assert [time.astimezone(TOKYO).hour for time in day] == [0, 3, *range(6, 24)]
    assert all(time.minute == time.second == 0 for time in day)


def test_the_longest_gap_is_the_night() -> None:
    assert longest_gap(DEFAULT) == timedelta(hours=3)
    assert longest_gap("0 * * * *") == timedelta(hours=1)


def test_a_schedule_that_is_none_is_told_in_one_line() -> None:
    with pytest.raises(BadSettings, match="KAWARABAN_SCHEDULE: 'hourly' is no cron expression"):
        longest_gap("hourly")
