"""The Prefect task of publishing."""

from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE

from warehouse.connect import Writer
from warehouse.snapshot import Snapshot, publish


@task(name="publish", cache_policy=NO_CACHE, retries=2, retry_delay_seconds=5)
def publish_snapshot(writer: Writer, target: Path) -> Snapshot:
    """Replaces the file that analysts open; tried again because a file server may be away for a moment."""
    return publish(writer, target)
