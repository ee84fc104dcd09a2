from datetime import timedelta

import duckdb
import polars as pl
import pytest

from tests.samples import NOW, articles, batch, links, pages, polls
from warehouse import writer as runs
from warehouse.connect import Writer
from warehouse.writer import OutcomesDoNotAddUp

ONE, TWO = "http://minato.example/1", "http://minato.example/2"


def rows(writer: Writer, sql: str) -> list[tuple[object, ...]]:
    return writer.con.execute(sql).fetchall()


def discover(writer: Writer, run_id: str, *urls: str, feed_url: str = "http://minato.example/feed", **changes: object):
    found = links(*urls, feed_url=feed_url, **changes)
    writer.con.execute("delete from raw.polls")
    return runs.record_discovery(writer.con, run_id, found, polls(feed_url=feed_url), NOW)


def load(writer: Writer, run_id: str, made: pl.DataFrame, **changes: pl.DataFrame) -> None:
    """Loads what is fresh in ``made`` under a run of its own, as a flow would."""
    runs.load_batch(writer.con, run_id, "r1", batch(made, **changes), NOW)


def next_run(writer: Writer) -> str:
    return runs.start_run(writer.con, runs.RunStart("monitor", None, "1", "r1"), NOW + timedelta(hours=1))


def due(writer: Writer, **changes: float) -> list[str]:
    return runs.due_links(writer.con, NOW + timedelta(minutes=1), **changes)["url"].to_list()  # type: ignore[arg-type]


def test_a_link_is_found_once_and_due_until_it_is_fetched(writer: Writer, run_id: str) -> None:
    assert discover(writer, run_id, ONE, TWO) == 2
    assert discover(writer, run_id, ONE) == 0
    assert sorted(due(writer)) == [ONE, TWO]
    load(writer, run_id, articles(ONE, TWO))
    assert due(writer) == []


def test_an_entry_that_its_feed_changed_is_due_again(writer: Writer, run_id: str) -> None:
    discover(writer, run_id, ONE)
    load(writer, run_id, articles(ONE))
    discover(writer, run_id, ONE, updated_at=NOW + timedelta(hours=3))
    assert due(writer) == [ONE]


def test_another_feed_with_another_headline_does_not_make_a_link_due(writer: Writer, run_id: str) -> None:
    discover(writer, run_id, ONE)
    load(writer, run_id, articles(ONE))
    discover(writer, run_id, ONE, feed_url="http://minato.example/all", title="【速報】見出し")
    assert due(writer) == []
    assert rows(writer, "select title from raw.links") == [("見出し",)]


def test_a_host_gets_no_more_links_than_its_pace_allows(writer: Writer, run_id: str) -> None:
    writer.con.execute("update core.sources set min_interval_seconds = 100")
    discover(writer, run_id, *(f"http://minato.example/{n}" for n in range(9)))
    assert len(due(writer, budget_seconds=400)) == 4
    assert len(due(writer, budget_seconds=50)) == 1


def test_an_edited_article_becomes_a_second_version_and_keeps_the_first(writer: Writer, run_id: str) -> None:
    discover(writer, run_id, ONE)
    load(writer, run_id, articles(ONE))
    load(writer, next_run(writer), articles(ONE, title="見出し（訂正）", fetched_at=NOW + timedelta(hours=1)))
    assert rows(writer, "select title, version_no, first_seen_at < last_seen_at from core.articles") == [
        ("見出し（訂正）", 2, True)
    ]
    assert rows(writer, "select version_no, title from core.article_versions order by 1") == [
        (1, "見出し"),
        (2, "見出し（訂正）"),
    ]
    assert rows(writer, "select count(*) from core.company_mentions") == [(1,)]


def test_articles_are_told_apart_as_new_changed_unchanged_and_duplicate(writer: Writer, run_id: str) -> None:
    discover(writer, run_id, ONE, TWO)
    load(writer, run_id, articles(ONE, TWO))
    seen = pl.concat(
        [
            articles(ONE),
            articles(TWO, title="新しい見出し"),
            articles("http://minato.example/3"),
        ]
    )
    states = runs.compare_articles(writer.con, seen)
    assert states["state"].to_list() == ["unchanged", "changed", "new"]
    moved = articles(ONE, link_url="http://portal.example/1")
    assert runs.compare_articles(writer.con, moved)["state"].to_list() == ["duplicate"]


def test_an_article_without_a_date_counts_on_the_day_it_was_first_seen_in_tokyo(writer: Writer, run_id: str) -> None:
    late = NOW.replace(hour=20)
    load(writer, run_id, articles(ONE, published_on=None, fetched_at=late))
    assert str(rows(writer, "select counted_on from core.articles")[0][0]) == "2025-07-02"


def test_what_failed_for_now_waits_as_the_server_asked(writer: Writer, run_id: str) -> None:
    discover(writer, run_id, ONE)
    none = articles()
    failed = pages(ONE, outcome="try-later", retry_at=NOW + timedelta(hours=5), payload_digest=None)
    outcome = pl.DataFrame({"url": [ONE], "source_id": ["minato"], "outcome": ["try-later"], "detail": ["HTTP 503"]})
    load(writer, run_id, none, pages=failed, outcomes=outcome)
    assert rows(writer, "select attempt_count, due_at - outcome_at from raw.links") == [(1, timedelta(hours=5))]


def test_a_batch_that_fails_leaves_nothing_behind(writer: Writer, run_id: str) -> None:
    discover(writer, run_id, ONE)
    wrong = pl.DataFrame({"url": [ONE], "source_id": ["minato"], "outcome": ["lost"], "detail": [None]})
    with pytest.raises(duckdb.ConstraintException):
        load(writer, run_id, articles(ONE), outcomes=wrong)
    counts = "select (select count(*) from core.articles), (select count(*) from raw.fetches)"
    assert rows(writer, counts) == [(0, 0)]
    assert due(writer) == [ONE]


def test_a_run_whose_outcomes_do_not_sum_to_its_links_is_not_completed(writer: Writer, run_id: str) -> None:
    discover(writer, run_id, ONE)
    load(writer, run_id, articles(ONE))
    with pytest.raises(OutcomesDoNotAddUp, match="2 links were selected but 1 outcomes"):
        runs.finish_run(writer.con, run_id, 2, NOW)
    runs.finish_run(writer.con, run_id, 1, NOW)
    assert rows(writer, "select state from ops.runs") == [("completed",)]


def test_a_run_that_was_killed_is_marked_by_the_next(writer: Writer, run_id: str) -> None:
    next_run(writer)
    assert rows(writer, "select state, detail from ops.runs order by run_id") == [
        ("failed", "killed before it ended"),
        ("running", None),
    ]
