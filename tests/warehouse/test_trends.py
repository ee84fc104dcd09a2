from datetime import UTC, date, datetime, timedelta

import pytest

from tests.warehouse.newsdesk import Newsdesk, at, day


@pytest.fixture(autouse=True)
def registers(desk: Newsdesk) -> None:
    """Two sources that were read without a gap from May to July, three companies, two themes."""
    for source in ("minato", "kaigan"):
        desk.source(source)
        desk.poll(source, "07-28 09:00", back_to="05-05 00:00")
    for company in ("alpha", "beta"):
        desk.company(company)
    desk.company("gamma", kind="global", country="US")
    for theme in ("funding", "robots"):
        desk.theme(theme, parent_id="business")


def several(desk: Newsdesk, company: str, *days: str, source: str = "minato") -> None:
    for number, on in enumerate(days):
        desk.article(f"{company}-{source}-{on}-{number}", on, company, source=source)


def test_weeks_begin_on_monday_and_a_reprint_does_not_raise_the_story_count(desk: Newsdesk) -> None:
    desk.article("a", "06-30", "alpha", headline=("alpha",))
    desk.article("b", "07-06", "alpha", source="kaigan", story="a", salient=())
    desk.article("c", "06-29", "alpha")
    desk.article("d", "06-16", "alpha")
    found = desk.rows(
        "select week_on, article_count, story_count, outlet_count, salient_story_count, headline_share, story_change "
        "from trend.company_weekly order by 1"
    )
    assert found == [
        (day("06-16"), 1, 1, 1, 1, 0.0, 1),
        (day("06-23"), 1, 1, 1, 1, 0.0, 0),
        (day("06-30"), 2, 1, 2, 1, 0.5, 0),
    ]


def test_a_week_after_an_empty_one_changes_from_nought(desk: Newsdesk) -> None:
    several(desk, "alpha", "06-16", "06-17", "06-30", "07-01", "07-02")
    found = desk.rows("select week_on, story_change from trend.company_weekly order by 1")
    assert found == [(day("06-16"), 2), (day("06-30"), 3)]


def test_a_change_over_new_year_follows_the_calendar_not_the_rows(desk: Newsdesk) -> None:
    desk.poll("minato", "2026-01-20 09:00", back_to="06-01 00:00")
    desk.poll("kaigan", "2026-01-20 09:00", back_to="06-01 00:00")
    several(desk, "alpha", "2025-12-29", "2026-01-04", "2026-01-05")
    found = desk.rows("select week_on, story_count, story_change from trend.company_weekly order by 1")
    assert found == [(day("12-29"), 2, 2), (day("2026-01-05"), 1, -1)]


def test_the_week_that_two_years_share_is_one_week_and_begins_at_midnight_in_tokyo(desk: Newsdesk) -> None:
    # ISO week 2026-W53: Monday 28 December 2026 to Sunday 3 January 2027. Tokyo is nine hours ahead of UTC.
    sunday = datetime(2026, 12, 27, 14, 59, 59, 999999, tzinfo=UTC)
    for number, instant in enumerate((sunday, sunday + timedelta(microseconds=1), datetime(2027, 1, 1, tzinfo=UTC))):
        on = desk.rows("select core.tokyo_day($instant)", {"instant": instant})[0][0]
        desk.article(f"a-{number}", on.isoformat(), "alpha")
    assert desk.rows("select week_on, story_count from trend.company_weekly order by 1") == [
        (date(2026, 12, 21), 1),
        (date(2026, 12, 28), 2),
    ]
    assert desk.rows("select strftime(week_on, '%G-W%V') from trend.company_weekly order by 1") == [
        ("2026-W52",),
        ("2026-W53",),
    ]


def test_days_and_months_count_the_same_articles(desk: Newsdesk) -> None:
    several(desk, "alpha", "06-30", "07-01", "07-01")
    assert desk.rows("select day_on, story_count from trend.company_daily order by 1") == [
        (day("06-30"), 1),
        (day("07-01"), 2),
    ]
    assert desk.rows("select month_on, story_count from trend.company_monthly order by 1") == [
        (day("06-01"), 1),
        (day("07-01"), 2),
    ]


