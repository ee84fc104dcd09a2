"""The Prefect tasks of tagging."""

import polars as pl
from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import task_run

from tasks.tag.article_tags import Tags
from tasks.tag.registers import Registers
from tasks.tag.tagger import Tagger

_kept: dict[str, Tagger] = {}
"""The tagger of this process, by the version of its registers: building one takes about a second."""


def _name() -> str:
    return f"tag-{task_run.parameters['articles'].height}-articles"


@task(name="tag", task_run_name=_name, cache_policy=NO_CACHE)
def tag_batch(tagger: Tagger, articles: pl.DataFrame) -> Tags:
    """Tags companies, themes, funding and new names in one batch of articles."""
    return tagger.tag_articles(articles)


@task(name="tag", cache_policy=NO_CACHE)
def tag_elsewhere(registers: Registers, articles: pl.DataFrame) -> Tags:
    """As ``tag_batch``, in a process that has no tagger yet: a tagger cannot be sent, its registers can."""
    tagger = _kept.get(registers.version)
    if tagger is None:
        _kept.clear()
        tagger = _kept[registers.version] = Tagger(registers)
    return tagger.tag_articles(articles)
