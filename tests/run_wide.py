"""What a test run has once, however many processes it is spread over: a Prefect server, and a home with the demo.

The first process that needs a thing makes it; the others wait and use it; the process that people started ends it.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from tests import postgres

FOLDER = "KAWARABAN_TEST_RUN"
"""Environment variable with the folder that all processes of the run share."""
PATIENCE_SECONDS = 300.0
"""For what another process makes or holds: a server and the demo on it take half a minute where nothing else runs."""
QUIET = {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "PREFECT_SERVER_UI_V2_ENABLED": "false"}


def is_worker() -> bool:
    """This process was started by pytest-xdist."""
    return "PYTEST_XDIST_WORKER" in os.environ


def begin() -> None:
    """Makes the folder of the run, in the process that people started.

    What the tests start keeps its byte code, as a user's commands do: else each of some hundred would compile anew.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if not is_worker():
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="kawaraban-tests-")


def end() -> None:
    """Ends the run's Prefect server and removes the folder, in the process that people started."""
    if is_worker():
        return
    folder = Path(os.environ.pop(FOLDER))
    for name, ending in (("pid", signal.SIGTERM), ("postgres.pid", signal.SIGINT)):
        with suppress(FileNotFoundError):
            _stop(int((folder / "prefect" / name).read_text()), ending)
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Other processes of the run that want the same wait meanwhile; a test fails that has to wait for too long.

    The lock dies with the process that holds it.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    with (Path(os.environ[FOLDER]) / f"{name}.lock").open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    pytest.fail(f"another process of the run kept «{name}» for {PATIENCE_SECONDS:g} seconds")
            time.sleep(0.1)
        yield


@contextmanager
def made_once(name: str) -> Iterator[tuple[Path, bool]]:
    """A folder of the run, and whether it is still to be filled; meanwhile other processes wait for it.

    Where filling it fails, the next process that needs it tries again.
    """
    folder = Path(os.environ[FOLDER]) / name
    folder.mkdir(exist_ok=True)
    with alone(name):
        mark = folder.parent / f"{name}.made"
        yield folder, not mark.exists()
        mark.touch()


def prefect_server_url(port: int, database_port: int) -> str:
    """The API address of the run's Prefect server, which is started at ``port`` where there is none yet.

    Its database is PostgreSQL where that is installed, as the handbook asks for where several processes talk to one
    server: with SQLite single requests wait a minute for each other («database is locked»), and the tests with them.
    """
    with made_once("prefect") as (folder, is_missing):
        address = folder / "url"
        if is_missing:
            address.write_text(_start(folder, port, _start_database(folder, database_port)))
        return address.read_text()


def _start_database(folder: Path, port: int) -> dict[str, str]:
    """PostgreSQL, and the environment of a Prefect server that uses it; empty where none is installed."""
    programs = postgres.programs()
    if programs is None:
        return {}
    for above in (folder.parent, folder):
        above.chmod(0o711)  # its owner passes through
    process, url = postgres.start(programs, folder / "postgres", port)
    (folder / "postgres.pid").write_text(str(process.pid))
    return {"PREFECT_SERVER_DATABASE_CONNECTION_URL": url}


def _start(folder: Path, port: int, database: dict[str, str]) -> str:
    url, log = f"http://127.0.0.1:{port}/api", folder / "server.log"
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    environment = os.environ | QUIET | database | {"PREFECT_HOME": str(folder), "PREFECT_API_URL": url}
    with log.open("w") as told:
        server = subprocess.Popen(command, env=environment, stdout=told, stderr=subprocess.STDOUT)
    (folder / "pid").write_text(str(server.pid))
    for _ in range(600):
        if server.poll() is not None:
            pytest.fail(f"the Prefect server ended: {log.read_text()[-2000:]}")
        with suppress(httpx.HTTPError):
            if httpx.get(f"{url}/health", timeout=2).status_code == 200:
                return url
        time.sleep(0.2)
    pytest.fail("the Prefect server did not become healthy within two minutes")


def _stop(pid: int, ending: int) -> None:
    """Asks a server to end by a signal, and waits for it as long as half a minute."""
    with suppress(ProcessLookupError, ChildProcessError):
        os.kill(pid, ending)
        for _ in range(300):
            with suppress(ChildProcessError):  # a server that a worker started is not our child
                os.waitpid(pid, os.WNOHANG)
            os.kill(pid, 0)
            time.sleep(0.1)
