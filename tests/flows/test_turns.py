"""A run that a person ordered waits in plain sight while another holds the warehouse."""

import asyncio
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from prefect.client.schemas.objects import FlowRun, State
from prefect.context import FlowRunContext
from prefect.settings import PREFECT_API_URL, PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

from flows import skipping, turns
from flows.maintenance import maintenance
from flows.reprocess import reprocess
from flows.settings import Settings, use_settings
from tests.holder import held
from tests.prefect_api import open_api


@pytest.fixture
def settings(tmp_path: Path, prefect_server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """Those of a fresh home, in force; waiting is told at once."""
    monkeypatch.setattr(turns, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(turns, "UNTOLD", 0.1)
    made = Settings(home=tmp_path)
    chosen = {PREFECT_API_URL: prefect_server, PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}
    with temporary_settings(chosen), use_settings(made):
        yield made


def history(api: str, message: str) -> list[tuple[str, str]]:
    """Name and message of the states of the run that waited for somebody of this message."""
    with open_api(api) as client:
        states = client.post("/flow_runs/filter", json={"sort": "EXPECTED_START_TIME_DESC", "limit": 5}).json()
        for run in states:
            found = client.get("/flow_run_states/", params={"flow_run_id": run["id"]}).json()
            told = [(each["name"], each["message"] or "") for each in found]
            if any(message in said for _, said in told):
                return told
    return []


async def let_go_once_it_waits(holder: "subprocess.Popen[str]", api: str) -> list[tuple[str, str]]:
    """Ends the process that holds the warehouse as soon as the server shows a run that waits for it."""
    for _ in range(300):
        seen = await asyncio.to_thread(history, api, f"reprocess (process {holder.pid})")
        if seen:
            await asyncio.to_thread(holder.communicate)
            return seen
        await asyncio.sleep(0.1)
    raise AssertionError("no run was seen to wait")


@pytest.mark.slow
def test_an_ordered_reprocess_is_shown_as_waiting_and_works_as_soon_as_the_warehouse_is_free(
    settings: Settings, prefect_server: str
) -> None:
    async def order(holder: "subprocess.Popen[str]") -> tuple[State[Any], list[tuple[str, str]]]:
        return await asyncio.gather(reprocess(return_state=True), let_go_once_it_waits(holder, prefect_server))

    with held(settings.writer_file) as holder:
        ended, seen = asyncio.run(order(holder))
    name, said = next(each for each in seen if each[0] == "Waiting")
    assert said.startswith(f"waits for its turn, 360 min at most: {settings.writer_file}: in use by another process: ")
    assert "stop it" not in said
    assert ended.is_completed(), (name, ended)
    assert [each for each, _ in history(prefect_server, str(holder.pid))] == [
        "Pending",
        "Running",
        "Waiting",
        "Running",
        "Completed",
    ]


@pytest.mark.slow
def test_a_turn_that_does_not_come_ends_the_run_as_cancelled_or_leaves_its_part(settings: Settings) -> None:
    with held(settings.writer_file):
        ended = asyncio.run(reprocess(wait_minutes=0, return_state=True))
        rows = asyncio.run(maintenance(wait_minutes=0))
    assert ended.name == "Cancelled"
    assert str(ended.message).startswith(f"its turn did not come: {settings.writer_file}: in use by another process: ")
    assert str(ended.message).endswith(" in Tokyo; order it again when that is done")
    assert "left for the next time" in next(row["done"] for row in rows if row["what"] == "warehouse and archive")


@pytest.mark.parametrize(
    ("auto_scheduled", "waits"), [(True, skipping.PATIENCE), (False, timedelta(minutes=5)), (None, skipping.PATIENCE)]
)
def test_a_cycle_that_a_person_ordered_on_the_dashboard_waits_longer_than_one_of_the_schedule(
    auto_scheduled: bool | None, waits: timedelta, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = FlowRun(
        flow_id=uuid4(),
        deployment_id=None if auto_scheduled is None else uuid4(),
        auto_scheduled=bool(auto_scheduled),
    )
    monkeypatch.setattr(FlowRunContext, "get", lambda: FlowRunContext.model_construct(flow_run=run))
    assert skipping.patience(Settings(timeout_minutes=10)) == waits
