import json
import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from flows.run_note import RunNote, read_note, write_note
from flows.status import Status, problems
from tests.conftest import ROOT, Home
from tests.samples import NOW

LIMIT = timedelta(hours=6)


def note(**changes: object) -> RunNote:
    fresh = RunNote(run_id="r", kind="monitor", state="completed", started_at=NOW, ended_at=NOW, process_id=os.getpid())
    return fresh.model_copy(update=changes)


def status(**changes: object) -> Status:
    fresh = Status("home", None, {"published_at": NOW}, 0, 0)
    for name, value in changes.items():
        setattr(fresh, name, value)
    return fresh


def test_where_all_is_well_nothing_is_said() -> None:
    assert problems(status(), note(), NOW, LIMIT) == []


@pytest.mark.parametrize(
    ("standing", "last", "told"),
    [
        (status(snapshot=None), None, "nothing was published yet"),
        (status(snapshot={"published_at": NOW - timedelta(hours=30)}), note(), "nothing was published for 30 hours"),
        (status(), note(state="running", process_id=2**22 + 1), "run r was killed"),
        (status(), note(state="failed", detail="WarehouseFull: no room"), "run r failed: WarehouseFull: no room"),
        (
            status(sources=[{"source_id": "a", "failures": 3, "last_outcome": "gone", "last_detail": "HTTP 404"}]),
            note(),
            "source a failed 3 times in a row: gone, HTTP 404",
        ),
        (
            status(checks=[{"name": "c", "rows_found": 2, "meaning": "odd", "remedy": "look"}]),
            note(),
            "check c: 2 rows: odd; look",
        ),
        (
            status(alerts=[{"rule": "source_quiet", "detail": "a is quiet", "remedy": "look"}]),
            note(),
            "alert source_quiet: a is quiet; look",
        ),
    ],
)
def test_what_needs_a_person_is_told_in_one_line(standing: Status, last: RunNote | None, told: str) -> None:
    found = problems(standing, last, NOW, LIMIT)
    assert len(found) == 1
    assert found[0].startswith(told)


def test_a_running_run_is_no_problem() -> None:
    assert problems(status(), note(state="running"), NOW, LIMIT) == []


def test_a_damaged_note_is_as_none(tmp_path: Path) -> None:
    path = tmp_path / "last-run.json"
    write_note(path, note())
    assert read_note(path) == note()
    path.write_text("{")
    assert read_note(path) is None


@pytest.mark.slow
def test_the_status_of_the_demo_is_told_for_people_and_for_programs(demo_home: Home) -> None:
    told = demo_home.run("status", "--demo", "--format", "json")
    found = json.loads(told.stdout)
    assert told.returncode == 0, found["problems"]
    assert found["last_run"]["state"] == "completed"
    assert {source["failures"] for source in found["sources"]} == {0}
    assert all(0 < source["yield"] <= 1 for source in found["sources"])
    assert found["alerts"] == []
    assert 0 <= found["snapshot"]["age_minutes"] < 60
    shown = demo_home.run("status", "--demo")
    assert "All is well." in shown.stderr
    assert all(source["source_id"] in shown.stdout for source in found["sources"])


def test_verbs_that_only_look_load_neither_prefect_nor_the_rules_of_tagging() -> None:
    code = (
        "import sys, flows.cli.main, flows.metrics, flows.sources, flows.status\n"
        "print(sorted({'prefect', 'dataframely', 'tasks.tag.registers'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert told.stdout == "[]\n"


def test_the_status_of_an_empty_home_says_what_to_start(home: Home) -> None:
    told = home.run("status")
    assert told.returncode == 1
    assert "! nothing was published yet: start «kawaraban run»" in told.stderr
    assert re.search(r"Next run   \d{4}-.+ in Tokyo \(computed from KAWARABAN_SCHEDULE", told.stderr)
