"""Runs a flow in the process of a verb: what is expected to go wrong is an error of one line."""

import asyncio
from collections.abc import Coroutine
from contextlib import closing
from typing import Any, TypeVar

from flows.cli.errors import one_line_each
from flows.settings import current_settings
from warehouse.connect import WarehouseBusy

T = TypeVar("T")


def perform(run: Coroutine[Any, Any, T]) -> T:
    """Runs a flow to its end and returns what it made.

    Raises:
        NoServer: the Prefect server that is configured does not answer, or refuses the password.
        WarehouseBusy: another run holds the warehouse.
        TimeoutError: the run was stopped for its time.
    """
    import flows.prefect_defaults  # noqa: F401  before anything of Prefect

    # isort: split
    from prefect.exceptions import CancelledRun
    from prefect.flow_engine import FlowRunTimeoutError

    from flows.prefect_server import require_server, server_url

    with closing(run), one_line_each():
        if server_url() is not None:
            require_server()
        try:
            return asyncio.run(_awaited(run))
        except CancelledRun as error:
            raise WarehouseBusy(str(error)) from error
        except FlowRunTimeoutError as error:
            limit = f"{current_settings().timeout_minutes:g} minutes (KAWARABAN_TIMEOUT_MINUTES)"
            told = f"the run was stopped after {limit}; start it again, it goes on where it stopped"
            raise TimeoutError(told) from error


async def _awaited(run: Coroutine[Any, Any, T]) -> T:
    return await run
