"""The Prefect tasks of clustering: sign the new articles, then fold them into the stories they meet."""

import dataframely as dy
import polars as pl
from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.cluster.signatures import sign
from tasks.cluster.stories import fold
from tasks.frames import Signatures, StoryMembers
from tasks.processes import is_worth_it, spread_rows


@task(name="sign", cache_policy=NO_CACHE)
def sign_batch(articles: pl.DataFrame, workers: int = 1) -> dy.DataFrame[Signatures]:
    """What is kept of each article to judge others against it; ``workers``: processes."""
    if not is_worth_it(articles.height, workers):
        return sign(articles)
    return Signatures.validate(pl.concat(spread_rows(sign, articles, workers)))


@task(name="cluster", cache_policy=NO_CACHE)
def cluster_batch(
    signatures: dy.DataFrame[Signatures], candidates: pl.DataFrame, known: pl.DataFrame
) -> dy.DataFrame[StoryMembers]:
    """New memberships, and those of older articles that change through them."""
    return fold(signatures, Signatures.validate(candidates), StoryMembers.validate(known))
