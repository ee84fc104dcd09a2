"""A run's turn with the warehouse, which one process at a time may write: who comes meanwhile waits in plain sight.

The dashboard shows such a run as Waiting, with who holds the warehouse and how long it waits at most; Cancel ends it
there as anywhere. A person who orders a run wants it done, not to guess when to order it again.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import flows.prefect_defaults  # noqa: F401  before anything of Prefect

# isort: split
import httpx
from prefect import State, get_run_logger
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import StateType
from prefect.context import FlowRunContext
from prefect.exceptions import PrefectException
from prefect.states import Cancelled

from warehouse.connect import WarehouseBusy, open_writer

T = TypeVar("T")

UNTOLD = 3.0
"""Seconds of waiting of which nobody is told: a backup or a look into the database holds it no longer."""
LOOK_SECONDS = 1.0


async def take_turn(stack: ExitStack, opening: Callable[[], AbstractContextManager[T]], patience: timedelta) -> T:
    """Enters what ``opening`` makes, into ``stack``, as soon as nobody else holds the warehouse.

    Raises:
        WarehouseBusy: it is still held after ``patience``; the message says by whom and since when.
    """
    begun, told = time.monotonic(), ""
    while True:
        try:
            entered = stack.enter_context(opening())
        except WarehouseBusy as busy:
            waited = time.monotonic() - begun
            if waited >= patience.total_seconds():
                raise
            if busy.holder != told and waited >= UNTOLD:
                told = busy.holder
                why = f"waits for its turn, {_minutes(patience)} at most: {told}"
                get_run_logger().info("%s", why)
                await _show(State(type=StateType.RUNNING, name="Waiting", message=why))
        else:
            if told:
                waited_for = f"its turn came after {_minutes(timedelta(seconds=time.monotonic() - begun))}"
                get_run_logger().info("%s", waited_for)
                await _show(State(type=StateType.RUNNING, name="Running", message=waited_for))
            return entered
        await asyncio.sleep(LOOK_SECONDS)


async def wait_for_turn(file: Path, patience: timedelta) -> None:
    """Returns as soon as nobody holds the database.

    Raises:
        WarehouseBusy: it is still held after ``patience``.
    """
    with ExitStack() as stack:
        await take_turn(stack, lambda: open_writer(file), patience)


def is_ordered() -> bool:
    """A person ordered this run of a deployment, on the dashboard for example; the schedule did not."""
    context = FlowRunContext.get()
    run = context.flow_run if context else None
    return run is not None and run.deployment_id is not None and not run.auto_scheduled


def without_turn(busy: WarehouseBusy) -> State[object]:
    """The end of an ordered run whose turn did not come: visible, and nobody is called, for nothing is lost."""
    told = f"its turn did not come: {busy.holder}; order it again when that is done"
    get_run_logger().warning("%s", told)
    return Cancelled(message=told)


def _minutes(length: timedelta) -> str:
    minutes = length.total_seconds() / 60
    return f"{minutes:.0f} min" if minutes >= 1 else f"{length.total_seconds():.0f} s"


async def _show(state: State[object]) -> None:
    """Shows the state on the dashboard, where there is one that answers."""
    context = FlowRunContext.get()
    if context is None or context.flow_run is None:
        return
    try:
        async with get_client() as client:
            await client.set_flow_run_state(context.flow_run.id, state)
    except (httpx.HTTPError, PrefectException) as error:
        get_run_logger().warning("the dashboard cannot be told: %s", str(error) or repr(error))
