"""What «kawaraban setup» and «deploy» make on a real server, and that they leave alone what is there."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from prefect.client.orchestration import SyncPrefectClient
from prefect.events.actions import SendNotification
from prefect.events.schemas.automations import AutomationCore
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.automations import automations, ensure_automations
from flows.notifications import ensure_blocks, notification_actions
from flows.settings import current_settings
from flows.setup import BODY, SUBJECT
from seeds.sample import NewsroomServer
from tasks.discover.sources import load_sources
from tests.channels import Mailbox, Webhook
from tests.conftest import ROOT, Home
from tests.prefect_api import open_api

pytestmark = pytest.mark.slow


DEPLOYMENTS = ("monitor/scheduled", "weekly-report/monday-morning", "maintenance/nightly", "reprocess/by-hand")


@pytest.fixture
def clean_server(prefect_server: str, deployments_alone: None) -> Iterator[str]:
    """The shared server, from which the test's deployments, automations and pool are taken away again."""

    def clean() -> None:
        with open_api(prefect_server) as api:
            for name in (
                "monitor/scheduled",
                "weekly-report/monday-morning",
                "maintenance/nightly",
                "reprocess/by-hand",
            ):
                found = api.get(f"/deployments/name/{name}")
                if found.is_success:
                    api.delete(f"/deployments/{found.json()['id']}")
            for each in api.post("/automations/filter", json={}).json():
                if each["name"].startswith("kawaraban: "):
                    api.delete(f"/automations/{each['id']}")
            api.delete("/work_pools/newsroom")
            for each in api.post("/block_documents/filter", json={}).json():
                if (each["name"] or "").startswith("kawaraban-alerts-"):
                    api.delete(f"/block_documents/{each['id']}")

    clean()
    yield prefect_server
    clean()


def registered_monitor(api: httpx.Client) -> dict[str, Any]:
    """The monitor's deployment."""
    answer = api.get("/deployments/name/monitor/scheduled")
    answer.raise_for_status()
    return dict(answer.json())


def outcomes(told: subprocess.CompletedProcess[str]) -> dict[str, str]:
    """By thing what became of it."""
    assert told.returncode == 0, told.stderr
    rows = (line.partition(" ") for line in told.stdout.splitlines())
    return {what.strip(): outcome for outcome, _, what in rows}


def test_what_is_there_is_left_and_what_was_switched_off_by_hand_stays_off(home: Home, clean_server: str) -> None:
    server = {"PREFECT_API_URL": clean_server}
    first = outcomes(home.run("setup", **server))
    assert set(first.values()) == {"created", "left"}, "no channel is configured"
    assert {"deployment «monitor/scheduled»", "automation «kawaraban: no heartbeat»"} <= first.keys()
    with open_api(clean_server) as api:
        monitor = registered_monitor(api)
        api.post(f"/deployments/{monitor['id']}/pause_deployment")
        automations = {each["name"]: each for each in api.post("/automations/filter", json={}).json()}
        api.patch(f"/automations/{automations['kawaraban: late']['id']}", json={"enabled": False})
        second = outcomes(home.run("setup", **server))
        assert set(second.values()) == {"left"}
        assert "deployment «monitor/scheduled» (paused by hand)" in second
        assert "automation «kawaraban: late» (switched off by hand)" in second
        third = outcomes(home.run("setup", KAWARABAN_SCHEDULE="30 * * * *", **server))
        changed = {what for what, outcome in third.items() if outcome == "changed"}
        assert changed == {"deployment «monitor/scheduled»", "automation «kawaraban: no completed run»"}
        monitor = registered_monitor(api)
    assert monitor["paused"]
    assert [each["schedule"]["cron"] for each in monitor["schedules"]] == ["30 * * * *"]


def test_the_doctor_finds_what_is_not_set_up_not_served_paused_or_switched_off(home: Home, clean_server: str) -> None:
    server = {"PREFECT_API_URL": clean_server, "KAWARABAN_CONTACT": "mailto:desk@example.org"}
    told, before = findings(home, server)
    assert told == 1
    assert "monitor/scheduled is not registered → start «kawaraban setup»" in before["schedule"]
    assert "«kawaraban: late» is not there → start «kawaraban setup»" in before["automation"]
    assert home.run("setup", **server).returncode == 0
    with open_api(clean_server) as api:
        report = api.get("/deployments/name/weekly-report/monday-morning").json()
        api.post(f"/deployments/{report['id']}/pause_deployment")
        late = next(e for e in api.post("/automations/filter", json={}).json() if e["name"] == "kawaraban: late")
        api.patch(f"/automations/{late['id']}", json={"enabled": False})
    told, after = findings(home, server)
    assert told == 1
    assert "monitor/scheduled: nobody does its runs → start «kawaraban serve»" in after["schedule"]
    assert "weekly-report/monday-morning is paused → resume it on the dashboard" in after["schedule"]
    assert after["automation"] == ["«kawaraban: late» is off → switch it on, on the dashboard"]
    assert after["snapshot"] == [f"{home.path / 'kawaraban.duckdb'}: not there yet → start «kawaraban run»"]
    assert after["alerts"][0].startswith("no channel: nobody is called → set KAWARABAN_ALERT_WEBHOOK")
    assert after.keys() == {"schedule", "automation", "snapshot", "alerts"}, "all else is in order"


def findings(home: Home, server: dict[str, str]) -> tuple[int, dict[str, list[str]]]:
    """The doctor's exit status, and by subject what it found to be wrong, with the remedy."""
    told = home.run("doctor", "--format", "json", **server)
    wrong: dict[str, list[str]] = {}
    for row in json.loads(told.stdout):
        if row["state"] != "ok":
            wrong.setdefault(row["subject"], []).append(f"{row['found']} → {row['remedy']}")
    return told.returncode, wrong


