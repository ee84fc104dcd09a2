"""Where the heavy work of a batch is done, by one setting: ``KAWARABAN_TASK_RUNNER``.

threads      in the flow's process: best for the small batches of an hourly run
processes    Prefect's process pool on this machine
dask, ray    a cluster: the one at ``KAWARABAN_CLUSTER``, else a local one that lives as long as the run

A runner is started by the first batch that is worth it, so that a run with nothing new does not wait for a cluster.
What is sent are frames and plain values; the warehouse and the web stay with the flow's process.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from math import ceil
from typing import TYPE_CHECKING, Any

import polars as pl

from flows.settings import BadSettings, NoServer, Settings

if TYPE_CHECKING:
    from prefect import Task
    from prefect.task_runners import TaskRunner

PACKAGES = {"dask": "prefect_dask", "ray": "prefect_ray"}


class MissingExtra(BadSettings):
    """The chosen task runner is not installed; the message says what to install."""


def check_runner(settings: Settings) -> None:
    """Finds a runner that is not installed before a run is begun.

    Raises:
        MissingExtra: its package is missing.
    """
    name = settings.task_runner
    if name in PACKAGES and find_spec(PACKAGES[name]) is None:
        raise MissingExtra(f"KAWARABAN_TASK_RUNNER={name} is not installed: pip install 'kawaraban[{name}]'")


class Helpers:
    """The processes that help a run; they are started when they are first worth it."""

    def __init__(self, settings: Settings, stack: ExitStack) -> None:
        self._settings = settings
        self._stack = stack
        self._runner: TaskRunner[Any] | None = None

    def chunk_count(self, height: int) -> int:
        """Into how many chunks so many rows are cut; 1 where they stay in the flow's process.

        Two chunks for each process, so that one that is done early takes another, but none smaller than
        ``KAWARABAN_CHUNK_SIZE``: a task in another process costs more than 100 ms, the work of some twenty pages.
        """
        if self._settings.task_runner == "threads":
            return 1
        return max(1, min(2 * self._settings.workers, height // self._settings.chunk_size))

    def run(self, task: "Task[..., Any]", calls: Sequence[Mapping[str, Any]]) -> list[Any]:
        """The results of a task called with each of these parameters, in their order.

        Raises what the task raises, and ``NoServer`` where the processes would each start a server of their own.
        """
        if self._runner is None:
            _hand_down_server()
            self._runner = self._stack.enter_context(_started(self._settings))
        futures = [self._runner.submit(task, dict(call)) for call in calls]
        return [future.result() for future in futures]


@contextmanager
def helpers(settings: Settings) -> Iterator[Helpers]:
    """The helpers of one run; they end with the block.

    Raises:
        MissingExtra: the chosen runner is not installed.
    """
    check_runner(settings)
    with ExitStack() as stack:
        yield Helpers(settings, stack)


def chunks(frame: pl.DataFrame, count: int) -> list[pl.DataFrame]:
    """The rows in so many slices of about equal height, in their order; at least one slice."""
    return list(frame.iter_slices(ceil(frame.height / count))) if frame.height else [frame]


def _hand_down_server() -> None:
    """Tells the processes to come which Prefect server the run talks to.

    Raises:
        NoServer: it is a temporary one, which they cannot reach.
    """
    from prefect.settings import PREFECT_API_URL

    url = PREFECT_API_URL.value()
    if not url:
        raise NoServer(
            "KAWARABAN_TASK_RUNNER needs a running Prefect server: start one with «prefect server start» in another "
            "terminal and set PREFECT_API_URL=http://127.0.0.1:4200/api"
        )
    os.environ.setdefault("PREFECT_API_URL", url)


def _started(settings: Settings) -> "TaskRunner[Any]":
    """A runner that has not been entered yet."""
    if settings.task_runner == "dask":
        from prefect_dask.task_runners import DaskTaskRunner

        # One thread each: extraction and tagging hold the interpreter's lock. No dashboard, which would open a port.
        local = {"n_workers": settings.workers, "threads_per_worker": 1, "dashboard_address": None, "host": "127.0.0.1"}
        options = {"address": settings.cluster} if settings.cluster else {"cluster_kwargs": local}
        dask: TaskRunner[Any] = DaskTaskRunner(**options)
        return dask
    if settings.task_runner == "ray":
        from prefect_ray.task_runners import RayTaskRunner

        local = {
            "num_cpus": settings.workers,
            "include_dashboard": False,
            "log_to_driver": False,
            "_node_ip_address": "127.0.0.1",
        }
        options = {"address": settings.cluster} if settings.cluster else {"init_kwargs": local}
        ray: TaskRunner[Any] = RayTaskRunner(**options)
        return ray
    from prefect.task_runners import ProcessPoolTaskRunner

    return ProcessPoolTaskRunner(max_workers=settings.workers)
