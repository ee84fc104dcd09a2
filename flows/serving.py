"""Runs the schedules' deployments on this machine, and ends in order when it is told to."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import flows.prefect_defaults  # noqa: F401  before anything of Prefect

# isort: split
from prefect.deployments.runner import RunnerDeployment
from prefect.runner import Runner


class GracefulRunner(Runner):
    """A runner that ends its runs before itself when it gets SIGTERM, as from «docker compose stop».

    Prefect 3.8.8 calls the asynchronous ``stop`` from its signal handler and never awaits it, so the processes of
    runs die without a word and their runs stay Running. Here each gets SIGTERM too: the batch at work is given up,
    its transaction with it, and the run is Cancelled; what does not end within 30 s is killed.
    """

    def handle_sigterm(self, *_args: Any, **_kwargs: Any) -> None:
        """Ends the runs, then the runner; called by the signal in the main thread, whose loop goes on."""
        if not self.started:
            raise SystemExit(0)
        self._logger.info("Told to stop: runs at work are ended first")
        self.execute_in_background(self.astop)


def serve_until_stopped(deployments: Sequence[RunnerDeployment]) -> None:
    """Registers the deployments and runs them when their time comes, until SIGTERM or Ctrl-C.

    Their schedules are not paused at the end: what is missed meanwhile must show.
    """
    runner = GracefulRunner(pause_on_shutdown=False)
    for deployment in deployments:
        runner.add_deployment(deployment)
    with suppress(KeyboardInterrupt):
        asyncio.run(runner.start())
