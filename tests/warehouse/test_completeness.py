"""Every row that people read says whether all that it speaks of was watched."""

import re
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.newsdesk import Newsdesk, at, day
from warehouse.connect import Writer
from warehouse.questions import find_question


@pytest.fixture(autouse=True)
def sources(desk: Newsdesk) -> None:
    for source in ("minato", "kaigan"):
        desk.source(source)
    for company in ("alpha", "beta"):
        desk.company(company)
    desk.theme("funding")


def watched(desk: Newsdesk, source: str, *stretches: tuple[str, str]) -> None:
    """From the first midnight of each stretch to the hour of a poll at its end."""
    for since, until in stretches:
        desk.poll(source, f"{until} 09:00", back_to=f"{since} 00:00")


def gap_in_july(desk: Newsdesk) -> None:
    """May to July; kaigan was away on 8 and 9 July."""
    watched(desk, "minato", ("05-05", "07-28"))
    watched(desk, "kaigan", ("05-05", "07-08"), ("07-10", "07-28"))


def definitions(writer: Writer) -> dict[str, str]:
    """Comment of each view and table macro of the trends, by name."""
    return dict(
        writer.con.execute(
            "select 'trend.' || view_name, comment from duckdb_views() where schema_name = 'trend' "
            "union all select 'trend.' || function_name, comment from duckdb_functions() "
            "where schema_name = 'trend' and function_type = 'table_macro'"
        ).fetchall()
    )


def example_of(comment: str) -> str:
    found = re.search(r"Example: (.+)$", comment)
    assert found, comment
    return found[1]


def test_every_view_and_macro_that_people_read_has_is_complete(writer: Writer) -> None:
    found = definitions(writer)
    assert len(found) > 30
    for name, comment in found.items():
        columns = {row[0] for row in writer.con.execute(f"describe {example_of(comment)}").fetchall()}
        is_block = "A building block: " in comment
        assert is_block != ("is_complete" in columns), f"{name}: expected either is_complete or why it needs none"


def test_every_example_in_a_comment_gives_rows_on_the_demo(demo_file: Path) -> None:
    with duckdb.connect(str(demo_file), read_only=True) as con:
        comments = con.execute(
            "select view_name, comment from duckdb_views() where schema_name in ('core', 'trend') and not internal "
            "union all select function_name, comment from duckdb_functions() "
            "where schema_name in ('core', 'trend') and not internal"
        ).fetchall()
        empty = [name for name, comment in comments if not con.execute(example_of(comment)).fetchall()]
    assert len(comments) > 30
    assert empty == []


def test_a_stretch_of_days_is_complete_where_every_source_covers_all_of_it(desk: Newsdesk) -> None:
    gap_in_july(desk)
    asked = "select from_on, to_on, coverage, is_complete from trend.coverage_between({})"
    # To 28 July, which has not ended: 84 days of two sources, two of which are missing.
    assert desk.rows(asked.format("")) == [(day("05-05"), day("07-27"), round(166 / 168, 4), False)]
    assert desk.rows(asked.format("'2025-06-01', '2025-06-30'")) == [(day("06-01"), day("06-30"), 1.0, True)]
    assert desk.rows(asked.format("'2025-07-09', '2025-07-10'")) == [(day("07-09"), day("07-10"), 0.75, False)]
    # Asked for more than was watched.
    assert desk.rows(asked.format("'2025-05-01', '2025-05-31'"))[0][2:] == (1.0, False)
    assert desk.rows(asked.format("'2025-07-20', '2025-07-31'"))[0][3] is False
    assert desk.rows(asked.format("'2024-01-01', '2024-01-31'")) == [(None, None, 0.0, False)]


@pytest.mark.parametrize("macro", ["co_mentions(min_stories := 1, {})", "company_themes({})", "outlets({})"])
def test_what_is_counted_over_days_is_complete_where_the_days_are(desk: Newsdesk, macro: str) -> None:
    gap_in_july(desk)
    for key, on in (("a", "06-10"), ("b", "07-10")):
        desk.article(key, on, "alpha", "beta", themes=("funding",))
    asked = f"select distinct coverage, is_complete from trend.{macro}"
    assert desk.rows(asked.format("since_on := '2025-06-01', until_on := '2025-06-30'")) == [(1.0, True)]
    ((coverage, is_complete),) = desk.rows(asked.format("since_on := '2025-07-01'"))
    assert is_complete is False
    # The profile of an outlet carries its own coverage: the one that was away wrote nothing here.
    assert coverage == (1.0 if macro.startswith("outlets") else round(52 / 54, 4))