def test_a_worker_does_one_run_and_the_one_that_comes_meanwhile_is_cancelled(
    home: Home, clean_server: str, newsroom: NewsroomServer, tmp_path: Path
) -> None:
    server = {"PREFECT_API_URL": clean_server}
    told = home.run("deploy", "--pool", "newsroom", **server)
    assert "prefect worker start --pool newsroom" in told.stderr
    assert set(outcomes(told).values()) == {"created"}
    assert set(outcomes(home.run("deploy", "--pool", "newsroom", **server)).values()) == {"left"}
    with open_api(clean_server) as api:
        monitor = registered_monitor(api)
        api.post(f"/deployments/{monitor['id']}/pause_deployment")
        start = {"parameters": {"sources": [source_id(newsroom)]}, "state": {"type": "SCHEDULED"}}
        ids = [api.post(f"/deployments/{monitor['id']}/create_flow_run", json=start).json()["id"] for _ in range(2)]
        words = [sys.executable, "-m", "prefect", "worker", "start", "--pool", "newsroom", "--run-once"]
        environment = home.environment | server | {"PREFECT_HOME": str(tmp_path / "worker")}
        work = subprocess.run(
            words, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=200, check=False
        )
        runs = [api.get(f"/flow_runs/{each}").json() for each in ids]
    assert sorted(run["state_type"] for run in runs) == ["CANCELLED", "COMPLETED"], work.stdout[-3000:]
    cancelled = next(run for run in runs if run["state_type"] == "CANCELLED")
    assert "concurrency limit" in cancelled["state"]["message"]


def source_id(newsroom: NewsroomServer) -> str:
    """One source of the sample newsroom."""
    return next(source.id for source in load_sources(ROOT / "seeds" / "sample" / "sources.toml") if source.enabled)


def watching(flow: str, alert: Sequence[SendNotification]) -> list[AutomationCore]:
    """The automations, with ten seconds in place of each time, for a flow that no other test runs."""
    made = automations(current_settings(), alert)
    for each in made:
        each.trigger.within = min(each.trigger.within, timedelta(seconds=10))  # type: ignore[union-attr]
        each.trigger.match_related = {  # type: ignore[union-attr]
            "prefect.resource.role": "flow",
            "prefect.resource.name": [flow],
        }
    return made


def test_each_automation_fires_and_calls_a_person_through_webhook_slack_and_mail(
    clean_server: str, webhook: Webhook, slack: Webhook, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    flow = "sample-of-silence"
    monkeypatch.setenv("KAWARABAN_ALERT_WEBHOOK", webhook.url)
    monkeypatch.setenv("KAWARABAN_ALERT_SLACK", slack.url)
    monkeypatch.setenv("KAWARABAN_ALERT_EMAIL", mailbox.url)
    with temporary_settings({PREFECT_API_URL: clean_server}):
        alert = notification_actions(ensure_blocks(), SUBJECT, BODY)
    with SyncPrefectClient(clean_server) as client:
        ensure_automations(client, watching(flow, alert))
    with open_api(clean_server) as api:
        flow_id = api.post("/flows/", json={"name": flow}).json()["id"]
        # Running by another name, so that it is not cancelled as endless before it is found dead.
        states = {
            "dead": {"type": "RUNNING", "name": "Retrying"},
            "endless": {"type": "RUNNING"},
            "stuck": {"type": "PENDING"},
        }
        states["late"] = {"type": "SCHEDULED", "name": "Late"}
        ids = {
            name: api.post("/flow_runs/", json={"flow_id": flow_id, "name": name, "state": state}).json()["id"]
            for name, state in states.items()
        }
        assert api.post("/events", json=[heartbeat(ids["dead"], flow_id, flow)]).is_success
        called = {"failed", "no completed run", "late", "does not end"}
        subjects = {f"kawaraban: {name}" for name in called}
        wait_until(lambda: all(told >= subjects for told in heard(webhook, slack, mailbox)))
        ended = {name: api.get(f"/flow_runs/{each}").json()["state"] for name, each in ids.items()}
    assert {name: state["type"] for name, state in ended.items()} == {
        "dead": "CRASHED",
        "stuck": "CRASHED",
        "endless": "CANCELLING",
        "late": "SCHEDULED",
    }
    bodies = [message["body"] for message in webhook.received]
    assert any("It is dead: no heartbeat for 50 s: its process was killed" in body for body in bodies)
    assert any("It is stuck: Pending for 5 minutes: its runner is gone." in body for body in bodies)
    assert any(body.startswith("A monitor run still waits an hour after its time") for body in bodies)
    assert any("No monitor run was completed" in body and "It is" not in body for body in bodies)


def heard(webhook: Webhook, slack: Webhook, mailbox: Mailbox) -> list[set[str]]:
    """The subjects that each channel got."""
    return [
        {message["subject"] for message in webhook.received},
        {message["text"].splitlines()[0] for message in slack.received},
        {str(message["Subject"]) for message in mailbox.received},
    ]


def wait_until(is_true: Callable[[], bool], seconds: float = 90) -> None:
    """Returns when it is true, or when time runs out: what is asserted next tells what is missing."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and not is_true():
        time.sleep(0.25)


def heartbeat(run_id: str, flow_id: str, flow: str) -> dict[str, object]:
    """The event by which a run says that it lives."""
    return {
        "id": str(uuid4()),
        "occurred": datetime.now(UTC).isoformat(),
        "event": "prefect.flow-run.heartbeat",
        "resource": {"prefect.resource.id": f"prefect.flow-run.{run_id}"},
        "related": [
            {
                "prefect.resource.id": f"prefect.flow.{flow_id}",
                "prefect.resource.role": "flow",
                "prefect.resource.name": flow,
            }
        ],
    }
