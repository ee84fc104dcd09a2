"""The Prefect task of tagging."""

import polars as pl
from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import task_run

from tasks.tag.article_tags import Tags
from tasks.tag.batch import tag_articles
from tasks.tag.registers import Registers


def _name() -> str:
    return f"tag-{task_run.parameters['articles'].height}-articles"


@task(name="tag", task_run_name=_name, cache_policy=NO_CACHE)
def tag_batch(registers: Registers, articles: pl.DataFrame, workers: int = 1) -> Tags:
    """Tags companies, themes, funding and new names in one batch of articles."""
    return tag_articles(registers, articles, workers)
