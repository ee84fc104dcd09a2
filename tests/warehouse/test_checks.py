from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.warehouse.newsdesk import Newsdesk, at
from warehouse.checks import CheckMalformed, ChecksFailed, Finding, load_checks, read_check, require_sound, run_checks

NOW = datetime(2025, 7, 28, tzinfo=UTC)


@pytest.fixture(autouse=True)
def sound(desk: Newsdesk) -> None:
    """A small warehouse without a fault: two stories of three articles, one run."""
    for source in ("minato", "kaigan"):
        desk.source(source, min_items=5, max_silence_days=10)
        desk.poll(source, "07-05 09:00", back_to="07-01 00:00", newest_at=at("07-04 09:00"))
    for company in ("alpha", "beta"):
        desk.company(company)
    desk.theme("funding")
    desk.article("a", "07-01", "alpha", themes=("funding",))
    desk.article("b", "07-02", "alpha", source="kaigan", story="a")
    desk.article("c", "07-03", "beta")
    run(desk, "run-1")
    for key in "abc":
        desk.insert(
            "ops.outcomes",
            run_id="run-1",
            url=f"http://{key}.example/",
            source_id="minato",
            outcome="loaded",
            recorded_at=NOW,
        )


def run(desk: Newsdesk, run_id: str, selected: int = 3) -> None:
    desk.insert(
        "ops.runs", run_id=run_id, kind="monitor", started_at=NOW, state="completed", program_version="1",
        selected_count=selected,
    )  # fmt: skip


def offending(desk: Newsdesk) -> dict[str, Finding]:
    return {finding.check.name: finding for finding in run_checks(desk.con, NOW) if finding.row_count}


def sql(text: str) -> Callable[[Newsdesk], Any]:
    return lambda desk: desk.con.execute(text)


def no_articles_from_a_source(desk: Newsdesk) -> None:
    run(desk, "run-2")
    for number in range(3):
        desk.insert(
            "ops.outcomes",
            run_id="run-2",
            url=f"http://m/{number}",
            source_id="minato",
            outcome="not-an-article",
            recorded_at=NOW,
        )


def short_bodies(desk: Newsdesk) -> None:
    for number in range(13):
        late = number >= 10
        desk.article(f"n{number}", "07-04", body="長" * (20 if late else 100), run_id="run-1" if late else "run-0")
    desk.con.execute("delete from core.articles where article_id in ('a', 'b', 'c')")


def drifted_story(desk: Newsdesk) -> None:
    desk.con.execute("update core.article_companies set company_id = 'beta' where article_id = 'b'")
    desk.con.execute("update core.company_mentions set company_id = 'beta' where article_id = 'b'")
    for key, shingles in (("a", list(range(100))), ("b", list(range(90, 190)))):
        desk.insert(
            "ops.story_signatures", article_id=key, source_id="minato", url=key, published_at=NOW, version=1,
            is_release=False, bands=[], shingle_count=100, shingles=shingles, title_shingles=[], numbers=[], names=[],
            lead_numbers=[], lead_names=[],
        )  # fmt: skip


FAULTS: dict[str, Callable[[Newsdesk], Any]] = {
    "orphan_mentions": sql("delete from core.companies where company_id = 'beta'"),
    "spans_off_the_text": sql("update core.articles set body = '訂正：' || body where article_id = 'a'"),
    "companies_without_mentions": sql("delete from core.company_mentions where article_id = 'c'"),
    "rows_twice": sql("insert into core.article_themes from core.article_themes"),
    "dates_in_the_future": sql("update core.articles set counted_on = '2025-07-09' where article_id = 'c'"),
    "bodies_cut_short": short_bodies,
    "empty_articles": sql("update core.articles set title = ' ' where article_id = 'a'"),
    "sources_without_articles": no_articles_from_a_source,
    "outcomes_off_the_sum": sql("delete from ops.outcomes where url = 'http://a.example/'"),
    "stories_off_their_members": sql("update core.stories set article_count = 3 where story_id = 'a'"),
    "articles_without_story": sql("delete from core.story_articles where article_id = 'b'"),
    "stories_with_one_too_many": drifted_story,
    "canonical_urls_twice": sql("update core.articles set link_url = 'http://minato.example/a' where article_id = 'c'"),
    "versions_out_of_step": sql("update core.article_versions set version_no = 2 where article_id = 'c'"),
    "feeds_below_min_items": sql("update raw.polls set item_count = 4 where source_id = 'kaigan'"),
    "silent_sources": sql("update raw.polls set newest_at = '2025-06-20 00:00:00+09:00' where source_id = 'kaigan'"),
    "feeds_that_fail": lambda desk: desk.poll("kaigan", "07-07 09:00", back_to=None, outcome="gone"),
}


