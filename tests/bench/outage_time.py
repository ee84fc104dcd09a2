"""How long after a source's outage a person is told, by the clock.

    python -m tests.bench.outage_time [--interval 30]

Starts a Prefect server, the sample newsroom and a web server that takes alerts, and starts a cycle every ``--interval``
seconds, as a schedule does. In the middle between two cycles one outlet's feed begins to fail. Prints the seconds from
then to the alert's arrival, in intervals too, of which the rest is a cycle's own time; then the same for the end of the
outage. The rule waits for three failing polls; hourly polls are told within three hours and that rest.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from seeds.sample import EDITIONS, Newsroom, serve
from tests.bench.crash_time import prefect_server
from tests.channels import Webhook
from tests.conftest import QUIET, ROOT

OUTLET = "denpa"


class Cycles:
    """Cycles at fixed times, each in a process of its own."""

    def __init__(self, interval: float, environment: dict[str, str]) -> None:
        self.interval = interval
        self._environment = environment
        self._next = time.monotonic()

    def run(self) -> None:
        """Waits for the time of the next cycle and runs it."""
        time.sleep(max(0.0, self._next - time.monotonic()))
        self._next = max(self._next, time.monotonic() - self.interval) + self.interval
        words = [sys.executable, "-m", "flows.cli", "run", "--source", OUTLET, "--source", "kumade"]
        silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(words, env=self._environment, cwd=ROOT, check=False, **silent)  # type: ignore[call-overload]

    def wait_half(self) -> None:
        """Waits until the middle before the next cycle."""
        time.sleep(max(0.0, self._next - self.interval / 2 - time.monotonic()))


def until_told(cycles: Cycles, webhook: Webhook, words: str) -> None:
    """Runs cycles until a message holds the words, and prints how long that took."""
    began, count = time.monotonic(), 0
    while not any(words in message["body"] for message in webhook.received):
        cycles.run()
        count += 1
        if count > 6:
            raise SystemExit(f"no message with «{words}» after {count} cycles")
    lasted, interval = webhook.times[-1] - began, cycles.interval
    after = lasted - (count - 0.5) * interval
    print(f"«{words}»: {lasted:.1f} s, {lasted / interval:.2f} intervals of {interval:g} s", flush=True)
    print(f"  told by cycle {count}, {after:.1f} s after it was due", flush=True)


def main() -> None:
    """Prints a line for the outage and one for its end."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--interval", type=float, default=30)
    interval = parser.parse_args().interval
    webhook = Webhook()
    with (
        tempfile.TemporaryDirectory() as scratch,
        prefect_server(Path(scratch)) as api,
        serve(Newsroom.build(), edition=len(EDITIONS) - 1, slow_seconds=0.1) as newsroom,
    ):
        environment = os.environ | QUIET
        environment |= {
            "PREFECT_API_URL": api,
            "KAWARABAN_HOME": f"{scratch}/home",
            "KAWARABAN_ALERT_WEBHOOK": webhook.url,
            "KAWARABAN_SOURCES_FILE": str(ROOT / "seeds" / "sample" / "sources.toml"),
            "KAWARABAN_CONNECT_TO": json.dumps(dict.fromkeys(newsroom.hosts, f"127.0.0.1:{newsroom.port}")),
        }
        cycles = Cycles(interval, environment)
        cycles.run()
        cycles.wait_half()
        newsroom.fail(next(host for host in newsroom.hosts if OUTLET in host), 404)
        until_told(cycles, webhook, "does not deliver")
        cycles.wait_half()
        newsroom.restore()
        until_told(cycles, webhook, "Over: ")
    webhook.close()


if __name__ == "__main__":
    main()
