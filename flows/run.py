"""``kawaraban run``: one monitoring cycle, now."""

import asyncio
from collections.abc import Sequence

from flows.settings import current_settings
from flows.workspace import choose_sources, configured_sources, preflight
from warehouse.connect import WarehouseBusy


def run_once(sources: Sequence[str] | None) -> bool:
    """Runs the cycle; False where not one source could be reached, so that nothing was looked at."""
    settings = current_settings()
    preflight(settings)
    choose_sources(configured_sources(settings), sources)
    import flows.prefect_defaults  # noqa: F401  before anything of Prefect

    # isort: split
    from prefect import tags
    from prefect.exceptions import CancelledRun
    from prefect.flow_engine import FlowRunTimeoutError

    from flows.monitor import Cycle, monitor

    try:
        with tags("kawaraban", "by-hand"):
            cycle = asyncio.run(monitor(sources=list(sources) if sources else None))
    except CancelledRun as error:
        raise WarehouseBusy(str(error)) from error
    except FlowRunTimeoutError as error:
        limit = f"{settings.timeout_minutes:g} minutes (KAWARABAN_TIMEOUT_MINUTES)"
        raise TimeoutError(f"the run was stopped after {limit}; start it again, it goes on where it stopped") from error
    assert isinstance(cycle, Cycle)  # noqa: S101  a state would have been raised
    return cycle.source_count == 0 or cycle.answered_count > 0
