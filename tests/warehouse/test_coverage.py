from datetime import date

import pytest

from tests.warehouse.newsdesk import Newsdesk, day


def covered(desk: Newsdesk, source_id: str = "minato") -> list[str]:
    found = desk.rows(
        "select day_on from trend.source_days where is_covered and source_id = $s order by 1", {"s": source_id}
    )
    return [f"{on:%m-%d}" for (on,) in found]


def expected(desk: Newsdesk, source_id: str = "minato") -> list[str]:
    found = desk.rows("select day_on from trend.source_days where source_id = $s order by 1", {"s": source_id})
    return [f"{on:%m-%d}" for (on,) in found]


@pytest.fixture(autouse=True)
def minato(desk: Newsdesk) -> None:
    desk.source("minato")


def test_a_good_poll_covers_the_whole_days_from_its_oldest_item_to_the_day_before_it(desk: Newsdesk) -> None:
    desk.poll("minato", "07-05 09:00", back_to="07-01 15:00")
    assert covered(desk) == ["07-02", "07-03", "07-04"]
    assert expected(desk) == ["07-02", "07-03", "07-04", "07-05"]


def test_an_oldest_item_at_midnight_covers_its_day(desk: Newsdesk) -> None:
    desk.poll("minato", "07-05 09:00", back_to="07-04 00:00")
    assert covered(desk) == ["07-04"]


def test_a_poll_that_failed_covers_nothing_but_is_expected_to(desk: Newsdesk) -> None:
    desk.poll("minato", "07-03 09:00", back_to=None, outcome="try-later")
    desk.poll("minato", "07-05 09:00", back_to=None, outcome="gone")
    assert covered(desk) == []
    assert expected(desk) == ["07-03", "07-04", "07-05"]


def test_an_unmodified_feed_reaches_back_to_its_good_poll_before(desk: Newsdesk) -> None:
    desk.poll("minato", "07-02 09:00", back_to="07-01 00:00")
    desk.poll("minato", "07-05 09:00", back_to=None, outcome="try-later")
    desk.poll("minato", "07-09 09:00", back_to=None, outcome="not-modified")
    assert covered(desk) == [f"07-0{n}" for n in range(1, 9)]


def test_an_unmodified_feed_says_nothing_for_another_feed_of_the_source(desk: Newsdesk) -> None:
    desk.poll("minato", "07-02 09:00", back_to="07-01 00:00")
    desk.poll("minato", "07-09 09:00", back_to=None, outcome="not-modified", feed="other")
    assert covered(desk) == ["07-01"]


def test_a_feed_that_has_forgotten_what_lay_between_leaves_a_gap(desk: Newsdesk) -> None:
    desk.poll("minato", "07-03 09:00", back_to="07-01 00:00")
    desk.poll("minato", "07-09 09:00", back_to="07-06 12:00")
    assert covered(desk) == ["07-01", "07-02", "07-07", "07-08"]


def test_a_late_poll_that_reaches_back_fills_the_gap(desk: Newsdesk) -> None:
    desk.poll("minato", "07-03 09:00", back_to="07-01 00:00")
    desk.poll("minato", "07-09 09:00", back_to="07-06 12:00")
    desk.poll("minato", "07-20 09:00", back_to="07-02 00:00", feed="archive")
    assert len(covered(desk)) == 19


def test_a_list_without_dates_reaches_back_to_the_oldest_article_that_it_named(desk: Newsdesk) -> None:
    desk.poll("minato", "07-05 09:00", back_to=None, item_count=2)
    for key, on in (("a", "07-02"), ("b", "07-04")):
        desk.article(key, on)
        desk.link("minato", key, found="07-05 09:00")
    assert covered(desk) == ["07-02", "07-03", "07-04"]


def test_a_list_without_dates_reaches_back_to_the_poll_before_while_it_names_a_link_known_by_then(
    desk: Newsdesk,
) -> None:
    desk.poll("minato", "07-02 09:00", back_to="07-01 00:00")
    desk.poll("minato", "07-05 09:00", back_to=None, item_count=2)
    desk.link("minato", "new", found="07-05 09:00")
    assert covered(desk) == ["07-01", "07-02", "07-03", "07-04"]
    desk.link("minato", "newer", found="07-05 09:00")
    assert covered(desk) == ["07-01"]


def test_a_source_that_is_switched_off_is_not_expected(desk: Newsdesk) -> None:
    desk.source("kaigan", is_enabled=False)
    desk.poll("kaigan", "07-05 09:00", back_to="07-01 00:00")
    assert expected(desk, "kaigan") == []


def test_a_week_is_complete_when_every_expected_source_covers_every_day_of_it(desk: Newsdesk) -> None:
    desk.source("kaigan")
    desk.poll("minato", "07-21 09:00", back_to="06-25 00:00")
    desk.poll("kaigan", "07-08 09:00", back_to="06-30 00:00")
    desk.poll("kaigan", "07-21 09:00", back_to="07-10 00:00")
    found = desk.rows(
        "select period_on, covered_count, expected_count, source_count, coverage, is_complete "
        "from trend.coverage('week') order by 1"
    )
    assert found == [
        # Watched from a Wednesday on: what came before is not known.
        (day("06-23"), 5, 5, 1, 1.0, False),
        (day("06-30"), 14, 14, 2, 1.0, True),
        # kaigan was away on the 8th and 9th.
        (day("07-07"), 12, 14, 2, 0.8571, False),
        (day("07-14"), 14, 14, 2, 1.0, True),
        # Monday is not over yet.
        (day("07-21"), 0, 2, 2, 0.0, False),
    ]


def test_days_are_those_of_tokyo_whatever_the_client_s_time_zone(desk: Newsdesk) -> None:
    desk.con.execute("set timezone = 'America/New_York'")
    desk.poll("minato", "07-05 00:30", back_to="07-04 00:00")
    assert covered(desk) == ["07-04"]
    assert desk.rows("select core.tokyo_day('2025-07-01 15:00:00+00:00'), core.tokyo_midnight('2025-07-02')::varchar")[
        0
    ] == (date(2025, 7, 2), "2025-07-01 11:00:00-04")


def test_trend_rows_carry_the_coverage_of_their_period(desk: Newsdesk) -> None:
    desk.company("sakana-ai")
    desk.article("a", "07-01", "sakana-ai")
    desk.article("b", "07-08", "sakana-ai")
    desk.poll("minato", "07-08 09:00", back_to="06-30 00:00")
    found = desk.rows("select week_on, story_change, coverage, is_complete from trend.company_weekly order by 1")
    assert found == [(day("06-30"), None, 1.0, True), (day("07-07"), None, 0.5, False)]


def test_the_timeline_of_a_company_tells_nothing_written_from_not_known(desk: Newsdesk) -> None:
    desk.company("sakana-ai")
    desk.article("a", "07-01", "sakana-ai")
    desk.poll("minato", "07-05 09:00", back_to="07-01 00:00")
    desk.poll("minato", "07-09 09:00", back_to="07-06 12:00")
    found = desk.rows("select period_on, story_count from trend.company_timeline('sakana-ai', 'day') order by 1")
    assert [(f"{on:%m-%d}", count) for on, count in found] == [
        ("07-01", 1), ("07-02", 0), ("07-03", 0), ("07-04", 0), ("07-05", None), ("07-06", None), ("07-07", 0),
        ("07-08", 0), ("07-09", None),
    ]  # fmt: skip
