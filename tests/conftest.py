"""What tests share: a server of the sample newsroom, one Prefect server a run, and skips that say what is missing."""

import atexit
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from seeds.sample import EDITIONS, Newsroom, NewsroomServer, serve
from tests import run_wide
from tests.run_wide import QUIET
from warehouse.connect import Writer, open_writer
from warehouse.migrate import migrate

ROOT = Path(__file__).resolve().parent.parent


def missing(package: str, what: str) -> None:
    """Skips the test because a Debian package is not installed; fails it where nothing may be skipped."""
    reason = f"needs {what}: install the package {package}"
    if os.environ.get("KAWARABAN_NO_SKIPS"):
        pytest.fail(reason)
    pytest.skip(reason)


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's command."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        missing("chromium", "a browser")
    return str(found)


@pytest.fixture
def newsroom() -> Iterator[NewsroomServer]:
    """The sample newsroom at its last edition, without slow pages."""
    with serve(Newsroom.build(), edition=len(EDITIONS) - 1, slow_seconds=0.1) as server:
        yield server


@dataclass(frozen=True)
class Home:
    """A fresh KAWARABAN_HOME that watches the sample newsroom, and the command in it."""

    path: Path
    environment: dict[str, str]

    def run(self, *words: str, **changes: str) -> subprocess.CompletedProcess[str]:
        """Runs ``kawaraban`` with these words and waits for its end."""
        return subprocess.run(
            [sys.executable, "-m", "flows.cli", *words],
            capture_output=True,
            text=True,
            env=self.environment | changes,
            cwd=ROOT,
            timeout=240,
            check=False,
        )

    def start(self, *words: str, **changes: str) -> "subprocess.Popen[str]":
        """Starts ``kawaraban``; the caller ends it."""
        return subprocess.Popen(
            [sys.executable, "-m", "flows.cli", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=self.environment | changes,
            cwd=ROOT,
        )


@pytest.fixture
def home(tmp_path: Path, newsroom: NewsroomServer) -> Home:
    """A home below the test's folder."""
    endpoints = dict.fromkeys(newsroom.hosts, f"127.0.0.1:{newsroom.port}")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("KAWARABAN_", "PREFECT_"))}
    return Home(
        tmp_path / "home",
        environment
        | QUIET
        | {
            "KAWARABAN_HOME": str(tmp_path / "home"),
            "KAWARABAN_SOURCES_FILE": str(ROOT / "seeds" / "sample" / "sources.toml"),
            "KAWARABAN_CONNECT_TO": json.dumps(endpoints),
        },
    )


@pytest.fixture(scope="session")
def prefect_server() -> str:
    """The API address of a real Prefect server: one for the whole test run."""
    return run_wide.prefect_server_url(free_port(), free_port())


@pytest.fixture(scope="session")
def demo_home(prefect_server: str) -> Home:
    """A home in which ``kawaraban demo`` ran twice; what it printed stands in ``first.txt`` and ``second.txt``."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KAWARABAN_", "PREFECT_"))}
    with run_wide.made_once("demo") as (path, is_missing):
        home = Home(path, kept | QUIET | {"KAWARABAN_HOME": str(path), "PREFECT_API_URL": prefect_server})
        for name in ("first.txt", "second.txt") if is_missing else ():
            told = home.run("demo")
            assert told.returncode == 0, told.stderr[-3000:]
            (path / name).write_text(told.stderr + told.stdout)
    return home


@pytest.fixture
def deployments_alone() -> Iterator[None]:
    """No other process of the run changes or serves deployments on the Prefect server during the test.

    They have fixed names, and the run has one server: without this, a test would delete what another one serves.
    """
    with run_wide.alone("deployments"):
        yield


@pytest.fixture
def home_with_news(home: Home, demo_home: Home) -> Home:
    """A home that has read both editions of the sample newsroom and goes on with what is open now."""
    shutil.copytree(demo_home.path / "demo", home.path)
    return home


@pytest.fixture(scope="session")
def demo_file(demo_home: Home) -> Path:
    """The file that the demo published."""
    return demo_home.path / "demo" / "kawaraban.duckdb"


@pytest.fixture(scope="session")
def empty_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse file of today's schema without a row, to be copied: that takes a tenth of making one."""
    path = tmp_path_factory.mktemp("empty") / "writer.duckdb"
    with open_writer(path) as writer:
        migrate(writer)
    return path


@pytest.fixture
def writer(empty_warehouse: Path, tmp_path: Path) -> Iterator[Writer]:
    """An open warehouse without a row, at the place that a home has it."""
    path = tmp_path / "state" / "writer.duckdb"
    path.parent.mkdir()
    shutil.copy(empty_warehouse, path)
    with open_writer(path) as opened:
        yield opened


def pytest_configure(config: pytest.Config) -> None:
    run_wide.begin()


FIRST = (
    # With a server of its own; it takes longest.
    "tests/test_compose_services.py",
    # Starts the run's server.
    "tests/flows/test_run.py",
    # Keep the other processes busy meanwhile.
    "tests/warehouse/test_client_versions.py",
    "tests/warehouse/test_crash.py",
    "tests/tasks/report/test_page.py",
    "tests/tasks/report/test_content.py",
    # Long, and without the demo, which is made meanwhile.
    "tests/flows/test_setup.py",
    "tests/flows/test_harvest.py",
    "tests/flows/test_alerts.py",
    "tests/flows/test_runners.py",
)
"""Where pytest begins: what is long, and what waits for nothing. All other slow files follow, then the rest."""
LAST = ("tests/flows/test_schedules.py",)
"""Of the slow files: wants the deployments of the server for itself, as the tests of the set-up do."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begins with the files that take longest, so that no process ends with one while the others are idle."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    known = {ROOT / name: place for place, name in enumerate(FIRST)} | {ROOT / name: len(FIRST) + 1 for name in LAST}

    def place(item: pytest.Item) -> int:
        return known.get(item.path, len(FIRST) if item.path in slow else len(FIRST) + 2)

    items.sort(key=place)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Ends what the run started, and the process before Python's tear-down, in which DuckDB 2.0 prints pages of
    «leaked instance»."""
    run_wide.end()

    def leave() -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(int(exitstatus))

    atexit.register(leave)
