import json
import os
import shutil
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from flows.cron import longest_interval, next_time
from flows.health import OLDEST_SUCCESS, asked, look, oldest_success
from flows.run_note import RunNote, write_note
from flows.settings import Settings
from tests.conftest import ROOT

NOON = datetime(2026, 6, 1, 3, 30, tzinfo=UTC)
"""12:30 in Tokyo."""


def home(path: Path, state: str | None, age_hours: float | None, process_id: int | None = None) -> Settings:
    """A home whose last run ended so, and whose snapshot is so old."""
    settings, now = Settings(home=path), datetime.now(UTC)
    path.mkdir(parents=True, exist_ok=True)
    if state:
        values = {"run_id": "r", "kind": "monitor", "state": state, "started_at": now, "detail": "no room"}
        write_note(settings.run_note, RunNote.model_validate(values | {"process_id": process_id or os.getpid()}))
    if age_hours is not None:
        settings.snapshot.touch()
        at = (now - timedelta(hours=age_hours)).timestamp()
        os.utime(settings.snapshot, (at, at))
    return settings


@pytest.mark.parametrize(
    ("state", "age_hours", "is_well", "told"),
    [
        ("completed", 1, True, "last run completed, published 60 min ago"),
        ("running", None, True, "last run running, first publish to come"),
        (None, None, False, "nothing was published yet"),
        ("failed", 1, False, "run r failed: no room"),
        ("stopped", 1, True, "last run stopped, published 60 min ago"),
        ("completed", 7, False, "nothing was published for 7 hours"),
    ],
)
def test_health_is_told_by_the_last_run_and_the_snapshots_age(
    tmp_path: Path, state: str | None, age_hours: float | None, is_well: bool, told: str
) -> None:
    found = look(home(tmp_path, state, age_hours))
    assert (found.is_well, found.told[: len(told)]) == (is_well, told)


def test_a_home_that_was_just_set_up_is_well_until_its_first_run_is_due(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    settings.writer_file.parent.mkdir()
    settings.writer_file.touch()
    assert (look(settings).is_well, look(settings).told) == (True, "set up, first run to come")
    at = (datetime.now(UTC) - timedelta(hours=7)).timestamp()
    os.utime(settings.writer_file, (at, at))
    assert look(settings).told.startswith("nothing was published yet")


def test_what_must_answer_as_well_is_asked(tmp_path: Path) -> None:
    found = look(home(tmp_path, "completed", 1))
    with ThreadingHTTPServer(("127.0.0.1", 0), SimpleHTTPRequestHandler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        assert asked(found, f"http://127.0.0.1:{server.server_port}/").is_well
        server.shutdown()
    for wrong in ("http://127.0.0.1:9/health", "no address"):
        assert asked(found, wrong).told.startswith(f"{wrong} does not answer (")
        assert not asked(found, wrong).is_well


def test_a_run_whose_process_is_gone_was_killed(tmp_path: Path) -> None:
    found = look(home(tmp_path, "running", 1, process_id=2**22 + 1))
    assert (found.is_well, found.last_run_state) == (False, "killed")


@pytest.mark.parametrize(
    ("setting", "hours"),
    [
        ({}, 6),
        ({"schedule": "0 */2 * * *"}, 4),
        ({"schedule": "0 9 * * 1-5"}, 144),
        ({"schedule": "no cron"}, OLDEST_SUCCESS / timedelta(hours=1)),
        ({"oldest_success_hours": 1.5}, 1.5),
    ],
)
def test_the_oldest_success_is_two_of_the_schedules_longest_intervals(
    tmp_path: Path, setting: dict[str, object], hours: float
) -> None:
    settings = Settings.model_validate({"home": tmp_path} | setting)
    assert oldest_success(settings, NOON) == timedelta(hours=hours)


def test_times_are_those_of_tokyo() -> None:
    assert str(next_time("0 13 * * *", NOON)) == "2026-06-01 13:00:00+09:00"
    assert next_time("0 0 30 2 *", NOON) is None
    assert longest_interval("0 0,3,6-23 * * *", NOON) == timedelta(hours=3)


def test_the_verb_tells_a_line_or_json_and_imports_nothing_heavy(tmp_path: Path) -> None:
    home(tmp_path, "completed", 1)
    code = (
        "import sys; from typer.testing import CliRunner; from flows.cli.main import app\n"
        "plain, form = (CliRunner().invoke(app, ['health', *more]) for more in ([], ['--format', 'json']))\n"
        "print(plain.exit_code, plain.output, form.output, sorted({'prefect', 'polars'} & set(sys.modules)))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"KAWARABAN_HOME": str(tmp_path)},
    ).stdout.splitlines()
    assert told[0] == "0 ok: last run completed, published 60 min ago"
    assert json.loads(told[1])["age_seconds"] == pytest.approx(3600, abs=60)
    assert told[2].strip() == "[]"


def test_a_disk_without_room_for_the_next_publish_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = home(tmp_path, "completed", 1)
    settings.writer_file.write_bytes(b"x" * 2_000_000)
    free = shutil.disk_usage(tmp_path)._replace(free=1_000_000)
    assert look(settings).is_well
    monkeypatch.setattr(shutil, "disk_usage", lambda _: free)
    found = look(settings)
    assert (found.is_well, found.told) == (
        False,
        f"only 1 MB free at {tmp_path}, publishing takes 2 MB: free some space",
    )