def test_shares_of_voice_are_of_the_group_and_sum_to_one(desk: Newsdesk) -> None:
    several(desk, "alpha", "07-01", "07-02", "07-03")
    several(desk, "gamma", "07-01", "07-02")
    desk.article("both", "07-04", "alpha", "beta", salient=("beta",))
    found = desk.rows(
        "select company_id, story_count, story_share, salient_share, story_rank "
        "from trend.share_of_voice(since_on := '2025-07-01') order by 1"
    )
    assert found == [("alpha", 4, 0.8, 0.75, 1), ("beta", 1, 0.2, 0.25, 2)]


def test_a_rate_of_change_respects_small_counts(desk: Newsdesk) -> None:
    # 2 (√10.375 - √5.375) / √2 = 1.2765, and so on.
    found = desk.rows(
        "select round(trend.rate_change(r, e, x), 4) "
        "from (values (1, 10, 5, 1.0), (2, 1, 0, 1.0), (3, 5, 5, 1.0), (4, 5, 10, 0.5), (5, 0, 4, 1.0)) "
        "as t(n, r, e, x) order by n"
    )
    assert [row[0] for row in found] == [1.2765, 0.7923, 0.0, 0.0666, -2.092]


def test_momentum_compares_whole_weeks_with_the_weeks_before(desk: Newsdesk) -> None:
    several(desk, "alpha", "06-16", "06-24", "06-30", "07-01", "07-06")
    found = desk.rows(
        "select recent_story_count, earlier_story_count, expected_story_count, momentum, recent_from_on, "
        "recent_to_on, is_complete from trend.company_momentum(weeks := 2)"
    )
    # 2 (√4.375 - √1.375) / √2
    assert found == [(4, 1, 1.0, 1.3, day("06-23"), day("07-06"), True)]


def test_a_week_that_has_not_ended_is_left_out(desk: Newsdesk) -> None:
    several(desk, "alpha", "06-29", "07-01")
    found = desk.rows(
        "select recent_story_count, recent_to_on from trend.company_momentum(weeks := 1, as_of := '2025-07-05')"
    )
    assert found == [(1, day("06-29"))]


def test_an_article_dated_in_the_future_does_not_move_what_is_recent(desk: Newsdesk) -> None:
    several(desk, "alpha", "07-06", "2999-01-01")
    assert desk.rows("select recent_to_on from trend.two_periods(weeks := 1)") == [(day("07-06"),)]


def test_momentum_is_unknown_where_no_source_covers_both_periods(desk: Newsdesk) -> None:
    desk.con.execute("delete from raw.polls")
    desk.poll("minato", "07-07 09:00", back_to="06-30 00:00")
    several(desk, "alpha", "06-24", "06-30", "07-01")
    found = desk.rows(
        "select recent_story_count, earlier_story_count, momentum, is_comparable, recent_coverage, earlier_coverage "
        "from trend.company_momentum(weeks := 1, as_of := '2025-07-07')"
    )
    assert found == [(2, 1, None, False, 1.0, 0.0)]


def test_what_only_a_new_source_tells_is_no_rise(desk: Newsdesk) -> None:
    desk.source("shinki")
    desk.poll("shinki", "07-07 09:00", back_to="06-30 00:00")
    several(desk, "alpha", "06-23", "06-24", "06-30", "07-01")
    several(desk, "alpha", "06-30", "07-01", "07-02", source="shinki")
    found = desk.rows(
        "select recent_story_count, compared_story_count, expected_story_count, momentum, is_complete "
        "from trend.company_momentum(weeks := 1, as_of := '2025-07-07')"
    )
    assert found == [(5, 2, 2.0, 0.0, True)]


