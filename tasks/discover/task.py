"""The Prefect task of discovery."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import task_run

from tasks.discover.discover import Discovery, discover
from tasks.discover.sources import Source
from tasks.web import Getter, Validators

MOST_TASKS = 25
"""A task costs Prefect 6 to 20 ms: with many sources, several share one."""


def _name() -> str:
    sources: Sequence[Source] = task_run.parameters["sources"]
    rest = f"-and-{len(sources) - 1}-more" if len(sources) > 1 else ""
    return f"discover-{sources[0].id}{rest}"


@task(name="discover", task_run_name=_name, cache_policy=NO_CACHE)
async def discover_sources(
    sources: Sequence[Source], getter: Getter, validators: Mapping[str, Validators], now: datetime
) -> list[Discovery]:
    """The links that each of these sources names now. The getter has tried again already where that helps."""
    return await asyncio.gather(*(discover(source, getter, validators, now) for source in sources))


def share_out(sources: Sequence[Source]) -> list[Sequence[Source]]:
    """The sources in at most MOST_TASKS groups of nearly equal size, in their order; one each where they are few."""
    size = -(-len(sources) // MOST_TASKS)
    return [sources[start : start + size] for start in range(0, len(sources), size)] if sources else []
