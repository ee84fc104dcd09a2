"""The Prefect task of tagging."""

import polars as pl
from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.tag.tagger import Tagger, Tags


@task(name="tag", cache_policy=NO_CACHE)
def tag_batch(tagger: Tagger, articles: pl.DataFrame) -> Tags:
    """Tags companies, themes, funding and new names in one batch of articles."""
    tags = tagger.tag_articles(articles)
    get_run_logger().info("%d articles, %d mentions", articles.height, tags.mentions.height)
    return tags
