"""The Prefect task of tagging."""

import polars as pl
from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.tag.tagger import Tagger, Tags


@task(name="tag", cache_policy=NO_CACHE)
def tag_batch(tagger: Tagger, articles: pl.DataFrame) -> Tags:
    """Tags companies, themes, funding and new names in one batch of articles."""
    return tagger.tag_articles(articles)
