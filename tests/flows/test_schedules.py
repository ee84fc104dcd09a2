"""An installation can pass every direct flow call and still schedule nothing, so a schedule is let fire here."""

import os
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.conftest import Home
from tests.prefect_api import open_api


@pytest.mark.slow
@pytest.mark.usefixtures("deployments_alone")
def test_a_scheduled_run_is_created_and_executed(home: Home, prefect_server: str) -> None:
    serving = home.start("serve", PREFECT_API_URL=prefect_server, KAWARABAN_SCHEDULE="* * * * *")
    try:
        run = _first_completed_run(prefect_server, serving.pid)
    finally:
        serving.terminate()
        told = serving.communicate(timeout=60)[0]
    assert run is not None, told[-3000:]
    assert run["auto_scheduled"]
    assert run["name"].startswith("monitor-")
    answer = home.run("sql", "--format", "csv", "select state, selected_count > 100 from ops.runs")
    assert answer.stdout.splitlines()[1] == "completed,True", answer.stderr


def test_serving_without_a_server_says_how_to_start_one(home: Home) -> None:
    told = home.run("serve")
    assert told.returncode == 1
    assert told.stderr.startswith("kawaraban: no Prefect server is configured: start one with «prefect server start»")


def test_serving_with_a_server_that_is_down_says_so(home: Home) -> None:
    told = home.run("serve", PREFECT_API_URL="http://127.0.0.1:9/api")
    assert told.returncode == 1
    assert "does not answer" in told.stderr


def _first_completed_run(api: str, pid: int) -> dict[str, Any] | None:
    """The first completed run, waited for as long as two schedule intervals and a cycle may take."""
    # Other tests leave runs of the same deployment.
    since = {"after_": datetime.now(UTC).isoformat()}
    query = {
        "flow_runs": {"state": {"type": {"any_": ["COMPLETED"]}}, "expected_start_time": since},
        "deployments": {"name": {"any_": ["scheduled"]}},
    }
    for _ in range(180):
        with open_api(api) as client:
            found = client.post("/flow_runs/filter", json=query).json()
        if found:
            return dict(found[0])
        os.kill(pid, 0)  # raises where the command has ended
        time.sleep(1)
    return None
