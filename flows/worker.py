"""``kawaraban worker``: this machine fetches and extracts for the monitor runs of another."""

import asyncio
import os
import signal
import socket
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import flows.prefect_defaults  # noqa: F401  before anything of Prefect

# isort: split
import httpx
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun
from prefect.exceptions import PrefectException
from prefect.workers.process import ProcessJobConfiguration, ProcessWorker, ProcessWorkerResult

from flows.findings import exchange_finding
from flows.harvest import STOP_FILE
from flows.prefect_server import require_server
from flows.settings import BadSettings, current_settings

MOMENT = 2.0
"""Seconds in which Prefect notes how a run ended, before the worker ends."""
FAREWELL = 10.0
"""Seconds in which the server may take note that the worker is gone."""
PATIENCE = 30.0
"""Seconds after which a worker that was told to stop ends though its run did not."""


def serve_as_worker() -> None:
    """Takes the parts of runs from the pool, one at a time, until SIGTERM or Ctrl-C.

    One run at a time, or the first worker that asks would take the parts of all.

    Raises:
        BadSettings: no pool is set, or the exchange folder cannot be used.
        NoServer: no server is configured, it does not answer, or it refuses the password.
    """
    settings = current_settings()
    if settings.work_pool is None:
        raise BadSettings("set KAWARABAN_WORK_POOL to the pool that the machine with the warehouse uses")
    exchange = exchange_finding(settings)
    if exchange.state != "ok":
        raise BadSettings(f"{exchange.told}; {exchange.remedy}")
    require_server()
    # Its runs begin in a folder of Prefect's, where a relative path leads elsewhere.
    os.environ["KAWARABAN_HOME"] = str(settings.home.resolve())
    os.environ["KAWARABAN_EXCHANGE"] = str(settings.exchange_folder.resolve())
    # A part waits for a worker that asks for it; Prefect's own 10 s would be a third of a small harvest.
    os.environ.setdefault("PREFECT_WORKER_QUERY_SECONDS", "3")
    with tempfile.TemporaryDirectory(prefix="kawaraban-worker-") as folder:
        os.environ[STOP_FILE] = str(Path(folder) / "stop")
        worker = GracefulWorker(
            work_pool_name=settings.work_pool, name=f"{socket.gethostname()}-{os.getpid()}", limit=1
        )
        with suppress(asyncio.CancelledError, KeyboardInterrupt):
            asyncio.run(worker.serve())


class GracefulWorker(ProcessWorker):
    """A worker that lets its run end before itself when it gets SIGTERM or Ctrl-C.

    Prefect 3.8.8 kills the process of the run, which can say nothing any more. Here the run is told by a file: it gives
    up the batch it is in, says so to the writer, and is Cancelled.
    """

    _at_work = 0
    _is_stopping = False

    @classmethod
    def __dispatch_key__(cls) -> str:
        """A name of its own beside the class that it extends; its ``type`` is still that of the pool."""
        return "graceful-process"

    async def serve(self) -> None:
        """Works until it is told to stop."""
        loop, work = asyncio.get_running_loop(), asyncio.create_task(self.start(printer=self._logger.info))
        self._idle = asyncio.Event()
        self._idle.set()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop, work)
        await work

    async def run(
        self, flow_run: FlowRun, configuration: ProcessJobConfiguration, task_status: Any = None
    ) -> ProcessWorkerResult:
        """As Prefect's own; what is at work is counted."""
        self._at_work += 1
        self._idle.clear()
        try:
            return await super().run(flow_run, configuration, task_status)
        finally:
            self._at_work -= 1
            if not self._at_work:
                self._idle.set()

    def _stop(self, work: "asyncio.Task[None]") -> None:
        if self._is_stopping:  # told twice: at once
            work.cancel()
            return
        self._is_stopping = True
        Path(os.environ[STOP_FILE]).touch()
        self._logger.info("Told to stop%s", ": the run at work is ended first" if self._at_work else "")
        self._ending = asyncio.create_task(self._end(work))

    async def _end(self, work: "asyncio.Task[None]") -> None:
        """Ends the worker when its run has ended."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await self._idle.wait()
        await asyncio.sleep(MOMENT)
        # Prefect would show it as online for a while, and the next run would make a part for it.
        path = {"work_pool_name": self._work_pool_name, "name": self.name}
        with suppress(httpx.HTTPError, PrefectException, TimeoutError):
            async with asyncio.timeout(FAREWELL), get_client() as client:
                await client.request("DELETE", "/work_pools/{work_pool_name}/workers/{name}", path_params=path)
        work.cancel()
