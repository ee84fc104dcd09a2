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


def tables(home: Home, name: str, file: Path, server: str) -> dict[str, str]:
    """The content hashes of the core tables after a backfill of the file in a fresh home, by a runner."""
    path = home.path / name
    told = home.run(
        "backfill",
        str(file),
        KAWARABAN_HOME=str(path),
        KAWARABAN_TASK_RUNNER=name,
        KAWARABAN_WORKERS="2",
        KAWARABAN_CHUNK_SIZE="8",
        PREFECT_API_URL=server,
    )
    assert told.returncode == 0, told.stderr[-2000:]
    with open_writer(path / "state" / "writer.duckdb") as writer:
        return table_hashes(writer.con)


@pytest.mark.slow
def test_every_runner_gives_the_tables_of_a_single_process(home: Home, tmp_path: Path, prefect_server: str) -> None:
    file = write_warc(tmp_path / "pages.warc.gz", (article(number) for number in range(16)))
    single = tables(home, "threads", file, prefect_server)
    assert single["articles"].startswith("16 rows")
    for name in ("processes", "dask", "ray"):
        assert tables(home, name, file, prefect_server) == single, name


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
