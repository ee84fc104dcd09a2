"""Small frames with every column filled, for tests that care about a few of them."""

import hashlib
from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from tasks import frames

NOW = datetime(2025, 7, 1, 3, 0, tzinfo=UTC)


def links(*urls: str, source_id: str = "minato", **changes: Any) -> pl.DataFrame:
    """Links as discovery finds them."""
    rows = [
        {
            "url": url,
            "source_id": source_id,
            "feed_url": f"http://{source_id}.example/feed",
            "title": "見出し",
            "published_at": NOW,
            "found_at": NOW,
        }
        | changes
        for url in urls
    ]
    return _frame(frames.Links, rows)


def polls(source_id: str = "minato", **changes: Any) -> pl.DataFrame:
    """One good answer of a feed."""
    row = {
        "feed_url": f"http://{source_id}.example/feed",
        "source_id": source_id,
        "polled_at": NOW,
        "outcome": "ok",
        "item_count": 1,
        "wire_bytes": 10,
        "elapsed_ms": 1,
    }
    return _frame(frames.Polls, [row | changes])


def pages(*urls: str, **changes: Any) -> pl.DataFrame:
    """Archived pages."""
    rows = [
        {
            "url": url,
            "part": 1,
            "source_id": "minato",
            "page_url": url,
            "final_url": url,
            "fetched_at": NOW,
            "status": 200,
            "attempts": 1,
            "elapsed_ms": 5,
            "wire_bytes": 100,
            "body_bytes": 100,
            "is_conditional": False,
            "etag": '"1"',
            "warc_file": "2025/07/01/run.warc.gz",
            "warc_offset": 0,
            "payload_digest": "sha256:" + hashlib.sha256(url.encode()).hexdigest(),
        }
        | changes
        for url in urls
    ]
    return _frame(frames.Pages, rows)


def article_id(url: str) -> str:
    """The key of the article at an address."""
    return hashlib.sha256(url.encode()).hexdigest()[:16]


def articles(*urls: str, **changes: Any) -> pl.DataFrame:
    """Articles as extraction makes them."""
    rows = []
    for url in urls:
        row: dict[str, Any] = {
            "article_id": article_id(url),
            "url": url,
            "link_url": url,
            "source_id": "minato",
            "fetched_at": NOW,
            "title": "見出し",
            "body": "本文の一段落目。\n二段落目。",
            "lang": "ja",
            "authors": ["架空 太郎"],
            "published_on": date(2025, 7, 1),
            "is_paywalled": False,
            "is_sponsored": False,
            "keywords": [],
            "part_count": 1,
            "is_feed_text": False,
        } | changes
        row["content_hash"] = hashlib.sha256((row["title"] + row["body"]).encode()).hexdigest()
        rows.append(row)
    return _frame(frames.Articles, rows)


def batch(made: pl.DataFrame, **changes: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """What a batch hands to loading: each article a story of its own that names one company in its headline."""
    ids = made["article_id"].to_list()
    parts: dict[str, pl.DataFrame] = {
        "pages": pages(*made["link_url"]),
        "articles": made,
        "seen_again": pl.DataFrame(schema={"article_id": pl.String, "fetched_at": pl.Datetime("us", "UTC")}),
        "mentions": _frame(
            frames.Mentions,
            [
                {"article_id": i, "field": "title", "start": 0, "end": 1, "company_id": "sakana-ai"}
                | {"alias": "見", "rule": "name", "confidence": 1.0}
                for i in ids
            ],
        ),
        "article_companies": _frame(
            frames.ArticleCompanies,
            [
                {"article_id": i, "company_id": "sakana-ai", "mention_count": 1}
                | {"is_in_title": True, "salience": 0.9, "is_salient": True}
                for i in ids
            ],
        ),
        "article_themes": frames.ArticleThemes.create_empty(),
        "funding_claims": frames.FundingClaims.create_empty(),
        "unknown_companies": frames.UnknownCompanies.create_empty(),
        "story_members": _frame(
            frames.StoryMembers, [{"article_id": i, "story_id": i, "role": "lead", "similarity": None} for i in ids]
        ),
        "signatures": frames.Signatures.create_empty(),
        "outcomes": _frame(
            frames.Outcomes, [{"url": u, "source_id": "minato", "outcome": "loaded"} for u in made["link_url"]]
        ),
    }
    return parts | changes


def _frame(schema: Any, rows: list[dict[str, Any]]) -> pl.DataFrame:
    empty = schema.create_empty()
    filled = [{name: row.get(name) for name in empty.columns} for row in rows]
    return schema.validate(pl.DataFrame(filled, schema=empty.schema), cast=True)
