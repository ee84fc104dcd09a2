"""The Prefect task of discovery."""

from collections.abc import Mapping
from datetime import datetime

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.discover.discover import Discovery, discover
from tasks.discover.sources import Source
from tasks.web import Getter, Validators


@task(name="discover", task_run_name="discover-{source.id}", cache_policy=NO_CACHE)
async def discover_source(
    source: Source, getter: Getter, validators: Mapping[str, Validators], now: datetime
) -> Discovery:
    """The links that one source names now. The getter has tried again already where that helps."""
    return await discover(source, getter, validators, now)
