"""The Prefect task of tagging."""

import polars as pl
from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import task_run

from tasks.tag.tagger import Tagger, Tags


def _name() -> str:
    return f"tag-{task_run.parameters['articles'].height}-articles"


@task(name="tag", task_run_name=_name, cache_policy=NO_CACHE)
def tag_batch(tagger: Tagger, articles: pl.DataFrame) -> Tags:
    """Tags companies, themes, funding and new names in one batch of articles."""
    return tagger.tag_articles(articles)
