"""Runs a flow in the process of a verb: what is expected to go wrong is an error of one line."""

import asyncio
from collections.abc import Coroutine
from contextlib import closing
from typing import TYPE_CHECKING, Any, TypeVar

from flows.cli.errors import one_line_each
from flows.logs import complain
from flows.settings import current_settings
from warehouse.connect import WarehouseBusy

if TYPE_CHECKING:
    from prefect import State
    from prefect.exceptions import CancelledRun

T = TypeVar("T")


def perform(run: "Coroutine[Any, Any, T | State[object]]") -> T:
    """Runs a flow to its end and returns what it made.

    Raises:
        NoServer: the Prefect server that is configured does not answer, or refuses the password.
        WarehouseBusy: another run holds the warehouse.
        TimeoutError: the run was stopped for its time.
        SystemExit: a person stopped it, which is told; the status is 128 and the number of the signal.
    """
    import flows.prefect_defaults  # noqa: F401  before anything of Prefect

    # isort: split
    from prefect import State
    from prefect.exceptions import CancelledRun, TerminationSignal
    from prefect.flow_engine import FlowRunTimeoutError

    from flows.prefect_server import require_server, server_url
    from flows.stopping import HEARD, STOPPED

    heard: list[int] = []
    HEARD.set(heard)
    with closing(run), one_line_each():
        if server_url() is not None:
            require_server()
        try:
            ended = asyncio.run(_ended(run))
        except TerminationSignal as signal:  # before the flow began, or after it had ended
            complain(STOPPED)
            raise SystemExit(128 + signal.signal) from signal
        except FlowRunTimeoutError as error:
            limit = f"{current_settings().timeout_minutes:g} minutes (KAWARABAN_TIMEOUT_MINUTES)"
            told = f"the run was stopped after {limit}; start it again, it goes on where it stopped"
            raise TimeoutError(told) from error
        if not isinstance(ended, CancelledRun):
            assert not isinstance(ended, State)  # noqa: S101  Prefect raises what is no success
            return ended
        if str(ended) != STOPPED:
            raise WarehouseBusy(str(ended))
        complain(STOPPED)
        raise SystemExit(128 + heard[0] if heard else 1)


async def _ended(run: Coroutine[Any, Any, T]) -> "T | CancelledRun":
    """What the run made, or that it was Cancelled; raised, this would be logged where a signal ends the loop."""
    from prefect.exceptions import CancelledRun

    try:
        return await run
    except CancelledRun as cancelled:
        return cancelled
