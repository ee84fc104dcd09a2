"""The Prefect tasks of fetching: pages from the web, and pages from the archives of others."""

from collections.abc import Callable, Iterator

import dataframely as dy
import polars as pl
from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import task_run

from tasks.archive import ArchiveWriter
from tasks.fetch.client import PoliteClient
from tasks.fetch.foreign import ForeignBatch
from tasks.fetch.pages import fetch_pages
from tasks.frames import Pages
from tasks.web import Response


def _name() -> str:
    links: pl.DataFrame = task_run.parameters["links"]
    return f"fetch-{links.height}-links-of-{links['source_id'].n_unique()}-sources"


@task(name="fetch", task_run_name=_name, cache_policy=NO_CACHE)
async def fetch_batch(
    links: pl.DataFrame, client: PoliteClient, archive: ArchiveWriter, follow: Callable[[Response], str | None]
) -> dy.DataFrame[Pages]:
    """Fetches one batch of links into the archive, hosts side by side. The client has tried again already."""
    pages = await fetch_pages(links, client, archive, follow=follow)
    archive.sync()  # what the warehouse will point to must outlive a power cut
    return pages


@task(name="copy-records", cache_policy=NO_CACHE)
def copy_batch(batches: Iterator[ForeignBatch]) -> ForeignBatch | None:
    """Copies the next pages of a foreign file into the archive; None at the end of the run."""
    return next(batches, None)