def test_days_that_a_source_was_away_are_made_up_for(desk: Newsdesk) -> None:
    desk.con.execute("delete from raw.polls")
    desk.con.execute("delete from core.sources where source_id = 'kaigan'")
    desk.poll("minato", "07-02 00:10", back_to="06-23 00:00")
    desk.poll("minato", "07-07 09:00", back_to="07-06 00:00")
    # One story a day; from 2 to 5 July nobody looked, and the feed has forgotten.
    several(desk, "alpha", *(f"06-{n}" for n in range(23, 31)), "07-01", "07-06")
    recent, expected, momentum, coverage = desk.rows(
        "select compared_story_count, expected_story_count, momentum, recent_coverage "
        "from trend.company_momentum(weeks := 1)"
    )[0]
    assert (recent, expected, coverage) == (3, 3.0, 0.4286)
    assert abs(momentum) < 0.2


def test_a_burst_joins_the_weeks_that_stand_out(desk: Newsdesk) -> None:
    quiet = [f"{on:%m-%d}" for on in (day("05-05") + timedelta(days=7 * n) for n in range(8))]
    several(desk, "alpha", *quiet)
    several(desk, "beta", *quiet)
    several(desk, "alpha", *(["06-30"] * 12), *(["07-07"] * 14), "07-14")
    found = desk.rows(
        "select company_id, from_on, to_on, story_count, peak_week_on, is_complete "
        "from trend.company_bursts(weeks := 4)"
    )
    assert found == [("alpha", day("06-30"), day("07-13"), 26, day("06-30"), True)]


def test_two_stories_out_of_nothing_are_no_burst_and_three_just_are_one(desk: Newsdesk) -> None:
    several(desk, "alpha", "06-30", "07-01")
    several(desk, "beta", "06-30", "07-01", "07-02")
    found = desk.rows(
        "select company_id, story_count, peak_score from trend.company_bursts(weeks := 1, as_of := '2025-07-07')"
    )
    # One week against the eight before: 2 (√3.375 - √(0.375 / 8)) / √(1 + 1 / 8); two stories reach 2.50.
    assert found == [("beta", 3, 3.06)]


def test_themes_have_their_share_of_all_stories(desk: Newsdesk) -> None:
    desk.article("a", "07-01", "alpha", themes=("funding", "robots"))
    desk.article("b", "07-02", themes=("funding",))
    desk.article("c", "07-02", story="b", source="kaigan", themes=("funding",))
    desk.article("d", "07-03")
    found = desk.rows(
        "select theme_id, parent_id, article_count, story_count, outlet_count, story_share, coverage "
        "from trend.themes('week') order by 1"
    )
    assert found == [("funding", "business", 3, 2, 2, 0.6667, 1.0), ("robots", "business", 1, 1, 1, 0.3333, 1.0)]


def test_a_theme_that_moves_has_momentum_too(desk: Newsdesk) -> None:
    desk.article("a", "06-24", themes=("robots",))
    desk.article("b", "07-02", themes=("funding",))
    desk.article("c", "07-06", themes=("funding",))
    found = desk.rows("select theme_id, momentum from trend.theme_momentum(weeks := 1) order by 2 desc")
    # 2 (√2.375 - √0.375) / √2 and 2 (√0.375 - √1.375) / √2
    assert found == [("funding", 1.31), ("robots", -0.79)]


def test_a_company_s_themes_are_those_of_the_stories_about_it(desk: Newsdesk) -> None:
    desk.article("a", "07-01", "alpha", themes=("funding",))
    desk.article("b", "07-02", "alpha", "beta", salient=("beta",), themes=("robots",))
    desk.article("c", "07-03", "beta", themes=("robots",))
    desk.article("d", "07-04", "alpha")
    found = desk.rows(
        "select company_id, theme_id, story_count, company_share, lift from trend.company_themes() order by 1, 2"
    )
    # alpha: 2 stories about it, 1 on funding; of 4 stories 1 is on funding: 1 / (2 x 1 / 4) = 2.
    assert found == [("alpha", "funding", 1, 0.5, 2.0), ("beta", "robots", 2, 1.0, 2.0)]


