"""A scheduled run that finds the warehouse in use: skipped in plain sight, and told to a person only in the end."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prefect.settings import PREFECT_API_URL, PREFECT_LOGGING_TO_API_ENABLED, temporary_settings

from flows import skipping, turns
from flows.monitor import monitor
from flows.settings import Settings, use_settings
from tests.channels import Webhook
from tests.conftest import ROOT
from tests.holder import held
from warehouse.connect import WarehouseBusy, open_writer


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Those of a fresh home."""
    monkeypatch.setattr(skipping, "PATIENCE", timedelta(seconds=0.1))
    monkeypatch.setattr(turns, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(turns, "UNTOLD", 0.1)
    return Settings(home=tmp_path, sources_file=ROOT / "seeds" / "sample" / "sources.toml")


@pytest.fixture
def holder(settings: Settings) -> Iterator["subprocess.Popen[str]"]:
    """Another process that holds the warehouse."""
    with held(settings.writer_file) as process:
        yield process


def test_the_one_that_holds_the_warehouse_is_named_with_the_time_since_when(
    settings: Settings, holder: "subprocess.Popen[str]"
) -> None:
    with pytest.raises(WarehouseBusy) as told, open_writer(settings.writer_file):
        pass
    assert f"in use by another process: reprocess (process {holder.pid}) since " in str(told.value)
    assert str(told.value).endswith(" in Tokyo; wait for it or stop it")


def test_what_a_killed_process_said_of_itself_is_not_believed(
    settings: Settings, holder: "subprocess.Popen[str]"
) -> None:
    note = settings.writer_file.with_name("writer.duckdb.holder")
    note.write_text('{"what": "monitor", "process_id": 1, "since": "long ago"}')
    with pytest.raises(WarehouseBusy, match=rf"in use by another process \({holder.pid}\); wait"):
        asyncio.run(turns.wait_for_turn(settings.writer_file, timedelta(0)))


@pytest.mark.parametrize("words", [["run"], ["backfill", "README.md"], ["reprocess", "--dry-run"]])
def test_a_verb_that_finds_the_warehouse_in_use_says_so_in_one_line_and_starts_no_run(
    settings: Settings, holder: "subprocess.Popen[str]", words: list[str]
) -> None:
    environment = os.environ | {"KAWARABAN_HOME": str(settings.home), "PREFECT_API_URL": "http://127.0.0.1:9/api"}
    command = [sys.executable, "-m", "flows.cli", *words]
    told = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    (line,) = told.stderr.splitlines()
    assert line.startswith(f"kawaraban: {settings.writer_file}: in use by another process: reprocess (process ")
    assert (told.returncode, told.stdout) == (1, "")


@pytest.mark.slow
def test_skipped_runs_are_cancelled_and_a_person_is_told_once_when_none_could_run_for_too_long(
    settings: Settings,
    holder: "subprocess.Popen[str]",
    webhook: Webhook,
    prefect_server: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KAWARABAN_ALERT_WEBHOOK", webhook.url)
    settings.snapshot.touch()

    def run_when_published(hours: float) -> str:
        then = (datetime.now(UTC) - timedelta(hours=hours)).timestamp()
        os.utime(settings.snapshot, (then, then))
        state = asyncio.run(monitor(return_state=True))
        assert state.name == "Cancelled"
        return str(state.message)

    chosen = {PREFECT_API_URL: prefect_server, PREFECT_LOGGING_TO_API_ENABLED: False}
    with temporary_settings(chosen), use_settings(settings):
        said = run_when_published(hours=5)
        assert said.startswith(f"skipped: {settings.writer_file}: in use by another process: reprocess (process ")
        assert webhook.received == []
        webhook.status = 500
        run_when_published(hours=7)
        webhook.status = 200
        run_when_published(hours=7)
        run_when_published(hours=8)
    (message,) = webhook.received
    assert message["subject"].startswith("Kawaraban: no cycle could run since ")
    assert "reprocess (process " in message["body"]
