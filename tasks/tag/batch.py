"""A batch of articles tagged: by this process, or shared out to several."""

from functools import partial

import polars as pl

from tasks.processes import is_worth_it, spread_rows
from tasks.tag.article_tags import Tags, join_tags
from tasks.tag.registers import Registers
from tasks.tag.tagger import Tagger

_kept: dict[str, Tagger] = {}
"""The tagger of this process, by the version of its registers: building one takes a quarter of a second."""


def tag_articles(registers: Registers, articles: pl.DataFrame, workers: int = 1) -> Tags:
    """The tags of a batch; see ``Tagger.tag_articles`` for the columns.

    ``workers``: processes. Each builds a tagger of its own: one cannot be sent, its registers can.
    """
    if not is_worth_it(articles.height, workers):
        return _tagger_of(registers).tag_articles(articles)
    return join_tags(spread_rows(partial(tag_articles, registers), articles, workers))


def _tagger_of(registers: Registers) -> Tagger:
    tagger = _kept.get(registers.version)
    if tagger is None:
        _kept.clear()
        tagger = _kept[registers.version] = Tagger(registers)
    return tagger
