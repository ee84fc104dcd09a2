"""Reads what clustering needs of the stories that the warehouse has."""

from collections.abc import Mapping

import duckdb
import polars as pl

from warehouse.frames import registered, rows_to_frame
from warehouse.writer import INSTANT, set_variables, statement, transaction

MEMBER_SCHEMA = {"article_id": pl.String, "story_id": pl.String, "role": pl.String, "similarity": pl.Float32}

SIGNATURE_SCHEMA = {
    "article_id": pl.String,
    "source_id": pl.String,
    "url": pl.String,
    "published_at": INSTANT,
    "version": pl.Int16,
    "is_release": pl.Boolean,
    "bands": pl.List(pl.UInt32),
    "shingle_count": pl.Int32,
    "shingles": pl.List(pl.UInt32),
    "title_shingles": pl.List(pl.UInt32),
    "numbers": pl.List(pl.String),
    "names": pl.List(pl.String),
    "lead_numbers": pl.List(pl.String),
    "lead_names": pl.List(pl.String),
}

SIGNED_SCHEMA = {
    **dict.fromkeys(("article_id", "source_id", "url", "title", "body"), pl.String),
    "published_at": INSTANT,
    "published_on": pl.Date,
    "fetched_at": INSTANT,
}
"""What signing reads of an article."""


def outdated_articles(
    con: duckdb.DuckDBPyConnection, signatures: pl.DataFrame, version: int, limits: Mapping[str, float], at_most: int
) -> pl.DataFrame:
    """Stored articles near those of ``signatures`` in time that another version signed: SIGNED_SCHEMA."""
    set_variables(con, {**limits, "signature_version": version, "at_most": at_most})
    with registered(con, {"new_signatures": signatures}):
        return rows_to_frame(con, statement("outdated_articles"), SIGNED_SCHEMA)


def replace_signatures(con: duckdb.DuckDBPyConnection, signatures: pl.DataFrame) -> None:
    """Stores signatures in place of those that the articles had."""
    with registered(con, {"signatures": signatures}), transaction(con):
        con.execute("insert or replace into ops.story_signatures by name select * from signatures")


def story_candidates(
    con: duckdb.DuckDBPyConnection, signatures: pl.DataFrame, limits: Mapping[str, float]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The stored signatures to judge ``signatures`` against, and the memberships that folding needs.

    These are the memberships of the new articles and of all members of the stories met, read or not.
    ``limits`` are the variables of ``statements/story_candidates.sql``.
    """
    set_variables(con, limits)
    with registered(con, {"new_signatures": signatures}):
        candidates = rows_to_frame(con, statement("story_candidates"), SIGNATURE_SCHEMA)
    wanted = pl.concat([candidates.select("article_id"), signatures.select("article_id")]).unique()
    with registered(con, {"wanted": wanted}):
        known = rows_to_frame(
            con,
            "select article_id, story_id, role, similarity from core.story_articles where story_id in "
            "(select story_id from core.story_articles where article_id in (select article_id from wanted))",
            MEMBER_SCHEMA,
        )
    return candidates, known