def test_a_name_is_known_to_be_new_only_where_everything_before_was_watched(desk: Newsdesk) -> None:
    gap_in_july(desk)
    for key, on in (("a", "05-20"), ("b", "07-07"), ("c", "07-20")):
        desk.article(key, on, {"a": "alpha", "b": "beta", "c": "alpha"}[key], unknown=(f"新興{key}",))
    names = desk.rows("select name, coverage, is_complete from trend.new_names(days := 90) order by name")
    # On 20 May sixteen days had been watched; on 20 July two of 154 pairs of source and day were missing.
    assert names == [("新興a", 1.0, False), ("新興b", 1.0, True), ("新興c", round(152 / 154, 4), False)]
    firsts = desk.rows("select company_id, coverage, is_complete from trend.first_appearances order by company_id")
    assert firsts == [("alpha", 1.0, False), ("beta", 1.0, True)]


DATED: dict[str, str] = {
    "funding_rounds": "select announced_on, is_complete from trend.funding_rounds({}) order by 1",
    "first_reports": "select first_told_at, is_complete from trend.first_reports({}) order by 1",
    "key_sentences": "select first_on, is_complete from trend.key_sentences('alpha', {}) order by 1",
}


@pytest.mark.parametrize("name", DATED)
def test_what_has_a_day_is_complete_where_its_week_is(desk: Newsdesk, name: str) -> None:
    gap_in_july(desk)
    for key, on in (("a", "07-01"), ("b", "07-11")):
        desk.article(key, on, "alpha", hour="09:00")
        desk.article(f"{key}-again", on, "alpha", source="kaigan", story=key, hour="10:00")
        desk.claim(key, "alpha", 100_000_000 if key == "a" else 900_000_000)
    complete = [row[1] for row in desk.rows(DATED[name].format(""))]
    assert complete == [True, False]
    # Days that begin and end in mid-week change nothing: the whole week is looked at.
    only = DATED[name].format("since_on := '2025-07-01', until_on := '2025-07-02'")
    assert [row[1] for row in desk.rows(only)] == [True]


def test_edits_are_complete_on_days_on_which_the_outlet_was_read(desk: Newsdesk) -> None:
    gap_in_july(desk)
    desk.article("a", "07-01", "alpha", source="kaigan", version_no=3, first_seen_at=at("07-01 09:00"))
    desk.con.execute("update core.article_versions set version_no = 1")
    for number, seen in ((2, "07-07 09:00"), (3, "07-08 09:00")):
        desk.version(
            "a", number, content_hash=str(number), title=f"{number}", body="本文。", authors=[],
            first_seen_at=at(seen), last_seen_at=at(seen), run_id="run-1",
        )  # fmt: skip
    assert desk.rows("select version_no, is_complete from trend.edits() order by 1") == [(2, True), (3, False)]


def test_what_was_known_then_carries_the_coverage_that_was_known_then(desk: Newsdesk) -> None:
    desk.article("a", "07-02", "alpha")
    desk.article("late", "07-03", "alpha", first_seen_at=at("07-20 09:00"))
    watched(desk, "minato", ("06-30", "07-08"))
    watched(desk, "kaigan", ("06-30", "07-03"), ("07-07", "07-08"))
    # A poll of 20 July reaches back over the gap.
    watched(desk, "kaigan", ("07-01", "07-20"))
    watched(desk, "minato", ("07-08", "07-20"))
    asked = "select story_count, coverage, is_complete from trend.companies_as_of($instant)"
    assert desk.rows(asked, {"instant": at("07-10 12:00")}) == [(1, round(10 / 14, 4), False)]
    assert desk.rows(asked, {"instant": at("07-21 12:00")}) == [(2, 1.0, True)]
    # The same week counted today: what was found late has corrected it.
    now = desk.rows("select story_count, coverage, is_complete from trend.companies('week')")
    assert now == [(2, 1.0, True)]


def test_what_was_known_on_a_day_is_told_with_the_coverage_of_then_and_of_now(desk: Newsdesk) -> None:
    desk.article("a", "07-02", "alpha", first_seen_at=at("07-02 10:00"))
    desk.article("late", "07-02", "alpha", first_seen_at=at("07-20 09:00"))
    watched(desk, "minato", ("05-05", "07-05"), ("07-05", "07-20"))
    watched(desk, "kaigan", ("05-05", "07-01"))
    # On 5 July kaigan had not been read since the 1st; a poll of the 20th reaches back over it all.
    watched(desk, "kaigan", ("07-01", "07-20"))
    question = find_question("known_on")
    desk.con.execute(question.sql, question.values({"instant": "2025-07-05T12:00+09:00"}))
    names = [column[0] for column in desk.con.description or []]
    found = dict(zip(names, desk.con.fetchall()[0], strict=True))
    assert (found["from_on"], found["to_on"]) == (day("06-05"), day("07-02"))
    assert (found["known_then"], found["known_now"]) == (1, 2)
    # Of 28 days kaigan's last two (1 and 2 July) were not covered then.
    assert (found["coverage_then"], found["coverage"], found["is_complete"]) == (round(54 / 56, 4), 1.0, True)
