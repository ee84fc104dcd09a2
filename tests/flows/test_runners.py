"""The same pages give the same tables, whichever task runner extracts and tags them."""

from pathlib import Path

import polars as pl
import pytest

from flows import runners
from flows.runners import MissingExtra, check_runner, chunks
from flows.settings import Settings
from tests.conftest import Home
from tests.warcs import article, write_warc
from warehouse.connect import open_writer
from warehouse.rebuild import table_hashes


@pytest.mark.slow
def test_every_runner_gives_the_tables_of_a_single_process(home: Home, tmp_path: Path, prefect_server: str) -> None:
    file = write_warc(tmp_path / "pages.warc.gz", (article(number) for number in range(16)))
    few = {"KAWARABAN_WORKERS": "2", "KAWARABAN_CHUNK_SIZE": "8", "PREFECT_API_URL": prefect_server}
    # Side by side, each in a home of its own: most of the time they start and wait.
    started = {}
    for name in ("threads", "processes", "dask", "ray"):
        own = {"KAWARABAN_HOME": str(tmp_path / name), "KAWARABAN_TASK_RUNNER": name}
        started[name] = home.start("backfill", str(file), **few, **own)
    told = {name: running.communicate(timeout=240)[0] for name, running in started.items()}
    assert {name: running.returncode for name, running in started.items()} == dict.fromkeys(started, 0), told
    found = {name: tables(tmp_path / name) for name in started}
    assert found["threads"]["articles"].startswith("16 rows")
    assert found == dict.fromkeys(started, found["threads"])


def tables(home: Path) -> dict[str, str]:
    """The content hashes of a home's core tables."""
    with open_writer(home / "state" / "writer.duckdb") as writer:
        return table_hashes(writer.con)


def test_a_runner_that_is_not_installed_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(runners.PACKAGES, "ray", "no_such_package")
    with pytest.raises(MissingExtra) as told:
        check_runner(Settings(task_runner="ray"))
    assert str(told.value) == "KAWARABAN_TASK_RUNNER=ray is not installed: pip install 'kawaraban[ray]'"


def test_an_unknown_runner_is_told_with_those_there_are(home: Home) -> None:
    told = home.run("run", KAWARABAN_TASK_RUNNER="spark")
    assert told.returncode == 1
    assert "KAWARABAN_TASK_RUNNER" in told.stderr
    assert "'threads', 'processes', 'dask' or 'ray'" in told.stderr


def test_chunks_keep_every_row_in_its_order() -> None:
    rows = pl.DataFrame({"n": range(10)})
    parts = chunks(rows, 4)
    assert [part.height for part in parts] == [3, 3, 3, 1]
    assert pl.concat(parts).equals(rows)
