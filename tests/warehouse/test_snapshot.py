import subprocess
import sys
from pathlib import Path

import pytest

from tests.samples import NOW, articles, batch, links, polls
from warehouse import writer as runs
from warehouse.connect import STORAGE_VERSION, WarehouseFull, WarehouseMissing, Writer
from warehouse.query import ask
from warehouse.snapshot import publish


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
