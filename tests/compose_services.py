"""The services of docker-compose.yml as plain processes: the same commands, environments and health checks.

What a container would give is mapped: host names and ports to free ports of 127.0.0.1, volumes and ``/tmp`` to
folders below a scratch folder, programs to those installed here. Everything started is ended by its process id.
"""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests import postgres
from tests.conftest import ROOT, free_port, missing

COMPOSE_FILE = ROOT / "docker-compose.yml"
PASSWORDS = {"KAWARABAN_DATABASE_PASSWORD": "kura9Databank", "KAWARABAN_SERVER_PASSWORD": "kura9Dashboard"}
PROGRAMS = {
    "kawaraban": [sys.executable, "-m", "flows.cli"],
    "prefect": [sys.executable, "-m", "prefect"],
    "python": [sys.executable],
}
_VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?::(?P<kind>[-?])(?P<word>[^}]*))?\}")


class MissingVariable(KeyError):
    """A variable that the file requires is not set; the message is the file's."""


def interpolate(value: Any, environment: Mapping[str, str]) -> Any:
    """A compose value with ``${NAME}``, ``${NAME:-default}`` and ``${NAME:?message}`` replaced throughout."""
    if isinstance(value, dict):
        return {key: interpolate(each, environment) for key, each in value.items()}
    if isinstance(value, list):
        return [interpolate(each, environment) for each in value]
    if not isinstance(value, str):
        return value

    def replace(match: re.Match[str]) -> str:
        found = environment.get(match["name"], "")
        if found or match["kind"] is None:
            return found
        if match["kind"] == "?":
            raise MissingVariable(f"{match['name']}: {match['word']}")
        return match["word"]

    return _VARIABLE.sub(replace, value)


