"""What becomes of a run that a person stops in a terminal: it is Cancelled, for Crashed would call a person."""

import asyncio
import signal
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from functools import wraps
from types import FrameType
from typing import Any, ParamSpec, TypeVar

import flows.prefect_defaults  # noqa: F401  before anything of Prefect

# isort: split
from prefect import State
from prefect.context import FlowRunContext
from prefect.states import Cancelled

P = ParamSpec("P")
R = TypeVar("R")

STOPPED = "stopped before its end; nothing is lost, start it again"
MOMENT = timedelta(seconds=10)
"""Between a run's own reckoning of its time and that of its time limit."""


HEARD: ContextVar[list[int] | None] = ContextVar("heard", default=None)
"""The signals to stop that a verb's run got; None where a runner started the run, which has a way of its own."""


@contextmanager
def _stopped_by_signals() -> Iterator[None]:
    """Within, Ctrl-C and SIGTERM cancel the task at work, where a verb started the run; a second one ends it at once.

    Prefect's own handler of SIGTERM raises out of whatever is at work, its own engine too, and the run is Crashed.
    """
    heard, task = HEARD.get(), asyncio.current_task()
    if heard is None or task is None:
        yield
        return
    loop, is_within = asyncio.get_running_loop(), True

    def cancel() -> None:
        if is_within:  # what comes after the body is Prefect's, which would take it for a crash
            task.cancel()

    def stop(number: int, _: FrameType | None) -> None:
        heard.append(number)
        if len(heard) > 1:
            raise KeyboardInterrupt
        loop.call_soon_threadsafe(cancel)

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        is_within = False
        for number, handler in before.items():
            signal.signal(number, handler)


def stoppable(body: Callable[P, Coroutine[Any, Any, R]]) -> Callable[P, Coroutine[Any, Any, R | State[object]]]:
    """For the body of an asynchronous flow, below ``@flow``.

    Ctrl-C, SIGTERM and a time limit all arrive as the cancellation of whatever the run was waiting for; a time limit is
    left to Prefect.
    """

    @wraps(body)
    async def run(*args: P.args, **kwargs: P.kwargs) -> R | State[object]:
        try:
            with _stopped_by_signals():
                return await body(*args, **kwargs)
        except asyncio.CancelledError:
            if is_over_time():
                raise
            return Cancelled(message=STOPPED)

    return run


def end_if_told() -> None:
    """For a run that computes for long and waits for nothing, between two batches: ends it where a signal came."""
    if HEARD.get():
        raise asyncio.CancelledError


def is_over_time() -> bool:
    """Whether the time limit of the flow that runs here has passed."""
    context = FlowRunContext.get()
    if context is None or context.flow is None or not context.flow.timeout_seconds:
        return False
    return datetime.now(UTC) - context.start_time > timedelta(seconds=context.flow.timeout_seconds) - MOMENT