def test_a_sound_warehouse_offends_no_check(desk: Newsdesk) -> None:
    assert offending(desk) == {}


def test_every_check_has_a_fault_that_it_finds() -> None:
    assert sorted(FAULTS) == [check.name for check in load_checks()]


@pytest.mark.parametrize("name", FAULTS)
def test_a_check_finds_its_fault(desk: Newsdesk, name: str) -> None:
    FAULTS[name](desk)
    assert name in offending(desk)


def test_a_span_counts_characters_not_bytes(desk: Newsdesk) -> None:
    desk.article("d", "07-04", "alpha", body="𠮷野家とALPHA、①号。")
    assert offending(desk) == {}


def test_what_was_found_is_stored_for_the_last_run_of_the_checks_only(desk: Newsdesk) -> None:
    FAULTS["canonical_urls_twice"](desk)
    run_checks(desk.con, NOW)
    FAULTS["silent_sources"](desk)
    desk.con.execute("update core.articles set link_url = url")
    run_checks(desk.con, NOW + timedelta(hours=1))
    found = desk.rows("select name, severity, row_count, example, run_id from ops.checks where row_count > 0")
    assert [row[:3] for row in found] == [("silent_sources", "soft", 1)]
    assert '"source_id": "kaigan"' in found[0][3]
    assert desk.rows("select count(*), min(checked_at) = max(checked_at) from ops.checks") == [(len(FAULTS), True)]


def test_texts_that_were_sound_are_not_read_again_unless_asked_for(desk: Newsdesk) -> None:
    run_checks(desk.con, NOW)
    run(desk, "run-2", selected=0)
    run_checks(desk.con, NOW)
    FAULTS["spans_off_the_text"](desk)
    assert offending(desk) == {}
    desk.con.execute("update core.articles set run_id = 'run-2' where article_id = 'a'")
    assert "spans_off_the_text" in offending(desk)


def test_a_hard_finding_is_found_again_until_it_is_mended(desk: Newsdesk) -> None:
    FAULTS["spans_off_the_text"](desk)
    run_checks(desk.con, NOW)
    run(desk, "run-2", selected=0)
    assert "spans_off_the_text" in offending(desk)


def test_a_hard_finding_stops_the_publish_and_says_what_to_do(desk: Newsdesk) -> None:
    FAULTS["silent_sources"](desk)
    require_sound(run_checks(desk.con, NOW))
    FAULTS["articles_without_story"](desk)
    with pytest.raises(ChecksFailed, match=r"articles_without_story: 1 rows: .*kawaraban reprocess.*\"b\""):
        require_sound(run_checks(desk.con, NOW))


def test_everything_can_be_looked_at_again(desk: Newsdesk) -> None:
    run(desk, "run-2", selected=0)
    run_checks(desk.con, NOW)
    FAULTS["spans_off_the_text"](desk)
    findings = run_checks(desk.con, NOW, everything=True)
    assert [finding.check.name for finding in findings if finding.row_count] == ["spans_off_the_text"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("-- severity: hard\n-- remedy: x\nselect 1", "check x: expected a line «-- meaning: …»"),
        ("-- severity: grave\n-- meaning: x\n-- remedy: x\nselect 1", "expected hard or soft"),
    ],
)
def test_a_check_without_its_head_is_refused(text: str, told: str) -> None:
    with pytest.raises(CheckMalformed, match=told):
        read_check("x", text)


def test_a_check_that_duckdb_refuses_is_told_by_name(desk: Newsdesk) -> None:
    broken = read_check("x", "-- severity: hard\n-- meaning: x\n-- remedy: x\nselect nothing")
    with pytest.raises(CheckMalformed, match="check x: Binder Error"):
        run_checks(desk.con, NOW, checks=[broken])
