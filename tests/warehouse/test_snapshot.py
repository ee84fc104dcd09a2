import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.samples import NOW, articles, batch, links, polls
from warehouse import writer as runs
from warehouse.connect import STORAGE_VERSION, WarehouseFull, WarehouseMissing, Writer
from warehouse.frames import rows_to_frame
from warehouse.query import ask
from warehouse.snapshot import publish

REGISTERS: dict[str, tuple[str, dict[str, Any]]] = {
    "sources": (
        "select * from core.sources",
        {
            **dict.fromkeys(("source_id", "name", "homepage", "lang", "kind"), pl.String),
            "tier": pl.Int8, "is_enabled": pl.Boolean, "terms": pl.String, "min_interval_seconds": pl.Float64,
            "poll_minutes": pl.Int32, "min_items": pl.Int32, "max_silence_days": pl.Int32,
        },
    ),
    "companies": (
        "select company_id as id, * exclude (company_id) from core.companies",
        {
            **dict.fromkeys(("id", "name_ja", "name_en", "kind", "country"), pl.String),
            "founded": pl.Int32, "aliases": pl.List(pl.String), "products": pl.List(pl.String),
        },
    ),
    "themes": (
        "select theme_id as id, * exclude (theme_id) from core.themes",
        dict.fromkeys(("id", "parent_id", "name_ja", "name_en", "definition"), pl.String),
    ),
}  # fmt: skip
"""How the registers are read back as the frames that they were stored from."""


def load_one(writer: Writer, run_id: str, url: str) -> None:
    runs.record_discovery(writer.con, run_id, links(url), polls(feed_url=url), NOW)
    runs.load_batch(writer.con, run_id, "r1", batch(articles(url)), NOW)


def test_a_snapshot_has_everything_committed_and_no_log_beside_it(writer: Writer, run_id: str, tmp_path: Path) -> None:
    load_one(writer, run_id, "http://minato.example/1")
    published = publish(writer, tmp_path / "kawaraban.duckdb")
    assert ask(published.path, "select count(*) from core.articles").rows == [(1,)]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["kawaraban.duckdb", "state"]


def test_the_snapshot_before_is_kept(writer: Writer, run_id: str, tmp_path: Path) -> None:
    target = tmp_path / "kawaraban.duckdb"
    publish(writer, target)
    load_one(writer, run_id, "http://minato.example/1")
    publish(writer, target)
    load_one(writer, run_id, "http://minato.example/2")
    publish(writer, target)
    assert ask(target, "select count(*) from core.articles").rows == [(2,)]
    assert ask(tmp_path / "kawaraban.previous.duckdb", "select count(*) from core.articles").rows == [(1,)]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["kawaraban.duckdb", "kawaraban.previous.duckdb", "state"]


def test_the_file_does_not_grow_with_runs_that_bring_nothing_new(writer: Writer, run_id: str, tmp_path: Path) -> None:
    urls = [f"http://minato.example/{n}" for n in range(100)]
    made = articles(*urls, body="架空の会社が新しい技術を発表した。" * 40)
    runs.record_discovery(writer.con, run_id, links(*urls), polls(), NOW)
    runs.load_batch(writer.con, run_id, "r1", batch(made), NOW)
    registers = {name: rows_to_frame(writer.con, sql, schema) for name, (sql, schema) in REGISTERS.items()}
    sizes = []
    for number in range(1, 9):
        at = NOW + timedelta(hours=number)
        again = runs.start_run(writer.con, runs.RunStart("monitor", None, "1", "r1"), at)
        runs.replace_registers(writer.con, **registers)
        runs.record_discovery(writer.con, again, links(*urls), polls(polled_at=at), at)
        seen = made.select("article_id").with_columns(fetched_at=pl.lit(at, pl.Datetime("us", "UTC")))
        unchanged = pl.DataFrame(
            {"url": urls[:1], "source_id": ["minato"], "outcome": ["unchanged"], "detail": [None]},
            schema_overrides={"detail": pl.String},
        )
        nothing = batch(made.head(0), seen_again=seen, outcomes=unchanged)
        runs.load_batch(writer.con, again, "r1", nothing, at)
        runs.finish_run(writer.con, again, 1, at)
        sizes.append(publish(writer, tmp_path / "kawaraban.duckdb").size_bytes)
    # Blocks of 256 kB: those that a run frees are filled by a later one.
    assert max(sizes[3:]) <= sizes[2] + 2 * (256 << 10), sizes


def test_an_open_reader_keeps_its_state_while_a_new_one_is_published(
    writer: Writer, run_id: str, tmp_path: Path
) -> None:
    target = tmp_path / "kawaraban.duckdb"
    publish(writer, target)
    code = (
        "import duckdb, sys\n"
        f"con = duckdb.connect({str(target)!r}, read_only=True)\n"
        "print('open', flush=True); sys.stdin.readline()\n"
        "print(con.execute('select count(*) from core.articles').fetchall()[0][0])\n"
    )
    reader = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert reader.stdout is not None
    assert reader.stdout.readline() == "open\n"
    load_one(writer, run_id, "http://minato.example/1")
    publish(writer, target)
    assert reader.communicate("go\n", timeout=60)[0] == "0\n"
    assert ask(target, "select count(*) from core.articles").rows == [(1,)]


def test_copying_does_not_give_up_the_writer_s_lock(writer: Writer, tmp_path: Path) -> None:
    publish(writer, tmp_path / "kawaraban.duckdb")
    code = f"import duckdb; duckdb.connect({str(writer.path)!r})"
    second = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "lock" in second.stderr


def test_a_full_disk_keeps_the_old_snapshot(
    writer: Writer, run_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "kawaraban.duckdb"
    publish(writer, target)
    load_one(writer, run_id, "http://minato.example/1")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("warehouse.connect.shutil.copyfileobj", full)
    with pytest.raises(WarehouseFull, match="the disk is full"):
        publish(writer, target)
    assert ask(target, "select count(*) from core.articles").rows == [(0,)]
    assert not list(tmp_path.glob(".*"))


def test_the_file_is_of_a_storage_version_that_older_clients_open(writer: Writer, tmp_path: Path) -> None:
    published = publish(writer, tmp_path / "kawaraban.duckdb")
    tags = ask(published.path, "select tags['storage_version'] from duckdb_databases() where not internal").rows
    assert tags == [(f"{STORAGE_VERSION}+",)]


def test_asking_before_anything_was_published_says_what_to_start(tmp_path: Path) -> None:
    with pytest.raises(WarehouseMissing, match="start «kawaraban run»"):
        ask(tmp_path / "kawaraban.duckdb", "select 1")
