from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tasks.discover.rhythm import LONGEST_POLL_INTERVAL, poll_interval

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def every(hours: float, count: int = 10, silence: float = 0.0) -> list[datetime]:
    return [NOW - timedelta(hours=silence + hours * number) for number in range(count)]


def test_a_busy_source_is_looked_at_as_often_as_it_allows() -> None:
    assert poll_interval(60, every(0.1), NOW) == timedelta(minutes=60)


def test_a_steady_source_is_looked_at_twice_between_its_items() -> None:
    assert poll_interval(60, every(8), NOW) == timedelta(hours=4)


def test_a_quiet_source_is_looked_at_twice_a_day() -> None:
    assert poll_interval(60, every(24 * 30), NOW) == LONGEST_POLL_INTERVAL


def test_a_source_that_fell_silent_is_looked_at_less() -> None:
    assert poll_interval(30, every(0.5, silence=40), NOW) == timedelta(hours=5)


def test_without_dates_the_shortest_interval_holds() -> None:
    assert poll_interval(45, every(9, count=2), NOW) == timedelta(minutes=45)
    assert poll_interval(45, [NOW + timedelta(hours=hour) for hour in range(9)], NOW) == timedelta(minutes=45)


@given(st.integers(1, 10_080), st.lists(st.integers(-10_000, 100_000), max_size=40))
def test_the_interval_stays_within_its_bounds(minutes: int, hours: list[int]) -> None:
    interval = poll_interval(minutes, [NOW - timedelta(hours=hour) for hour in hours], NOW)
    assert timedelta(minutes=minutes) <= interval <= max(timedelta(minutes=minutes), LONGEST_POLL_INTERVAL)
