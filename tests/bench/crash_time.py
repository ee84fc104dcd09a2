"""How long a run that was killed stays «Running» on the dashboard.

    python -m tests.bench.crash_time [--kills 3]

Starts a Prefect server and the sample newsroom, sets the server up as «kawaraban setup» does, starts monitor runs, and
kills each with SIGKILL a few seconds apart from its heartbeat. Prints the seconds from the kill to Crashed.
"""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from seeds.sample import EDITIONS, Newsroom, serve
from tests.conftest import QUIET, ROOT, free_port

SLOW_SECONDS = 300.0


@contextmanager
def prefect_server(folder: Path) -> Iterator[str]:
    """The API address of a server of its own."""
    port = free_port()
    api = f"http://127.0.0.1:{port}/api"
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    environment = os.environ | QUIET | {"PREFECT_HOME": str(folder / "prefect"), "PREFECT_API_URL": api}
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            for _ in range(240):
                try:
                    if httpx.get(f"{api}/health", timeout=2).is_success:
                        break
                except httpx.HTTPError:
                    time.sleep(0.5)
            yield api
        finally:
            server.terminate()
            server.wait(timeout=60)


def newest_run(api: str) -> dict[str, Any]:
    """The monitor run that was made last; empty where there is none."""
    query = {
        "flows": {"name": {"any_": ["monitor"]}},
        "flow_runs": {"state": {"type": {"not_any_": ["SCHEDULED"]}}},
        "sort": "START_TIME_DESC",
        "limit": 1,
    }
    found = httpx.post(f"{api}/flow_runs/filter", json=query, timeout=10).json()
    return dict(found[0]) if found else {}


def killed_for(api: str, environment: dict[str, str], wait: float) -> float:
    """Starts a run, kills it ``wait`` seconds after it began to work, and returns the seconds until it is Crashed."""
    before = newest_run(api).get("id")
    running = subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "run"],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while (run := newest_run(api)).get("id") == before or run.get("state_type") != "RUNNING":
        time.sleep(0.5)
    time.sleep(wait)
    running.send_signal(signal.SIGKILL)
    running.wait()
    killed = time.monotonic()
    while newest_run(api)["state_type"] != "CRASHED":
        if time.monotonic() - killed > 200:
            raise SystemExit(f"not crashed after 200 s: {newest_run(api)['state_type']}")
        time.sleep(0.5)
    return time.monotonic() - killed


def main() -> None:
    """Prints one line for each kill and their median."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=3)
    kills = parser.parse_args().kills
    times = []
    with (
        tempfile.TemporaryDirectory() as scratch,
        prefect_server(Path(scratch)) as api,
        serve(Newsroom.build(), edition=len(EDITIONS) - 1, slow_seconds=0.1) as newsroom,
    ):
        newsroom.delay(newsroom.hosts[0], SLOW_SECONDS)
        environment = os.environ | QUIET
        environment |= {
            "PREFECT_API_URL": api,
            "KAWARABAN_HOME": f"{scratch}/home",
            "KAWARABAN_SOURCES_FILE": str(ROOT / "seeds" / "sample" / "sources.toml"),
            "KAWARABAN_CONNECT_TO": json.dumps(dict.fromkeys(newsroom.hosts, f"127.0.0.1:{newsroom.port}")),
        }
        subprocess.run([sys.executable, "-m", "flows.cli", "setup"], env=environment, cwd=ROOT, check=True)
        for number in range(kills):
            wait = 5 + 25 * number / max(1, kills - 1)
            times.append(killed_for(api, environment, wait))
            print(f"killed {wait:4.0f} s after its start: Crashed {times[-1]:5.1f} s later", flush=True)
    print(f"median {statistics.median(times):.1f} s, longest {max(times):.1f} s")


if __name__ == "__main__":
    main()
