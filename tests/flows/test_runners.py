"""The same pages give the same tables, whichever task runner extracts and tags them."""

import asyncio
from pathlib import Path

import polars as pl
import pytest
from prefect.settings import PREFECT_API_URL, PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

from flows import runners
from flows.backfill import backfill
from flows.runners import MissingExtra, check_runner, chunks
from flows.settings import Settings, use_settings
from tests.conftest import Home
from tests.warcs import article, write_warc
from warehouse.connect import open_writer
from warehouse.rebuild import table_hashes


def tables(home: Path, file: Path, **chosen: object) -> dict[str, str]:
    """The content hashes of the core tables after a backfill of the file in a fresh home."""
    settings = Settings(home=home, workers=2, chunk_size=8, **chosen)  # type: ignore[arg-type]
    with use_settings(settings):
        asyncio.run(backfill(files=[file]))
    with open_writer(settings.writer_file) as writer:
        return table_hashes(writer.con)


@pytest.mark.slow
def test_every_runner_gives_the_tables_of_a_single_process(
    tmp_path: Path, prefect_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_warc(tmp_path / "pages.warc.gz", (article(number) for number in range(16)))
    monkeypatch.setenv("PREFECT_API_URL", prefect_server)
    with temporary_settings({PREFECT_API_URL: prefect_server, PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        single = tables(tmp_path / "threads", file)
        assert single["articles"].startswith("16 rows")
        for name in ("processes", "dask", "ray"):
            assert tables(tmp_path / name, file, task_runner=name) == single, name


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
