"""Hashes tell whether the same is held true; a copy replaces only the database that it was made from."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.samples import NOW, articles, batch
from warehouse import writer as runs
from warehouse.connect import Writer, open_writer
from warehouse.migrate import migrate
from warehouse.rebuild import WarehouseMoved, changes, put_in_place, table_hashes

ONE, TWO = "http://minato.example/1", "http://minato.example/2"


def test_hashes_are_of_what_is_held_true_not_of_when_it_was_seen(tmp_path: Path) -> None:
    found = []
    for day, urls in ((0, (ONE, TWO)), (3, (TWO, ONE))):
        with open_writer(tmp_path / f"{day}.duckdb") as writer:
            migrate(writer)
            at = NOW + timedelta(days=day)
            for number, url in enumerate(urls):
                made = articles(url, fetched_at=at)
                runs.load_batch(writer.con, f"run-{day}-{number}", f"r{day}", batch(made), at)
            found.append(table_hashes(writer.con))
    assert found[0] == found[1]
    assert found[0]["articles"].startswith("2 rows, ")
    assert "stories" in found[0]


@pytest.mark.parametrize(
    ("change", "table"),
    [
        ("update core.articles set title = 'x' where url like '%/1'", "articles"),
        ("delete from core.company_mentions where start_at = 0", "company_mentions"),
        ("update core.article_companies set is_salient = false", "article_companies"),
    ],
)
def test_any_other_change_changes_the_hash_of_its_table_only(
    writer: Writer, run_id: str, change: str, table: str
) -> None:
    runs.load_batch(writer.con, run_id, "r1", batch(articles(ONE, TWO)), NOW)
    before = table_hashes(writer.con)
    writer.con.execute(change)
    after = table_hashes(writer.con)
    assert {name for name in before if before[name] != after[name]} == {table}


def test_what_moved_is_counted_by_rule_and_subject(writer: Writer, run_id: str, tmp_path: Path) -> None:
    runs.load_batch(writer.con, run_id, "r1", batch(articles(ONE, TWO)), NOW)
    writer.copy_to(tmp_path / "copy.duckdb")
    assert changes(writer, tmp_path / "copy.duckdb").rows == []
    with open_writer(tmp_path / "copy.duckdb") as copy:
        copy.con.execute("update core.company_mentions set rule = 'legal-form'")
        copy.con.execute("update core.articles set title = 'x', last_seen_at = now() where url like '%/1'")
    told = {(r["what"], r["rule"], r["subject"]): r for r in changes(writer, tmp_path / "copy.duckdb").records()}
    assert {key: (r["added"], r["removed"], r["changed"]) for key, r in told.items()} == {
        ("articles", None, "minato"): (0, 0, 1),
        ("mentions", "legal-form", "sakana-ai"): (2, 0, 0),
        ("mentions", "name", "sakana-ai"): (0, 2, 0),
    }
    assert told["articles", None, "minato"]["example"] == ONE


def test_a_copy_takes_the_place_of_the_database_it_was_made_from(writer: Writer, run_id: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.duckdb"
    runs.finish_run(writer.con, run_id, 0, NOW)
    writer.copy_to(copy)
    with open_writer(copy) as other:
        runs.load_batch(other.con, run_id, "r1", batch(articles(ONE)), NOW)
    put_in_place(writer, copy)
    writer.con.close()
    assert not copy.exists()
    with open_writer(writer.path) as fresh:
        assert fresh.con.execute("select url from core.articles").fetchall() == [(ONE,)]


def test_a_copy_does_not_replace_what_a_run_has_written_since(writer: Writer, run_id: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.duckdb"
    writer.copy_to(copy)
    runs.finish_run(writer.con, run_id, 0, NOW)
    with pytest.raises(WarehouseMoved, match="a run has written since"):
        put_in_place(writer, copy)
    assert copy.exists()
