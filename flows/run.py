"""``kawaraban run``: one monitoring cycle, now."""

import asyncio
from collections.abc import Sequence

import flows.prefect_defaults  # noqa: F401  before anything of Prefect

# isort: split
from flows.monitor import Cycle, monitor


def run_once(sources: Sequence[str] | None) -> bool:
    """Runs the cycle; False where not one source could be reached, so that nothing was looked at."""
    cycle: Cycle = asyncio.run(monitor(sources=list(sources) if sources else None))
    return cycle.source_count == 0 or cycle.answered_count > 0
