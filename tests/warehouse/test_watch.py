"""A watch list's news are told once, in one digest, whatever happens in between."""

from datetime import date, datetime
from typing import Any

import duckdb
import pytest

from tests.warehouse.newsdesk import Newsdesk, at
from warehouse import watch
from warehouse.digest import MAX_ITEMS
from warehouse.messages import waiting_messages
from warehouse.watch import Collected, Rhythm, Subjects, collect_digest

BEGIN = "07-01 06:00"


def told(desk: Newsdesk, when: str, subjects: Subjects | None, rhythm: Rhythm | None = None) -> str:
    """The digest that a run at ``when`` writes, or an empty text where it writes none."""
    before = {message.message_id for message in waiting_messages(desk.con, at(when))}
    collect_digest(desk.con, subjects, rhythm or Rhythm(), ["webhook"], at(when))
    written = [m for m in waiting_messages(desk.con, at(when)) if m.message_id not in before]
    assert len(written) <= 1
    return f"{written[0].subject}\n{written[0].body}" if written else ""


@pytest.fixture
def begun(desk: Newsdesk) -> Newsdesk:
    """Registers, an older article of everything, and a watch list's first run."""
    desk.source("minato", name="港通信")
    for company in ("sakana", "other"):
        desk.company(company)
    desk.theme("tech")
    desk.theme("agents", "tech")
    desk.article("old", "06-30", "sakana", themes=("agents",), unknown=("ユメ",), hour="09:00")
    desk.claim("old", "sakana", 9e9)
    assert collect_digest(desk.con, EVERYTHING, Rhythm(), ["webhook"], at(BEGIN)) == Collected("begun")
    return desk


EVERYTHING = Subjects(["sakana"], ["agents"], over_jpy=1e9, new_names=True)


def test_the_archive_is_not_told_when_a_list_begins(begun: Newsdesk) -> None:
    assert told(begun, "07-01 07:00", EVERYTHING) == ""


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"companies": ("sakana",)}, "# SAKANA\n- neuの見出し\n  港通信; 2025-07-01\n  > SAKANAは発表した。\n"),
        ({"themes": ("agents",)}, "# Theme: AGENTS\n- neuの見出し\n"),
        ({"unknown": ("ミナト",)}, "# New names\n- ミナト: neuの見出し\n"),
        ({"unknown": ("ユメ",)}, ""),
        ({"companies": ("other",)}, ""),
        ({"companies": ("sakana",), "hour": "05:00", "seen": "07-01 06:30"}, ""),
    ],
)
def test_each_kind_of_subject_finds_what_was_published_since(
    begun: Newsdesk, content: dict[str, Any], expected: str
) -> None:
    companies, seen = content.pop("companies", ()), content.pop("seen", "07-01 06:30")
    begun.article("neu", "07-01", *companies, **{"hour": "06:20", "first_seen_at": at(seen)} | content)
    digest = told(begun, "07-01 07:00", EVERYTHING)
    assert expected in digest
    assert bool(digest) == bool(expected)
    assert not digest or digest.endswith("http://minato.example/neu")


@pytest.mark.parametrize(
    ("claim", "is_told"),
    [
        ({"amount": 1e9}, True),
        ({"amount": 9e8}, False),
        ({"amount": 1e7, "currency": "USD"}, True),
        ({"amount": 1e9, "currency": "EUR"}, False),
        ({"amount": None}, False),
        ({"amount": 5e9, "announced_on": date(2024, 1, 1)}, False),
    ],
)
def test_funding_counts_from_an_amount_on_in_yen_or_at_a_given_rate(
    begun: Newsdesk, claim: dict[str, Any], is_told: bool
) -> None:
    begun.article("round", "07-01", hour="06:30")
    begun.claim("round", "other", **claim)
    digest = told(begun, "07-01 07:00", Subjects(over_jpy=1e9, yen_per={"USD": 150}))
    assert ("# Funding\n- OTHER raises " in digest) == is_told


def test_only_salient_leaves_out_passing_mentions_and_a_group_stands_for_its_themes(begun: Newsdesk) -> None:
    begun.article("passing", "07-01", "sakana", salient=(), hour="06:30")
    begun.article("theme", "07-01", themes=("agents",), hour="06:40")
    digest = told(begun, "07-01 07:00", Subjects(["sakana"], ["tech"], only_salient=True))
    assert "passing" not in digest
    assert "# Theme: AGENTS" in digest


def test_a_story_of_several_subjects_is_one_entry(begun: Newsdesk) -> None:
    begun.article("neu", "07-01", "sakana", themes=("agents",), unknown=("ミナト",), hour="06:30")
    begun.claim("neu", "sakana", 2.5e9)
    digest = told(begun, "07-01 07:00", EVERYTHING)
    assert digest.count("http://") == 1
    assert "also: SAKANA raises JPY 2.5 billion, theme AGENTS, new name ミナト" in digest


def test_a_story_is_told_once_ever_and_its_reprints_and_rewrites_are_no_news(begun: Newsdesk) -> None:
    begun.article("neu", "07-01", "sakana", hour="06:30")
    assert "neuの見出し" in told(begun, "07-01 07:00", EVERYTHING)
    assert told(begun, "07-01 08:00", EVERYTHING) == ""
    begun.article("copy", "07-01", "sakana", story="neu", hour="08:10")
    begun.article("again", "07-01", "sakana", themes=("agents",), story="neu", role="rewrite", hour="08:20")
    assert told(begun, "07-01 09:00", EVERYTHING) == ""
    assert told(begun, "07-01 10:00", Subjects(["sakana"], since_on=date(2025, 7, 1))) == ""


