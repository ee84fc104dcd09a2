"""Brings together what the steps made of one batch, with exactly one outcome for each link."""

from collections.abc import Sequence
from dataclasses import dataclass

import dataframely as dy
import polars as pl

from tasks import frames


class LinkWithoutOutcome(Exception):
    """A link of the batch has no outcome, or two: a fault of the program, so nothing of the batch is loaded."""


@dataclass(frozen=True)
class Comparison:
    """The articles of a batch, told apart by how they stand to the warehouse."""

    fresh: dy.DataFrame[frames.Articles]
    """New or changed: to be tagged, clustered and loaded."""
    seen_again: pl.DataFrame
    """Unchanged ones: article_id, fetched_at."""
    outcomes: dy.DataFrame[frames.Outcomes]
    """One for each link of the articles compared."""


def compare(articles: pl.DataFrame, states: pl.DataFrame) -> Comparison:
    """Sorts ``articles`` by their state (columns article_id, state: new, changed, unchanged, duplicate, superseded)."""
    # A text out of a feed never replaces what a page has given before, though that page is gone now.
    is_kept = pl.col("is_feed_text") & (pl.col("state") == "changed")
    stated = articles.join(states, on="article_id", how="left").with_columns(
        state=pl.when(is_kept).then(pl.lit("unchanged")).otherwise(pl.col("state"))
    )
    fresh = stated.filter(pl.col("state").is_in(["new", "changed"]))
    outcomes = stated.select(
        url=pl.col("link_url"),
        source_id=pl.col("source_id"),
        outcome=pl.col("state").replace_strict(
            {
                "new": "loaded",
                "changed": "loaded",
                "unchanged": "unchanged",
                "superseded": "unchanged",
                "duplicate": "duplicate",
            }
        ),
        detail=pl.when(pl.col("state") == "changed")
        .then(pl.lit("edited since it was seen last"))
        .when(pl.col("state") == "superseded")
        .then(pl.lit("a copy from before the version that is held"))
        .when(pl.col("state") == "duplicate")
        .then(pl.lit("another link led to the same article: ") + pl.col("url")),
    )
    return Comparison(
        fresh=frames.Articles.validate(fresh.drop("state"), cast=True),
        seen_again=stated.filter(pl.col("state") == "unchanged").select("article_id", "fetched_at"),
        outcomes=frames.Outcomes.validate(outcomes, cast=True),
    )


def without_bodies(articles: pl.DataFrame, source_ids: Sequence[str]) -> dy.DataFrame[frames.Articles]:
    """The articles, those of these sources with an empty body: their terms allow the headline alone to be kept.

    What the body said is not tagged either, so that every tag can be walked back to stored words.
    """
    is_bound = pl.col("source_id").is_in(source_ids)
    bodies = pl.when(is_bound).then(pl.lit("")).otherwise(pl.col("body"))
    return frames.Articles.validate(articles.with_columns(body=bodies), cast=True)


def waiting_links(pages: pl.DataFrame) -> dy.DataFrame[frames.Outcomes]:
    """The links whose fetch ended without a whole article: one outcome each.

    A later page that can be had another time makes the whole link wait: half an article is not loaded. A later
    page that is gone or refused does not: what is there is the article.
    """
    failed = pages.filter(pl.col("outcome").is_not_null())
    settled = failed.filter((pl.col("part") == 1) | (pl.col("outcome") == "try-later"))
    outcomes = settled.sort("part").group_by("url", maintain_order=True).first()
    return frames.Outcomes.validate(outcomes.select("url", "source_id", "outcome", "detail"), cast=True)


def readable_pages(pages: pl.DataFrame, waiting: pl.DataFrame) -> pl.DataFrame:
    """The archived pages of the links that are not ``waiting``."""
    return pages.filter(pl.col("outcome").is_null()).join(waiting, on="url", how="anti")


def settle(links: pl.DataFrame, parts: Sequence[pl.DataFrame]) -> dy.DataFrame[frames.Outcomes]:
    """The outcomes of a batch: exactly one for each of its links.

    Raises:
        LinkWithoutOutcome: a link is missing, counted twice, or was never asked for.
    """
    together = pl.concat(parts)
    missing = links.join(together, on="url", how="anti")["url"].to_list()
    strange = together.join(links, on="url", how="anti")["url"].to_list()
    doubled = together.filter(pl.col("url").is_duplicated())["url"].unique().to_list()
    for what, urls in (("no outcome", missing), ("not asked for", strange), ("two outcomes", doubled)):
        if urls:
            raise LinkWithoutOutcome(f"{what}: {urls[0]} (and {len(urls) - 1} more of {links.height} links)")
    return frames.Outcomes.validate(together, cast=True)