def test_partners_are_counted_by_story_with_lift(desk: Newsdesk) -> None:
    desk.article("a", "07-01", "alpha", "beta")
    desk.article("b", "07-02", "alpha", source="kaigan", story="a")
    desk.article("c", "07-03", "alpha", "beta")
    desk.article("d", "07-03", "gamma")
    desk.article("e", "07-03", "gamma", "alpha")
    desk.article("f", "07-03")
    found = desk.rows(
        "select partner_id, story_count, company_story_count, partner_story_count, lift, log_likelihood "
        "from trend.co_mentions(company := 'alpha', min_stories := 1) order by 1"
    )
    # Of 5 stories alpha is in 3, beta in 2, both in 2: lift 2 / (3 x 2 / 5); G² over the table 2 1 / 0 2.
    assert found == [("beta", 2, 3, 2, 1.67, 2.9), ("gamma", 1, 3, 2, 0.83, -0.1)]
    pairs = desk.rows("select company_id, partner_id from trend.co_mentions()")
    assert pairs == [("alpha", "beta")]


def test_a_name_is_new_when_it_was_never_written_before(desk: Newsdesk) -> None:
    desk.article("a", "05-10", unknown=("ユメミルカ",))
    desk.article("b", "07-02", unknown=("ユメミルカ", "Hotaru AI"))
    desk.article("c", "07-06", unknown=("HotaruAI",), source="kaigan")
    found = desk.rows(
        "select name, first_on, story_count, outlet_count, first_url from trend.new_names(days := 14) order by 1"
    )
    assert found == [("Hotaru AI", day("07-02"), 2, 2, "http://minato.example/b")]


def test_the_first_appearance_of_a_company_is_its_earliest_hour(desk: Newsdesk) -> None:
    desk.article("b", "07-02", "alpha", hour="09:30")
    desk.article("a", "07-02", "alpha", hour="11:00")
    found = desk.rows("select company_id, first_on, article_id, article_count from trend.first_appearances")
    assert found == [("alpha", day("07-02"), "b", 2)]


def test_the_first_report_of_a_story_is_told_with_its_lead(desk: Newsdesk) -> None:
    desk.article("a", "07-02", "alpha", hour="09:30")
    desk.article("b", "07-02", "alpha", hour="11:00", source="kaigan", story="a")
    desk.article("c", "07-02", "alpha", source="kaigan", hour="08:00")
    desk.article("d", "07-02", "alpha", story="c")
    found = desk.rows(
        "select story_id, first_source_id, lead_hours, has_hour from trend.first_reports() order by story_id"
    )
    # The hour of d is not known, so it counts for midnight: 16 hours after 08:00.
    assert found == [("a", "minato", 1.5, True), ("c", "kaigan", 16.0, True)]


def test_an_outlet_is_known_by_what_it_tells_first_and_alone(desk: Newsdesk) -> None:
    desk.article("a", "07-02", "alpha", hour="09:30", body_chars=100)
    desk.article("b", "07-02", "gamma", hour="11:00", source="kaigan", story="a", body_chars=300)
    desk.article("c", "07-03", source="kaigan", body_chars=500)
    found = desk.rows(
        "select source_id, article_count, own_story_count, shared_story_count, first_count, reprint_share, "
        "startup_share, median_body_chars from trend.outlets() order by 1"
    )
    assert found == [("kaigan", 2, 1, 1, 0, 0.5, 0.0, 400), ("minato", 1, 0, 1, 1, 0.0, 1.0, 100)]


def test_english_and_japanese_articles_both_count_and_are_told_apart(desk: Newsdesk) -> None:
    several(desk, "alpha", "07-01", "07-02")
    desk.article("e", "07-03", "alpha", lang="en")
    several(desk, "beta", "07-04")
    found = desk.rows(
        "select company_id, ja_story_count, en_story_count, en_share, ja_first_on, en_first_on "
        "from trend.languages('month') order by 1"
    )
    assert found == [("alpha", 2, 1, 0.3333, day("07-01"), day("07-03")), ("beta", 1, 0, 0.0, day("07-04"), None)]
    assert desk.rows("select story_count from trend.company_monthly where company_id = 'alpha'") == [(3,)]


