"""The services of docker-compose.yml at work: they start, are stopped, killed, saved and restored, and lose nothing.

The runner watches three outlets of the sample newsroom, which answer slowly while a run is to be disturbed.
"""

import json
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

import httpx
import pytest

from seeds.sample import EDITIONS, Newsroom, NewsroomServer, serve
from tests.compose_services import (
    PASSWORDS,
    ComposeServices,
    compose_services,  # noqa: F401  a fixture
    seconds_of,
)
from tests.conftest import ROOT
from warehouse.connect import open_reader
from warehouse.rebuild import table_hashes

pytestmark = pytest.mark.slow

OUTLETS = ("kumade", "tokyopost", "kikou")
NEVER = "0 0 29 2 *"
ADMIN = httpx.BasicAuth("admin", PASSWORDS["KAWARABAN_SERVER_PASSWORD"])


@dataclass
class Site:
    """The services, the newsroom that the runner watches, and what Prefect's API and the home tell of the runs."""

    services: ComposeServices
    newsroom: NewsroomServer
    environment: dict[str, str]
    client: httpx.Client

    @property
    def home(self) -> Path:
        """The volume of the runner."""
        return self.services.folder / "var/lib/kawaraban"

    def need_runner(self, *, is_well: bool = True) -> None:
        """Starts the runner where it does not run, and waits until it is healthy, or only until it answers."""
        if "runner" not in self.services.processes:
            self.services.start("runner", **self.environment)
            self.wait("the runner to answer", self.runner_answers)
            if is_well:
                self.services.wait_until_started("runner")

    def runner_answers(self) -> bool:
        """Whether the runner's own web server answers."""
        with suppress(httpx.HTTPError):
            return self.client.get(f"http://127.0.0.1:{self.services.ports['8080']}/health").is_success
        return False

    def api(self, path: str, *rows: Any, method: str = "", **body: Any) -> Any:
        """What the server answers: to a POST of ``rows`` or of ``body``, or to a GET where there is neither."""
        url, given = f"{self.services.api_url}/{path}", list(rows) or body or None
        answer = self.client.request(method or ("POST" if given else "GET"), url, json=given)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def monitor_runs(self) -> list[dict[str, Any]]:
        """The monitor's runs that are not in the future, the newest first."""
        states = {"not_any_": ["SCHEDULED"]}
        runs = self.api(
            "flow_runs/filter",
            flows={"name": {"any_": ["monitor"]}},
            flow_runs={"state": {"type": states}},
            sort="EXPECTED_START_TIME_DESC",
        )
        return list(runs)

    def schedule_soon(self) -> None:
        """Gives the monitor's deployment one more schedule, whose first run is due in a few seconds."""
        deployment = self.api("deployments/name/monitor/scheduled")
        anchor = (datetime.now(UTC) + timedelta(seconds=8)).isoformat()
        soon = {"active": True, "schedule": {"interval": 86400, "anchor_date": anchor, "timezone": "Asia/Tokyo"}}
        self.api(f"deployments/{deployment['id']}/schedules", soon)
        self.api(f"deployments/{deployment['id']}/schedule", min_runs=1)  # at once; the server looks once a minute

    def order_run(self) -> str:
        """Asks for a run of the schedule's deployment, as its form on the dashboard does; returns its id."""
        deployment = self.api("deployments/name/monitor/scheduled")
        made = self.api(f"deployments/{deployment['id']}/create_flow_run", state={"type": "SCHEDULED"})
        return str(made["id"])

    def state_of(self, run_id: str) -> str:
        """The name of a run's state."""
        return str(self.api(f"flow_runs/{run_id}")["state"]["name"])

    def give_up_sooner(self) -> None:
        """Lets the server's watch for heartbeats take a run for dead after half its time, as its page there can."""
        (watch,) = [a for a in self.api("automations/filter", limit=50) if a["name"] == "kawaraban: no heartbeat"]
        changed = {key: watch[key] for key in ("name", "description", "enabled", "tags", "actions")}
        trigger = watch["trigger"] | {"within": watch["trigger"]["within"] / 2}
        self.api(f"automations/{watch['id']}", method="PUT", trigger=trigger, **changed)

    @contextmanager
    def slow_newsroom(self) -> Iterator[None]:
        """Leaves time to disturb a run: its pages take seconds in all."""
        for host in self.newsroom.hosts:
            self.newsroom.delay(host, 0.3)
        yield
        self.newsroom.restore()

    def wait_until_loading(self) -> None:
        """Waits until the newsroom has answered more requests, so that pages are being fetched or loaded."""
        before = len(self.newsroom.requests)
        self.wait("the runner to fetch pages", lambda: len(self.newsroom.requests) >= before + 16)

    def wait(self, what: str, is_true: Callable[[], bool], seconds: float = 240) -> None:
        """Waits until it is true; fails with the runner's log where time runs out."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if is_true():
                return
            time.sleep(0.1)
        pytest.fail(f"waited in vain for {what}: {self.services.log('runner').read_text()[-3000:]}")

    def note(self) -> dict[str, Any]:
        """What the last run noted about itself."""
        return dict(json.loads((self.home / "state/last-run.json").read_text()))

    def hashes(self) -> dict[str, str]:
        """The content of the core tables that analysts see."""
        with open_reader(self.home / "kawaraban.duckdb") as con:
            return table_hashes(con)

    def empty_home(self) -> None:
        """The runner's volume as it was at first."""
        shutil.rmtree(self.home)
        self.home.mkdir()