def test_a_told_story_that_is_merged_into_another_is_not_told_again(begun: Newsdesk) -> None:
    begun.article("neu", "07-01", "sakana", hour="06:30")
    told(begun, "07-01 07:00", EVERYTHING)
    begun.article("earlier", "07-01", "sakana", hour="06:10", first_seen_at=at("07-01 07:30"))
    begun.con.execute("update core.story_articles set story_id = 'earlier', role = 'reprint' where article_id = 'neu'")
    assert told(begun, "07-01 08:00", EVERYTHING) == ""
    begun.article("late", "07-01", "sakana", story="earlier", role="rewrite", hour="08:30")
    assert told(begun, "07-01 09:00", EVERYTHING) == ""


def test_a_reprint_of_a_story_that_began_before_the_list_is_no_news(begun: Newsdesk) -> None:
    begun.article("copy", "07-01", "sakana", story="old", hour="06:30")
    assert told(begun, "07-01 07:00", EVERYTHING) == ""


def test_a_new_name_is_told_once_in_whatever_stories_it_stands(begun: Newsdesk) -> None:
    begun.article("one", "07-01", unknown=("ミナト AI",), hour="06:30")
    begun.article("two", "07-01", unknown=("ミナトAI",), hour="06:40")
    assert told(begun, "07-01 07:00", EVERYTHING).count("- ミナト") == 1
    begun.article("three", "07-01", unknown=("ミナトai",), hour="07:30")
    assert told(begun, "07-01 08:00", EVERYTHING) == ""


def test_a_subject_that_is_added_later_brings_no_flood(begun: Newsdesk) -> None:
    begun.article("neu", "07-01", "other", hour="06:30")
    assert told(begun, "07-01 07:00", EVERYTHING) == ""
    assert told(begun, "07-01 08:00", Subjects(["sakana", "other"])) == ""


def test_a_day_to_begin_with_tells_the_archive_from_it_on_once(desk: Newsdesk) -> None:
    desk.source("minato")
    desk.company("sakana")
    desk.article("older", "06-29", "sakana", hour="09:00")
    desk.article("old", "06-30", "sakana", hour="09:00")
    subjects = Subjects(["sakana"], since_on=date(2025, 6, 30))
    digest = told(desk, BEGIN, subjects)
    assert "oldの見出し" in digest
    assert "olderの見出し" not in digest
    assert told(desk, "07-01 07:00", subjects) == ""
    assert "olderの見出し" in told(desk, "07-01 08:00", Subjects(["sakana"], since_on=date(2025, 6, 1)))


@pytest.mark.parametrize(
    ("last", "now", "is_due"),
    [
        ("07-01 09:00", "07-01 23:00", False),
        ("07-01 09:00", "07-02 07:59", False),
        ("07-01 09:00", "07-02 08:00", True),
        ("07-01 07:00", "07-01 09:00", True),
        ("06-28 09:00", "07-01 03:00", True),
    ],
)
def test_a_daily_digest_is_due_with_the_first_run_after_its_hour(last: str, now: str, is_due: bool) -> None:
    assert Rhythm("daily", 8).is_due(at(last), at(now)) == is_due


def test_a_daily_digest_holds_the_news_of_all_runs_of_the_day(begun: Newsdesk) -> None:
    daily = Rhythm("daily", 8)
    assert told(begun, "07-01 08:30", EVERYTHING, daily) == ""
    for hour in ("09", "13", "20"):
        begun.article(f"neu{hour}", "07-01", "sakana", hour=f"{hour}:00")
        assert told(begun, f"07-01 {hour}:30", EVERYTHING, daily) == ""
    assert told(begun, "07-02 08:05", EVERYTHING, daily).startswith("Kawaraban: 3 new (SAKANA)")


def test_a_crash_while_a_digest_is_written_neither_loses_nor_repeats_it(
    begun: Newsdesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun.article("neu", "07-01", "sakana", hour="06:30")
    remember = watch._remember

    def crash(con: duckdb.DuckDBPyConnection, items: Any, message_id: str, now: datetime) -> None:
        remember(con, items, message_id, now)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(watch, "_remember", crash)
        with pytest.raises(KeyboardInterrupt):
            collect_digest(begun.con, EVERYTHING, Rhythm(), ["webhook"], at("07-01 07:00"))
    assert waiting_messages(begun.con, at("07-01 07:00")) == []
    assert "neuの見出し" in told(begun, "07-01 08:00", EVERYTHING)
    assert told(begun, "07-01 09:00", EVERYTHING) == ""


def test_a_long_digest_is_cut_shared_among_its_groups_and_says_how_many_more_there_are(begun: Newsdesk) -> None:
    for number in range(30):
        begun.article(f"c{number}", "07-01", "sakana", hour="06:30")
    begun.article("t", "07-01", themes=("agents",), hour="06:30")
    digest = told(begun, "07-01 07:00", EVERYTHING)
    assert digest.count("http://") == MAX_ITEMS
    assert "http://minato.example/t" in digest
    assert "And 11 more (SAKANA 11)" in digest
    assert told(begun, "07-01 08:00", EVERYTHING) == ""


def test_a_list_that_is_taken_away_and_comes_back_begins_anew(begun: Newsdesk) -> None:
    assert told(begun, "07-01 07:00", None) == ""
    begun.article("neu", "07-01", "sakana", hour="07:30")
    assert told(begun, "07-01 08:00", EVERYTHING) == ""
    assert told(begun, "07-01 09:00", EVERYTHING) == ""