def test_key_sentences_are_whole_and_lead_to_their_page(desk: Newsdesk) -> None:
    body = "前置き。\n新会社のALPHAは1.5倍の速さを示した！続き。ALPHAは黙った。"
    desk.article("a", "07-01", "alpha", body=body)
    english = "Before. The U.S. office of ALPHA Inc. opened. After."
    desk.article("b", "07-02", "alpha", body=english, lang="en")
    desk.article("c", "07-02", "alpha", source="kaigan", story="b")
    desk.article("d", "07-03", "alpha", body="名は見出しだけにある。")
    found = desk.rows("select sentence, url, article_count from trend.key_sentences('alpha') order by first_on")
    assert found[0] == ("新会社のALPHAは1.5倍の速さを示した！", "http://minato.example/a", 1)
    assert found[1][1:] == ("http://minato.example/b", 2)
    assert "office of ALPHA" in found[1][0]
    assert found[2] == ("dの見出し", "http://minato.example/d", 1)


def edited(desk: Newsdesk) -> None:
    """Seen on 1 July with 5億円, on 3 July with 7億円 and another headline, on 5 July dated a day earlier."""
    desk.article(
        "a", "07-01", "alpha", title="三", body="ALPHAは7億円を調達。", version_no=3, first_seen_at=at("07-01 09:00")
    )
    desk.con.execute("delete from core.article_versions")
    states = [
        ("07-01 09:00", "一", "5億円", "07-02"),
        ("07-03 09:00", "二", "7億円", "07-02"),
        ("07-05 09:00", "二", "7億円", "07-01"),
    ]
    for number, (seen, title, amount, on) in enumerate(states, start=1):
        desk.version(
            "a", number, content_hash=str(number), title=title, body=f"ALPHAは{amount}を調達。", authors=[],
            published_on=day(on), first_seen_at=at(seen), last_seen_at=at(seen), run_id="run-1",
        )  # fmt: skip


def test_what_was_known_at_an_instant_is_the_version_seen_by_then(desk: Newsdesk) -> None:
    edited(desk)
    known = "select title, counted_on, version_no, current_version_no from core.articles_as_of($instant)"
    assert desk.rows(known, {"instant": at("07-01 08:59")}) == []
    assert desk.rows(known, {"instant": at("07-04 12:00")}) == [("二", day("07-02"), 2, 3)]
    assert desk.rows(known, {"instant": "2025-07-05 09:00:00+09:00"}) == [("二", day("07-01"), 3, 3)]


def test_companies_are_counted_as_they_would_have_been_at_an_instant(desk: Newsdesk) -> None:
    edited(desk)
    several(desk, "alpha", "07-04")
    counted = "select period_on, story_count, is_exact from trend.companies_as_of($instant, 'day') order by 1"
    assert desk.rows(counted, {"instant": at("07-03 12:00")}) == [(day("07-02"), 1, False)]
    assert desk.rows(counted, {"instant": at("07-06 12:00")}) == [(day("07-01"), 1, True), (day("07-04"), 1, True)]


def test_quiet_edits_of_headline_amount_and_date_are_told(desk: Newsdesk) -> None:
    edited(desk)
    found = desk.rows(
        "select version_no, is_title_changed, is_amount_changed, is_date_changed, is_quiet, amounts_removed, "
        "amounts_added, title_before, title_after from trend.edits() order by 1"
    )
    assert found == [
        (2, True, True, False, True, ["5億円"], ["7億円"], "一", "二"),
        (3, False, False, True, True, [], [], "二", "二"),
    ]
    assert desk.rows("select version_no from trend.edits('2025-07-04', '2025-07-05')") == [(3,)]
