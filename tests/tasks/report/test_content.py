"""What a report says of an archive of which everything is known."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tasks.report.content import read_report
from tasks.report.week import NoArticles, Week
from tests.tasks.report.conftest import WEEK, Published, Reporting, often, weekly
from tests.warehouse.newsdesk import Newsdesk, day


def test_a_company_that_rises_leads_with_the_sentences_that_say_why(desk: Newsdesk, reporting: Reporting) -> None:
    weekly(desk, "alpha", range(1, 9, 2))
    for number in range(6):
        desk.article(f"a{number}", "07-02", "alpha", themes=("speech",), headline=("alpha",))
    mover = reporting().movers[0]
    assert (mover.company.name, mover.story_count, mover.expected) == ("ALPHA", 6, 0.5)
    assert mover.score is not None
    assert mover.score > 2
    assert [week.count for week in mover.weeks] == [0, 1, 0, 1, 0, 1, 0, 1, 6]
    assert [theme.id for theme in mover.themes] == ["speech"]
    assert {quote.sentence for quote in mover.quotes} == {"ALPHAは発表した。"}


def test_a_company_that_goes_silent_is_told_to_have(desk: Newsdesk, reporting: Reporting) -> None:
    often(desk, "beta")
    report = reporting()
    assert [mover.company.id for mover in report.quiet] == ["beta"]
    assert report.quiet[0].story_count == 0


def test_silence_of_the_sources_is_no_fall_and_is_told_as_a_gap(desk: Newsdesk, reporting: Reporting) -> None:
    desk.con.execute("delete from raw.polls")
    desk.poll("minato", "06-29 23:00", "04-01 00:00")
    desk.poll("minato", "07-08 09:00", "07-07 00:00")
    often(desk, "beta")
    report = reporting()
    assert report.quiet == ()
    assert report.coverage is not None
    assert (report.coverage.covered, report.coverage.expected) == (0, 7)
    assert report.gaps[0].days == tuple(day(f"07-0{d}") if d else day("06-30") for d in range(7))


def test_a_source_that_was_never_polled_is_named(desk: Newsdesk, reporting: Reporting) -> None:
    desk.source("kaigan", name="海岸日報")
    desk.article("a", "07-01", "alpha")
    assert [(gap.source, gap.is_unwatched) for gap in reporting().gaps] == [("海岸日報", True)]


def test_every_figure_of_a_company_is_the_number_of_stories_that_the_index_lists(
    desk: Newsdesk, reporting: Reporting
) -> None:
    weekly(desk, "alpha", range(9))
    desk.article("reprint", "07-03", "alpha", story="alpha-0", themes=("speech",))
    desk.article("late", "07-04", "alpha", story="alpha-1", themes=("agents",))
    report = reporting()
    line = next(line for line in report.index.companies if line.topic.id == "alpha")
    weeks = {week.label: len(numbers) for week, numbers in line.weeks}
    assert weeks[WEEK.label] == report.shares[0].story_count == 2
    change = next(change for change in report.momentum if change.topic.id == "alpha")
    recent = {n for week, numbers in line.weeks for n in numbers if week >= WEEK.back(3)}
    assert len(recent) == change.recent
    for theme, numbers in line.themes:
        assert report.heat.counts["alpha", theme.id] == len(numbers)


def test_the_round_of_the_week_has_its_words_and_all_its_articles(desk: Newsdesk, reporting: Reporting) -> None:
    for key, hour in (("a", "09:00"), ("b", "10:00")):
        desk.article(key, "07-01", "alpha", hour=hour)
        desk.claim(key, "alpha", 1_250_000_000, round="b", investors=["beta", "秋草キャピタル"], lead="beta")
    [told] = reporting().rounds
    assert (told.company, told.amount, told.lead, told.investors) == (
        "ALPHA",
        1_250_000_000,
        "BETA",
        ("秋草キャピタル",),
    )
    assert told.is_this_week
    assert told.quote.sentence == "1250000000を調達"
    assert [link.title for link in told.articles] == ["aの見出し", "bの見出し"]


def test_a_name_in_no_register_is_new_in_the_week_that_writes_it_first(desk: Newsdesk, reporting: Reporting) -> None:
    desk.article("a", "07-01", unknown=("カワラミル",))
    desk.article("b", "06-20", unknown=("スズムシ",))
    desk.article("c", "07-02", unknown=("スズムシ",))
    assert [name.name for name in reporting().names if not name.is_registered] == ["カワラミル"]


def test_registered_companies_are_new_only_after_four_weeks_of_archive(desk: Newsdesk, reporting: Reporting) -> None:
    desk.article("a", "07-01", "alpha")
    assert reporting().names == ()
    desk.article("b", "05-01", "beta")
    assert [name.name for name in reporting().names] == ["ALPHA"]


def test_without_a_week_the_last_whole_one_is_told(desk: Newsdesk, reporting: Reporting) -> None:
    desk.article("a", "07-01", "alpha")
    assert reporting(None).week == Week(date(2025, 6, 23))
    desk.article("b", "07-06", "alpha")
    assert reporting(None).week == WEEK
    desk.article("c", "07-07", "alpha")
    assert reporting(None).week == WEEK


def test_a_week_without_articles_is_told_empty(desk: Newsdesk, reporting: Reporting) -> None:
    report = reporting()
    assert (report.article_count, report.movers, report.shares, report.rounds) == (0, (), (), ())


def test_a_week_is_over_when_its_sunday_has_ended_in_tokyo(published: Published, desk: Newsdesk) -> None:
    sunday_night = datetime(2025, 7, 6, 14, 59, tzinfo=UTC)
    assert not read_report(published(), WEEK, "ja", sunday_night).is_over
    assert read_report(published(), WEEK, "ja", sunday_night + timedelta(minutes=1)).is_over


def test_an_archive_without_articles_has_no_last_week(desk: Newsdesk, reporting: Reporting) -> None:
    with pytest.raises(NoArticles, match="start «kawaraban run» first"):
        reporting(None)


def test_articles_of_a_host_that_nobody_can_own_are_told_to_be_invented(desk: Newsdesk, reporting: Reporting) -> None:
    desk.con.execute("update core.sources set homepage = 'https://www.example.org/'")
    desk.article("a", "07-01", "alpha", url="https://www.example.org/a")
    assert not reporting().is_sample
    desk.article("b", "07-01", "alpha", url="https://minato.example:8080/b")
    assert reporting().is_sample


def test_names_are_those_of_the_language(desk: Newsdesk, reporting: Reporting) -> None:
    desk.con.execute("update core.companies set name_ja = 'アルファ', name_en = 'Alpha Inc' where company_id = 'alpha'")
    desk.article("a", "07-01", "alpha")
    assert reporting(lang="ja").shares[0].company.name == "アルファ"
    assert reporting(lang="en").shares[0].company.name == "Alpha Inc"
