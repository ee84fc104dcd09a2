"""What tests share: a server of the sample newsroom, one Prefect server a run, and skips that say what is missing."""

import atexit
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from seeds.sample import EDITIONS, Newsroom, NewsroomServer, serve

ROOT = Path(__file__).resolve().parent.parent
QUIET = {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}


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
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The API address of a real Prefect server: one for the whole test run."""
    folder, port = tmp_path_factory.mktemp("prefect"), free_port()
    url = f"http://127.0.0.1:{port}/api"
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with (folder / "server.log").open("w") as log:
        environment = os.environ | QUIET | {"PREFECT_HOME": str(folder), "PREFECT_API_URL": url}
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_until_healthy(url, server, folder / "server.log")
            yield url
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait_until_healthy(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(240):
        if server.poll() is not None:
            pytest.fail(f"the Prefect server ended: {log.read_text()[-2000:]}")
        try:
            if httpx.get(f"{url}/health", timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.5)
    pytest.fail("the Prefect server did not become healthy within two minutes")


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory, prefect_server: str) -> Home:
    """A home in which ``kawaraban demo`` ran twice; what it printed stands in ``first.txt`` and ``second.txt``."""
    path = tmp_path_factory.mktemp("demo")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KAWARABAN_", "PREFECT_"))}
    home = Home(path, kept | QUIET | {"KAWARABAN_HOME": str(path), "PREFECT_API_URL": prefect_server})
    for name in ("first.txt", "second.txt"):
        told = home.run("demo")
        assert told.returncode == 0, told.stderr[-3000:]
        (path / name).write_text(told.stderr + told.stdout)
    return home


@pytest.fixture(scope="session")
def demo_file(demo_home: Home) -> Path:
    """The file that the demo published."""
    return demo_home.path / "demo" / "kawaraban.duckdb"


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Ends the process before Python's tear-down, in which DuckDB 2.0 prints pages of «leaked instance»."""

    def leave() -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(int(exitstatus))

    atexit.register(leave)
