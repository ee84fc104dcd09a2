"""Articles whose page cannot be had, from the whole text that their feed carries."""

import hashlib
from datetime import datetime
from typing import Any

import polars as pl

from tasks.dates import JST
from tasks.extract.batch import content_hash
from tasks.extract.language import language_of
from tasks.frames import Articles, Outcomes

STANDS_IN_FOR = ("gone", "refused-robots", "failed", "too-big", "not-a-page", "unreadable", "paywalled-stub")
"""Outcomes after which the feed's text is all there will be. A link that is to be tried again waits for its page."""

SHORTEST = 80
"""Fewer characters than this are a teaser, whatever element of the feed they stand in."""


def articles_from_feeds(
    links: pl.DataFrame, outcomes: pl.DataFrame, articles: pl.DataFrame, now: datetime
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(``Articles`` made of the feed's text, the ``Outcomes`` that are left).

    ``links``: rows of ``Links``; ``outcomes``: how their pages ended; ``articles``: what pages of the same batch
    gave, which comes first. The articles made are marked ``is_feed_text``.
    """
    ended = outcomes.filter(pl.col("outcome").is_in(STANDS_IN_FOR)).select("url")
    told = links.join(ended, on="url", how="semi").filter(
        pl.col("full_text").str.len_chars() >= SHORTEST, pl.col("title").str.len_chars() > 0
    )
    rows = [_article(link, now) for link in told.iter_rows(named=True)]
    made = pl.DataFrame(rows, schema=Articles.create_empty().schema).join(articles, on="article_id", how="anti")
    left = outcomes.join(made, left_on="url", right_on="link_url", how="anti")
    return Articles.validate(made, cast=True), Outcomes.validate(left, cast=True)


def _article(link: dict[str, Any], now: datetime) -> dict[str, Any]:
    """The row of one article; what only a page would tell is empty."""
    stated: datetime | None = link["published_at"]
    is_day = link["published_precision"] == "day"
    empty = dict.fromkeys(Articles.create_empty().columns)
    row: dict[str, Any] = empty | {
        "article_id": hashlib.sha256(link["url"].encode()).hexdigest()[:16],
        "url": link["url"],
        "link_url": link["url"],
        "source_id": link["source_id"],
        "fetched_at": now,
        "title": link["title"],
        "body": link["full_text"],
        "lang": language_of(f"{link['title']}\n{link['full_text']}"),
        "authors": [link["author"]] if link["author"] else [],
        "published_at": None if is_day else stated,
        "published_on": stated.astimezone(JST).date() if stated else None,
        "published_precision": (link["published_precision"] or "second") if stated else None,
        "published_zone_source": ("assumed_jst" if is_day else "explicit") if stated else None,
        "published_evidence": "feed" if stated else None,
        "published_raw": link["published_raw"],
        "is_paywalled": False,
        "is_sponsored": False,
        "keywords": [],
        "part_count": 1,
        "is_feed_text": True,
    }
    return row | {"content_hash": content_hash(row)}
