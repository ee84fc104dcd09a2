"""What the nightly run cuts, finds and removes."""

import os
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from prefect.client.orchestration import SyncPrefectClient

from flows.retention import close_abandoned_runs, delete_old_runs
from tests.conftest import Home
from tests.prefect_api import open_api
from warehouse.query import ask

pytestmark = pytest.mark.slow

FLOW = "sample-of-retention"


def make_run(api: httpx.Client, flow_id: str, state: str, key: str | None = None) -> str:
    """A run of a flow that ended in a state, with a log line and an artifact."""
    run_id = api.post("/flow_runs/", json={"flow_id": flow_id, "state": {"type": state}}).json()["id"]
    line = {"name": "t", "level": 20, "message": "m", "timestamp": datetime.now(UTC).isoformat(), "flow_run_id": run_id}
    assert api.post("/logs/", json=[line]).is_success
    artifact = {"key": key, "type": "markdown", "data": "x", "flow_run_id": run_id}
    assert api.post("/artifacts/", json=artifact).is_success
    return str(run_id)


def test_old_runs_go_with_logs_and_artifacts_but_the_newest_of_each_key_stays(prefect_server: str) -> None:
    with open_api(prefect_server) as api, SyncPrefectClient(prefect_server) as client:
        flow_id = api.post("/flows/", json={"name": FLOW}).json()["id"]
        old = [make_run(api, flow_id, "COMPLETED", "retention-sample") for _ in range(3)]
        crashed = make_run(api, flow_id, "CRASHED")
        waiting = make_run(api, flow_id, "SCHEDULED")
        deleted = delete_old_runs(client, [FLOW], datetime.now(UTC) + timedelta(minutes=1))
        assert (deleted.runs, deleted.artifacts, deleted.kept_runs) == (3, 3, 1)
        assert [api.get(f"/flow_runs/{run}").status_code for run in (*old, crashed, waiting)] == [
            404,
            404,
            200,
            404,
            200,
        ]
        assert api.get("/artifacts/retention-sample/latest").json()["flow_run_id"] == old[2]
        tomorrow = datetime.now(UTC) + timedelta(days=1, minutes=1)
        assert close_abandoned_runs(client, [FLOW], tomorrow) == 1
        assert api.get(f"/flow_runs/{waiting}").json()["state_type"] == "CANCELLED"
        again = delete_old_runs(client, [FLOW], datetime.now(UTC) - timedelta(days=1))
        assert (again.runs, again.artifacts) == (0, 0)


def test_the_archive_is_checked_the_database_rewritten_and_leftovers_removed(
    home_with_news: Home, prefect_server: str
) -> None:
    home, server = home_with_news, {"PREFECT_API_URL": prefect_server}
    leftover, fresh = home.path / ".kawaraban.duckdb.1.part", home.path / ".kawaraban.duckdb.2.part"
    for path in (leftover, fresh):
        path.touch()
    old_batch, new_batch = (home.path / "exchange" / "damaged" / name for name in ("old", "new"))
    for path in (old_batch, new_batch):
        path.mkdir(parents=True)
    for path in (leftover, old_batch):
        os.utime(path, (0, 0))
    before = (home.path / "state" / "writer.duckdb").stat().st_ino
    told = home.run("maintain", "--compact", "--keep-days", "30", "--format", "csv", **server)
    assert told.returncode == 0, told.stderr
    assert "tables the same" in told.stdout
    assert ".kawaraban.duckdb.1.part, old removed" in told.stdout
    assert [path.exists() for path in (leftover, fresh, old_batch, new_batch)] == [False, True, False, True]
    assert (home.path / "state" / "writer.duckdb").stat().st_ino != before
    archive = max((home.path / "archive").rglob("*.warc.gz"), key=lambda path: path.stat().st_size)
    data = bytearray(archive.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 200] = bytes(200)
    archive.write_bytes(data)
    told = home.run("maintain", **server)
    assert told.returncode == 1
    assert f"1 damaged files in {home.path / 'archive'}: " in told.stderr
    assert archive.name in told.stderr
    assert "pages missing" in told.stderr
    assert home.run("run", **server).returncode == 0, "the run after a compaction goes on"
    found = ask(home.path / "kawaraban.duckdb", "select warc_file, damage is not null from ops.archive_files").rows
    assert [name for name, is_damaged in found if is_damaged] == [str(archive.relative_to(home.path / "archive"))]