def compose(environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The compose file, with its variables replaced where an environment is given."""
    document: dict[str, Any] = yaml.safe_load(COMPOSE_FILE.read_text(encoding="utf-8"))
    return document if environment is None else interpolate(document, environment)


@dataclass
class ComposeServices:
    """Starts and ends the services one by one; a service must be started after those it depends on."""

    folder: Path
    ports: dict[str, int] = field(default_factory=lambda: {name: free_port() for name in ("5432", "4200", "8080")})
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    changes: dict[str, dict[str, str]] = field(default_factory=dict)
    """What was changed in a service's environment at its last start."""
    definitions: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        environment = PASSWORDS | {"KAWARABAN_SERVER_PORT": str(self.ports["4200"])}
        self.definitions = compose(environment)["services"]

    @property
    def api_url(self) -> str:
        """The Prefect API, as seen from here."""
        return f"http://127.0.0.1:{self.ports['4200']}/api"

    def local(self, text: str) -> str:
        """A value of the compose file as it must read outside a container."""
        text = re.sub(r"(?<=//)(?:postgres|server)(?=:)|0\.0\.0\.0", "127.0.0.1", text)
        for port, free in self.ports.items():
            text = re.sub(rf"(?<=127\.0\.0\.1:){port}\b|^{port}$", str(free), text)
        return re.sub(r"^/(tmp|var/lib/kawaraban)(?=/|$)", lambda match: f"{self.folder}/{match[1]}", text)

    def environment(self, name: str) -> dict[str, str]:
        """The environment of a service: the host's without our and Prefect's variables, then the file's."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("KAWARABAN_", "PREFECT_"))}
        stated = self.definitions[name]["environment"]
        local = {key: "127.0.0.1" if key.endswith("_HOST") else self.local(value) for key, value in stated.items()}
        return kept | local | {"PREFECT_RUNNER_SERVER_PORT": str(self.ports["8080"]), "PGPORT": str(self.ports["5432"])}

    def command(self, words: list[str]) -> list[str]:
        """A command of the file with the programs of this machine."""
        program, *arguments = (self.local(word) for word in words)
        if program.startswith("pg_"):
            return [str(postgres_programs() / program), *arguments]
        return [*PROGRAMS.get(program, [program]), *arguments]

    def start(self, name: str, **changes: str) -> "subprocess.Popen[bytes]":
        """Starts a service other than PostgreSQL by its command; its output goes to ``NAME.log``."""
        for below in ("tmp", "var/lib/kawaraban"):
            (self.folder / below).mkdir(parents=True, exist_ok=True)
        self.changes[name] = changes
        process = subprocess.Popen(
            self.command(self.definitions[name]["command"]),
            env=self.environment(name) | changes,
            cwd=ROOT,
            stdout=self.log(name).open("ab"),
            stderr=subprocess.STDOUT,
        )
        self.processes[name] = process
        return process

    def start_postgres(self) -> None:
        """Makes a cluster as the image does, and serves it as the owner of the files where we are root."""
        programs, stated = postgres_programs(), self.definitions["postgres"]["environment"]
        owner = postgres.owner()
        data, password_file = self.folder / "data", self.folder / "password"
        if not data.exists():
            password_file.write_text(stated["POSTGRES_PASSWORD"])
            data.mkdir(mode=0o700)
            if owner:
                for path in (self.folder, data, password_file):
                    shutil.chown(path, "postgres", "postgres")
            initialise = [programs / "initdb", "-D", data, "-U", stated["POSTGRES_USER"], f"--pwfile={password_file}"]
            words = [*initialise, *stated["POSTGRES_INITDB_ARGS"].split()]
            subprocess.run([str(word) for word in words], check=True, capture_output=True, cwd=self.folder, **owner)
        options = ["-p", str(self.ports["5432"]), "-k", str(self.folder), "-c", "listen_addresses=127.0.0.1"]
        self.processes["postgres"] = subprocess.Popen(
            [str(programs / "postgres"), "-D", str(data), *options],
            stdout=self.log("postgres").open("ab"),
            stderr=subprocess.STDOUT,
            cwd=self.folder,
            **owner,
        )
        self.wait_until_started("postgres")
        exists = f"select 1 from pg_database where datname = '{stated['POSTGRES_DB']}'"
        if "1" not in self.sql(exists):
            self.sql(f"create database {stated['POSTGRES_DB']}")

    def sql(self, statement: str, database: str = "postgres") -> str:
        """What ``psql`` prints for a statement, as the service's user with its password."""
        stated = self.definitions["postgres"]["environment"]
        user = ["-h", "127.0.0.1", "-p", str(self.ports["5432"]), "-U", stated["POSTGRES_USER"], "-d", database]
        return subprocess.run(
            [str(postgres_programs() / "psql"), *user, "-At", "-c", statement],
            env=os.environ | {"PGPASSWORD": stated["POSTGRES_PASSWORD"]},
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    def is_healthy(self, name: str) -> bool:
        """What the health check of the file says."""
        words = self.definitions[name]["healthcheck"]["test"]
        assert words[0] == "CMD", words
        command = self.command(words[1:])
        return subprocess.run(command, env=self.environment(name), capture_output=True, check=False).returncode == 0

    def wait_until_started(self, name: str, seconds: float = 240) -> None:
        """Waits for the health check; the test fails with the log's end where the service ends or time runs out."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.processes[name].poll() is None:
            if self.is_healthy(name):
                return
            time.sleep(0.5)
        pytest.fail(f"{name} did not become healthy: {self.log(name).read_text()[-3000:]}")

    def stop(self, name: str) -> int:
        """Ends a service as «docker compose stop» does, and returns its exit status."""
        definition, process = self.definitions[name], self.processes.pop(name)
        process.send_signal(signal.Signals[definition.get("stop_signal", "SIGTERM")])
        try:
            return process.wait(timeout=seconds_of(definition["stop_grace_period"]))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise

    def kill(self, name: str) -> None:
        """Ends a service as a power cut does, with all that it started."""
        process = self.processes.pop(name)
        for process_id in family(process.pid):
            with suppress(ProcessLookupError):
                os.kill(process_id, signal.SIGKILL)
        process.wait()

    def docker(self, line: str, folder: Path) -> None:
        """Does what a line «docker compose …» of the handbook does; its files are in ``folder``."""
        words = shlex.split(line)
        files = {"<": subprocess.DEVNULL, ">": subprocess.DEVNULL}
        with ExitStack() as opened:
            if words[-2] in files:
                *words, sign, name = words
                files[sign] = opened.enter_context((folder / name).open("rb" if sign == "<" else "wb")).fileno()
            assert words[:2] == ["docker", "compose"], line
            verb, names = words[2], [word for word in words[3:] if not word.startswith("-")]
            if verb == "stop":
                assert [self.stop(name) for name in names] == [0] * len(names)
            elif verb in ("up", "start"):
                for name in names or self.definitions:
                    self.up(name)
            else:
                assert verb in ("exec", "run"), line
                service = names[0]
                command = self.command(words[words.index(service) + 1 :])
                path = f"{postgres_programs()}:{os.environ['PATH']}"
                environment = self.environment(service) | {"PATH": path, "PGHOST": "127.0.0.1"}
                subprocess.run(command, check=True, env=environment, stdin=files["<"], stdout=files[">"])

    def up(self, name: str) -> None:
        """Starts a service that does not run, as it was started before, and waits for its health."""
        if name in self.processes:
            return
        if name == "postgres":
            self.start_postgres()
        else:
            self.start(name, **self.changes.get(name, {}))
            self.wait_until_started(name)

    def empty_volumes(self) -> None:
        """What «docker compose down --volumes» leaves and the next «up» finds: new volumes."""
        shutil.rmtree(self.folder / "data")
        for below in ("tmp", "var/lib/kawaraban"):
            shutil.rmtree(self.folder / below)
            (self.folder / below).mkdir()

    def stop_all(self) -> None:
        """Ends what still runs, the last started first."""
        for name in reversed(list(self.processes)):
            if self.processes[name].poll() is None:
                self.stop(name)
        self.processes.clear()

    def log(self, name: str) -> Path:
        """The file with a service's output."""
        return self.folder / f"{name}.log"


def family(process_id: int) -> list[int]:
    """A process and all that it started, directly or not, as far as they run."""
    found = [process_id]
    for parent in found:
        for file in Path(f"/proc/{parent}/task").glob("*/children"):
            with suppress(FileNotFoundError, ProcessLookupError):
                found += [int(child) for child in file.read_text().split()]
    return found


def seconds_of(duration: str) -> float:
    """A compose duration such as ``1m30s``."""
    units = {"h": 3600, "m": 60, "s": 1}
    return sum(float(figure) * units[unit] for figure, unit in re.findall(r"(\d+(?:\.\d+)?)([hms])", duration))


def postgres_programs() -> Path:
    """The folder with the newest PostgreSQL server's programs; the test is skipped where there is none."""
    found = postgres.programs()
    if found is None:
        missing("postgresql", "a PostgreSQL server and its user")
    return Path(str(found))


@pytest.fixture(scope="module")
def compose_services() -> Iterator[ComposeServices]:
    """PostgreSQL and the Prefect server of the compose file, started and healthy; once for a file of tests.

    Not below pytest's own folder: that is closed to the user who must own PostgreSQL's files. The runner is left
    to the tests that need it: ``start("runner")``, ``wait_until_started("runner")``, ``stop("runner")``.
    """
    postgres_programs()
    with tempfile.TemporaryDirectory(prefix="kawaraban-compose-", ignore_cleanup_errors=True) as folder:
        services = ComposeServices(Path(folder))
        try:
            services.start_postgres()
            services.start("server")
            services.wait_until_started("server")
            yield services
        finally:
            services.stop_all()
