"""The sample newsroom: invented outlets that behave as the real web does.

``Newsroom.build()`` makes the pages, ``serve(newsroom)`` puts them on loopback, ``newsroom.truth``
says what a reader finds in them. Everything is fictional and every page says so.
"""

from seeds.sample.newsroom import EDITIONS, Newsroom
from seeds.sample.server import NewsroomServer, serve
from seeds.sample.truth import ArticleTruth, FundingTruth, LinkTruth

__all__ = ["EDITIONS", "ArticleTruth", "FundingTruth", "LinkTruth", "Newsroom", "NewsroomServer", "serve"]
