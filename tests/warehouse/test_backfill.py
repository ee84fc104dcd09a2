"""What a foreign batch writes, it writes with how far its file was read, or not at all."""

from dataclasses import replace
from datetime import timedelta

import duckdb
import polars as pl
import pytest

from tests.samples import NOW, articles, batch, links, pages, polls
from warehouse import writer as runs
from warehouse.backfill import Progress, load_foreign_batch, read_progress, save_progress
from warehouse.connect import Writer

URL = "http://other.example/1.html"
PROGRESS = Progress("d1", "lang=ja", "a.warc.gz", 1000, 400, 0, 5, 1, {"kind": 3, "host": 1}, 1, "damaged")
SOURCES = ["source_id", "name", "homepage", "lang"]


def foreign(url: str = URL, **changes: pl.DataFrame) -> dict[str, pl.DataFrame]:
    named = links(url, source_id="other.example", feed_url="warc:a.warc.gz", title=None, published_at=None)
    unknown = pl.DataFrame([["other.example", "other.example", "http://other.example/", "ja"]], SOURCES, orient="row")
    return batch(articles(url), foreign_links=named, foreign_sources=unknown) | changes


def test_a_batch_is_stored_with_how_far_its_file_was_read(writer: Writer, run_id: str) -> None:
    load_foreign_batch(writer.con, run_id, "r1", foreign(), PROGRESS, NOW)
    assert read_progress(writer.con, "d1", "lang=ja") == PROGRESS
    assert read_progress(writer.con, "d1", "") is None
    assert writer.con.execute("select url, due_at, outcome from raw.links").fetchall() == [(URL, None, "loaded")]
    assert writer.con.execute("select found_count from ops.runs").fetchall() == [(1,)]


def test_a_batch_that_fails_leaves_the_progress_where_it_was(writer: Writer, run_id: str) -> None:
    save_progress(writer.con, run_id, PROGRESS, NOW)
    further = replace(PROGRESS, record_offset=900, is_complete=True)
    broken = foreign(outcomes=foreign()["outcomes"].with_columns(outcome=pl.lit("no such outcome")))
    with pytest.raises(duckdb.ConstraintException):
        load_foreign_batch(writer.con, run_id, "r1", broken, further, NOW)
    assert read_progress(writer.con, "d1", "lang=ja") == PROGRESS
    assert writer.con.execute("select count(*) from core.articles").fetchall() == [(0,)]


def test_publishers_known_from_archives_stay_when_the_registers_are_replaced(writer: Writer, run_id: str) -> None:
    load_foreign_batch(writer.con, run_id, "r1", foreign(), PROGRESS, NOW)
    configured = writer.con.execute("select * from core.sources where source_id = 'minato'").fetchall()
    columns = [str(column[0]) for column in writer.con.description or []]
    empty = pl.DataFrame(schema={"id": pl.String, "name_ja": pl.String, "name_en": pl.String})
    runs.replace_registers(
        writer.con,
        sources=pl.DataFrame(configured, columns, orient="row"),
        companies=empty.with_columns(
            kind=pl.lit(""), country=pl.lit(""), founded=None, aliases=pl.lit([""]), products=pl.lit([""])
        ),
        themes=empty.with_columns(parent_id=pl.lit(""), definition=pl.lit("")),
    )
    found = writer.con.execute("select source_id, is_enabled from core.sources order by 1").fetchall()
    assert found == [("minato", True), ("other.example", False)]


def test_a_link_that_waits_to_be_fetched_still_waits(writer: Writer, run_id: str) -> None:
    runs.record_discovery(writer.con, run_id, links(URL), polls(), NOW)
    load_foreign_batch(writer.con, run_id, "r1", foreign(), PROGRESS, NOW)
    assert writer.con.execute("select due_at, title from raw.links").fetchall() == [(NOW, "見出し")]


def test_a_copy_older_than_what_is_held_replaces_nothing(writer: Writer, run_id: str) -> None:
    held = articles(URL, body="今の本文。")
    runs.load_batch(writer.con, run_id, "r1", batch(held), NOW)
    before = NOW - timedelta(days=1)
    copies = pl.concat([articles(URL, body="昔の本文。", fetched_at=before), articles(URL + "?2", fetched_at=before)])
    assert sorted(runs.compare_articles(writer.con, copies)["state"]) == ["new", "superseded"]


def test_a_copy_seen_before_does_not_turn_back_when_it_was_seen_last(writer: Writer, run_id: str) -> None:
    runs.load_batch(writer.con, run_id, "r1", batch(articles(URL)), NOW)
    earlier = pl.DataFrame({"article_id": articles(URL)["article_id"], "fetched_at": [NOW - timedelta(days=1)]})
    none = {name: frame.clear() for name, frame in batch(articles(URL)).items()}
    runs.load_batch(writer.con, "run-2", "r1", none | {"seen_again": earlier}, NOW)
    for table in ("articles", "article_versions"):
        assert writer.con.execute(f"select last_seen_at from core.{table}").fetchall() == [(NOW,)]


def test_pages_lead_from_their_fetch_to_the_archive(writer: Writer, run_id: str) -> None:
    load_foreign_batch(writer.con, run_id, "r1", foreign(pages=pages(URL)), PROGRESS, NOW)
    found = writer.con.execute(
        "select count(*) from raw.fetches f join raw.pages p using (url, part, payload_digest)"
    ).fetchall()
    assert found == [(1,)]