@pytest.fixture(scope="module")
def site(compose_services: ComposeServices) -> Iterator[Site]:  # noqa: F811
    """The services with a newsroom to watch."""
    blocks = (ROOT / "seeds/sample/sources.toml").read_text(encoding="utf-8").split("[[source]]")
    kept = [block for block in blocks if any(f'id = "{outlet}"' in block for outlet in OUTLETS)]
    assert len(kept) == len(OUTLETS)
    text = "".join(f"[[source]]{block}" for block in kept)
    file = compose_services.folder / "sources.toml"
    file.write_text(text, encoding="utf-8")
    newsroom_served = serve(Newsroom.build(), edition=len(EDITIONS) - 1, slow_seconds=0.1)
    with newsroom_served as newsroom, httpx.Client(auth=ADMIN, timeout=30) as client:
        endpoints = dict.fromkeys(newsroom.hosts, f"127.0.0.1:{newsroom.port}")
        environment = {
            "KAWARABAN_SOURCES_FILE": str(file),
            "KAWARABAN_CONNECT_TO": json.dumps(endpoints),
            "KAWARABAN_BATCH_SIZE": "12",
            "KAWARABAN_SCHEDULE": NEVER,
            "PREFECT_RUNNER_POLL_FREQUENCY": "1",
        }
        yield Site(compose_services, newsroom, environment, client)


@pytest.fixture(scope="module")
def calm(site: Site) -> dict[str, str]:
    """The tables after a run that nothing disturbed; the runner goes on."""
    site.need_runner()
    run = site.order_run()
    site.wait("the calm run", lambda: site.state_of(run) == "Completed")
    found = site.hashes()
    assert not found["articles"].startswith("0 rows")
    return found


def test_the_server_keeps_its_state_in_postgresql(site: Site) -> None:
    assert site.services.sql("select count(*) from alembic_version", database="prefect").strip() == "1"
    assert site.services.is_healthy("postgres")
    assert site.services.is_healthy("server")


def test_the_server_asks_for_the_password(site: Site) -> None:
    url = f"{site.services.api_url}/admin/version"
    assert site.client.get(url, auth=None).status_code == 401
    assert site.client.get(url, auth=("admin", "wrong")).status_code == 401
    assert site.client.get(url).json() == version("prefect")


def test_the_dashboard_is_served_and_knows_where_its_api_is(site: Site) -> None:
    dashboard = site.services.api_url.removesuffix("/api")
    assert site.client.get(dashboard, auth=None).status_code == 200
    settings = site.client.get(f"{dashboard}/ui-settings", auth=None).json()
    assert (settings["api_url"], settings["auth"]) == (site.services.api_url, "BASIC")


def test_stopped_in_a_run_it_ends_in_time_and_the_next_run_completes(site: Site, calm: dict[str, str]) -> None:
    site.need_runner()
    site.empty_home()
    deployment = site.api("deployments/name/monitor/scheduled")
    assert [each["schedule"]["timezone"] for each in deployment["schedules"]] == ["Asia/Tokyo"]
    assert "kawaraban: no heartbeat" in {each["name"] for each in site.api("automations/filter", limit=50)}
    with site.slow_newsroom():
        stopped = site.order_run()
        site.wait_until_loading()
        began = time.monotonic()
        assert site.services.stop("runner") == 0
    assert time.monotonic() - began < seconds_of(site.services.definitions["runner"]["stop_grace_period"]) / 2
    assert not site.services.is_healthy("runner")
    assert not Path(f"/proc/{site.note()['process_id']}").exists()
    assert site.note()["state"] == "stopped"
    # What is missed meanwhile is Late, which calls a person; a paused schedule would be silent.
    assert site.api("deployments/name/monitor/scheduled")["paused"] is False
    assert site.state_of(stopped) in {"Cancelled", "Crashed"}
    site.need_runner()
    resumed = site.order_run()
    site.wait("the next run", lambda: site.state_of(resumed) == "Completed")
    assert site.hashes() == calm


def test_each_part_is_killed_once_in_a_scheduled_run_and_nothing_is_lost(site: Site, calm: dict[str, str]) -> None:
    services, before = site.services, {run["id"] for run in site.monitor_runs()}
    site.need_runner()
    site.empty_home()
    site.give_up_sooner()
    with site.slow_newsroom():
        site.schedule_soon()
        site.wait_until_loading()
        (killed,) = [run for run in site.monitor_runs() if run["id"] not in before and run["state_type"] == "RUNNING"]
        assert killed["auto_scheduled"]
        services.kill("postgres")
        services.start_postgres()
        services.kill("server")
        services.kill("runner")
    assert site.note()["state"] == "running"
    services.start("server")
    services.wait_until_started("server")
    site.wait("the killed run to be Crashed", lambda: site.state_of(killed["id"]) == "Crashed")
    site.need_runner(is_well=False)
    assert not services.is_healthy("runner"), "a killed run is told until another is completed"
    resumed = site.order_run()
    site.wait("the next run", lambda: site.state_of(resumed) == "Completed")
    assert services.is_healthy("runner")
    assert site.hashes() == calm


def test_the_handbooks_backup_restores_everything_into_empty_volumes(site: Site, calm: dict[str, str]) -> None:
    text = (ROOT / "flows/README.md").read_text(encoding="utf-8")
    section = text.partition("\n## Backup and restore\n")[2].partition("\n## ")[0]
    save, restore = re.findall(r"^```sh\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    files = site.services.folder / "backup"
    files.mkdir()
    site.need_runner()
    for line in save.splitlines():
        site.services.docker(line, files)
    runs = site.monitor_runs()
    site.services.stop_all()
    site.services.empty_volumes()
    for line in restore.splitlines():
        site.services.docker(line, files)
    assert runs
    assert site.monitor_runs() == runs
    assert site.hashes() == calm
    assert site.services.stop("runner") == 0
