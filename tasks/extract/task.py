"""The Prefect task of extraction."""

from pathlib import Path

import polars as pl
from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import task_run

from tasks.decode import decode
from tasks.extract.batch import Extraction, extract_pages
from tasks.extract.pagination import next_page
from tasks.extract.recipes import Recipes
from tasks.web import Response


def _name() -> str:
    return f"extract-{task_run.parameters['pages'].height}-pages"


@task(name="extract", task_run_name=_name, cache_policy=NO_CACHE)
def extract_batch(
    pages: pl.DataFrame, links: pl.DataFrame, archive: Path, recipes: Recipes, workers: int
) -> Extraction:
    """Turns the archived pages of one batch into articles."""
    return extract_pages(pages, links, archive, recipes, workers=workers)


def follow_page(response: Response) -> str | None:
    """The address of the article's next page, or None: what fetching follows."""
    text = decode(response.body, response.headers.get("content-type")).text
    return next_page(text, response.final_url)
