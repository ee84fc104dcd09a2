"""Pages of foreign archives take the path of fetched pages, and a backfill that is killed goes on where it was."""

import json
import signal
from pathlib import Path
from typing import Any

import pytest

from tasks.processes import SPREAD
from tests.conftest import Home
from tests.warcs import Capture, article, write_warc
from warehouse.connect import open_writer
from warehouse.rebuild import table_hashes

pytestmark = pytest.mark.slow


def count(home: Home, sql: str) -> list[list[Any]]:
    """The rows that the published file gives."""
    told = home.run("sql", "--format", "json", sql)
    assert told.returncode == 0, told.stderr
    return [list(row.values()) for row in json.loads(told.stdout)]


def report(told: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(told.stdout)
    return rows


def test_pages_are_loaded_once_and_every_record_is_accounted_for(
    home: Home, prefect_server: str, tmp_path: Path
) -> None:
    captures = [*(article(n) for n in range(30)), *(article(n, "other.example", "en") for n in range(5))]
    captures += [Capture("http://news.example/", b"<html><title>x</title><a href=1>1</a>"), article(1)]
    path = write_warc(tmp_path / "CC-NEWS-1.warc.gz", captures)
    words = ("backfill", str(path), "--lang", "ja", "--format", "json")
    first = home.run(*words, PREFECT_API_URL=prefect_server)
    assert first.returncode == 0, first.stderr
    (row,) = report(first)
    assert (row["records"], row["taken"], row["problems"]) == (75, 31, 0)
    assert row["passed_over"] == "38 kind, 6 language"
    assert row["outcomes"] == "30 loaded, 1 unchanged"
    again = home.run(*words, PREFECT_API_URL=prefect_server)
    assert again.returncode == 0
    assert report(again)[0] | {"outcomes": row["outcomes"]} == row
    assert count(home, "select count(*), count(distinct source_id) from core.articles") == [[30, 1]]
    assert count(home, "select lang, is_enabled from core.sources where source_id = 'news.example'") == [["ja", False]]
    # The address that comes twice has a run for each time; outcomes sum to what was taken.
    runs = (
        "select state, selected_count, (select count(*) from ops.outcomes o where o.run_id = r.run_id) from ops.runs r"
    )
    assert count(home, f"{runs} order by selected_count desc") == [["completed", 30, 30], ["completed", 1, 1]]


def test_a_backfill_that_is_killed_goes_on_without_losing_or_doubling(
    home: Home, prefect_server: str, tmp_path: Path
) -> None:
    path = write_warc(tmp_path / "CC-NEWS-2.warc.gz", (article(number) for number in range(240)))
    # With two processes the next batch is in the archive before this one is in the warehouse.
    small = {"PREFECT_API_URL": prefect_server, "KAWARABAN_BACKFILL_BATCH_SIZE": "20", "KAWARABAN_WORKERS": "2"}
    running = home.start("backfill", str(path), **small)
    assert running.stdout is not None
    loaded = (line for line in running.stdout if "records read" in line)
    assert next(loaded) != next(loaded)  # two batches are in the warehouse
    running.send_signal(signal.SIGKILL)
    running.communicate()
    told = home.run("backfill", str(path), "--format", "json", **small)
    assert told.returncode == 0, told.stderr
    assert "goes on after byte" in told.stderr
    assert (report(told)[0]["records"], report(told)[0]["taken"]) == (481, 240)
    assert 0 < int(report(told)[0]["outcomes"].split()[0]) < 240
    assert count(home, "select count(*), count(distinct link_url) from core.articles") == [[240, 240]]
    assert count(home, "select max(version_no), count(*) from core.article_versions") == [[1, 240]]
    assert count(home, "select count(*), count(distinct url) from ops.outcomes") == [[240, 240]]
    assert count(home, "select state from ops.runs order by run_id") == [["failed"], ["completed"]]


def test_several_processes_give_the_tables_of_one(home: Home, prefect_server: str, tmp_path: Path) -> None:
    pages = SPREAD + 20
    path = write_warc(tmp_path / "CC-NEWS-6.warc.gz", (article(number) for number in range(pages)))
    found = []
    for workers in ("1", "2"):
        path_of_home = home.path / workers
        told = home.run(
            "backfill",
            str(path),
            KAWARABAN_HOME=str(path_of_home),
            KAWARABAN_WORKERS=workers,
            KAWARABAN_BACKFILL_BATCH_SIZE=str(SPREAD),
            PREFECT_API_URL=prefect_server,
        )
        assert told.returncode == 0, told.stderr[-2000:]
        with open_writer(path_of_home / "state" / "writer.duckdb") as writer:
            found.append(table_hashes(writer.con))
    assert found[0]["articles"].startswith(f"{pages} rows")
    assert found[0] == found[1]


def test_what_can_be_read_of_a_damaged_file_is_loaded_and_the_rest_is_told(
    home: Home, prefect_server: str, tmp_path: Path
) -> None:
    cut = write_warc(tmp_path / "cut.warc.gz", (article(number) for number in range(4)))
    cut.write_bytes(cut.read_bytes()[:-30])
    page = tmp_path / "page.warc.gz"
    page.write_bytes(b"<html>a page under an archive's name")
    sound = write_warc(tmp_path / "sound.warc.gz", [article(9)])
    told = home.run("backfill", str(cut), str(page), str(sound), "--format", "json", PREFECT_API_URL=prefect_server)
    assert told.returncode == 1
    rows = report(told)
    assert [(row["taken"], row["problems"], row["is_complete"]) for row in rows] == [
        (3, 1, True),
        (0, 1, False),
        (1, 0, True),
    ]
    assert "cut off" in rows[0]["first_problem"]
    assert "not a WARC file" in rows[1]["first_problem"]
    assert str(cut) in told.stderr
    assert count(home, "select count(*) from core.articles") == [[4]]


def test_the_demos_own_archive_gives_the_articles_of_the_demo(demo_home: Home, home: Home, prefect_server: str) -> None:
    files = sorted((demo_home.path / "demo" / "archive").rglob("*.warc.gz"))
    told = home.run("backfill", *map(str, files), PREFECT_API_URL=prefect_server)
    assert told.returncode == 0, told.stderr
    sql = "select title, source_id, content_hash, lang from core.articles where part_count = 1 order by url"
    own = demo_home.run("sql", "--demo", "--format", "json", sql)
    # Where one record is one article; the parts of an article over several pages are articles of their own here.
    wanted, got = (
        {json.dumps(row) for row in json.loads(run.stdout)} for run in (own, home.run("sql", "--format", "json", sql))
    )
    assert len(wanted - got) <= 0.02 * len(wanted)


def test_neighbours_that_an_earlier_rule_signed_are_signed_again(
    home: Home, prefect_server: str, tmp_path: Path
) -> None:
    first = write_warc(tmp_path / "CC-NEWS-1.warc.gz", (article(number) for number in range(3)))
    second = write_warc(tmp_path / "CC-NEWS-2.warc.gz", [article(3)])
    assert home.run("backfill", str(first), PREFECT_API_URL=prefect_server).returncode == 0
    versions = "select version, count(*) from ops.story_signatures group by all"
    with open_writer(home.path / "state" / "writer.duckdb") as writer:
        ((version, signed),) = writer.con.execute(versions).fetchall()
        assert signed == 3
        writer.con.execute("update ops.story_signatures set version = version - 1")
    assert home.run("backfill", str(second), PREFECT_API_URL=prefect_server).returncode == 0
    with open_writer(home.path / "state" / "writer.duckdb") as writer:
        assert writer.con.execute(versions).fetchall() == [(version, 4)]
