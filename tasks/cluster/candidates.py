"""Which stored articles a batch must be folded with: the rule, as Polars runs it in memory.

A warehouse runs the same rule over its tables, with ``LIMITS`` as its variables. For each new article it takes

    cold     the ``NEAREST`` stored articles that share most bands with it, by bands that at most ``HOT`` have
    hot      of a band that more have, the first member of each of its ``REPRESENTED`` largest stories
    stated   where it has a hot band, the ``NEAREST`` that share most rare names and numbers and a hot band

and then the stories of all these and of the new articles: every member, or of a story with more than ``LARGE``
its lead and first ``FIRST``. «Stored» means of the same version and within the window, and the counts are over
those. So a batch reads a bounded number of signatures for each new article, whatever the table holds.
"""

import dataframely as dy
import polars as pl

from tasks.cluster.judge import WINDOW
from tasks.cluster.stories import COMPARED
from tasks.frames import Signatures

HOT = 64
"""A band, name or number that more stored articles have finds none by itself."""

NEAREST = 64
REPRESENTED = 16
LARGE = 64
FIRST = COMPARED
"""As many as the role of a later member depends on."""

LIMITS = {
    "window_seconds": WINDOW.total_seconds(),
    "hot": HOT,
    "nearest": NEAREST,
    "represented": REPRESENTED,
    "large": LARGE,
    "first_members": FIRST,
}
"""The same figures as the warehouse's statement takes them."""


def candidates_for(
    new: dy.DataFrame[Signatures], stored: pl.DataFrame, known: pl.DataFrame
) -> dy.DataFrame[Signatures]:
    """The rows of ``stored`` that ``fold`` must see; ``known`` are the memberships of the stored articles."""
    if new.is_empty():
        return Signatures.create_empty()
    at = new["published_at"]
    near = stored.filter(pl.col("published_at").is_between(pl.lit(at.min()) - WINDOW, pl.lit(at.max()) + WINDOW))
    wanted = new.select("article_id", "version", new_at="published_at", key="bands").explode("key", empty_as_null=False)
    held = near.select("version", "published_at", other="article_id", key="bands").explode("key", empty_as_null=False)
    held = held.join(wanted, on=["version", "key"], how="semi").with_columns(size=pl.len().over("version", "key"))
    cold, hot = held.filter(pl.col("size") <= HOT), held.filter(pl.col("size") > HOT)
    met = [_nearest(wanted, cold), _representatives(hot, known)]
    if not hot.is_empty():
        met.append(_stated(new, near, wanted, hot))
    ids = pl.concat([*met, new.select("article_id")]).unique()
    touched = known.join(ids, on="article_id", how="semi").select("story_id").unique()
    members = _members(known.join(touched, on="story_id", how="semi"), stored)
    return Signatures.cast(stored.join(pl.concat([ids, members]).unique(), on="article_id", how="semi"))


def _pairs(wanted: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    """New and stored articles that share a key and lie within the window; one row a key."""
    return wanted.join(held, on=["version", "key"]).filter((pl.col("published_at") - pl.col("new_at")).abs() <= WINDOW)


def _nearest(wanted: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    shared = _pairs(wanted, held).group_by("article_id", "other").agg(shared=pl.len())
    ranked = shared.sort(["shared", "other"], descending=[True, False])
    return ranked.group_by("article_id").head(NEAREST).select(article_id="other").unique()


def _representatives(hot: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    stories = known.select("story_id", other="article_id")
    first = (
        hot.join(stories, on="other")
        .group_by("version", "key", "story_id")
        .agg(
            count=pl.len(),
            published_at=pl.col("published_at").min(),
            other=pl.col("other").sort_by("published_at", "other").first(),
        )
        .sort(["count", "published_at", "other"], descending=[True, False, False])
        .group_by("version", "key")
        .head(REPRESENTED)
    )
    return first.select(article_id="other").unique()


def _stated(new: pl.DataFrame, near: pl.DataFrame, wanted: pl.DataFrame, hot: pl.DataFrame) -> pl.DataFrame:
    facts = pl.concat_list("names", "numbers").list.unique()
    in_hot = wanted.join(hot, on=["version", "key"], how="semi").group_by("article_id").agg(hot="key")
    held_hot = hot.group_by("other").agg(other_hot="key")
    asked = new.join(in_hot, on="article_id").select("article_id", "version", "hot", new_at="published_at", key=facts)
    holding = (
        near.rename({"article_id": "other"})
        .join(held_hot, on="other")
        .select("other", "version", "published_at", "other_hot", key=facts)
        .explode("key", empty_as_null=False)
        .with_columns(size=pl.len().over("version", "key"))
        .filter(pl.col("size") <= HOT)
    )
    pairs = _pairs(asked.explode("key", empty_as_null=False), holding)
    shared = pairs.group_by("article_id", "other").agg(pl.len().alias("shared"), pl.col("hot", "other_hot").first())
    ranked = shared.filter(pl.col("hot").list.set_intersection("other_hot").list.len() > 0).sort(
        ["shared", "other"], descending=[True, False]
    )
    return ranked.group_by("article_id").head(NEAREST).select(article_id="other").unique()


def _members(members: pl.DataFrame, stored: pl.DataFrame) -> pl.DataFrame:
    dated = members.join(stored.select("article_id", "published_at"), on="article_id")
    place = pl.struct("published_at", "article_id").rank("ordinal").over("story_id")
    kept = dated.filter(
        (pl.len().over("story_id") <= LARGE) | (place <= FIRST) | (pl.col("article_id") == pl.col("story_id"))
    )
    return kept.select("article_id")
