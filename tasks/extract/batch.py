"""A batch of archived pages in, articles and outcomes out.

Unreadable           a record of the archive cannot be had or decoded; the link ends as «unreadable»
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from tasks.archive import read_record
from tasks.dates import JST
from tasks.decode import Decoded, decode
from tasks.extract.article import Article, extract_article
from tasks.extract.parts import join_parts
from tasks.extract.recipes import Recipes
from tasks.frames import Articles, Outcomes
from tasks.processes import is_worth_it, spread
from tasks.urls import BadUrl, page_url

MAX_REPLACED_SHARE = 0.02
"""Of a page with more unreadable characters than this, nothing can be believed."""
CHUNK = 25
"""Links handed to a process at once: single ones cost more to hand over than they save."""
OUTCOME_OF_KIND = {
    "stub": "paywalled-stub",
    "listing": "not-an-article",
    "consent": "not-an-article",
    "error": "not-an-article",
    "other": "not-an-article",
}

Row = dict[str, Any]


class Unreadable(ValueError):
    """A page cannot be read from the archive, or its bytes make no text; the message is the reason."""


@dataclass(frozen=True)
class Extraction:
    """The end of a batch: every link is in exactly one of the frames."""

    articles: pl.DataFrame
    """``tasks.frames.Articles``."""
    outcomes: pl.DataFrame
    """``tasks.frames.Outcomes`` of the links that gave no article."""


@dataclass(frozen=True)
class _Work:
    """One link: its pages in order and what the feed said."""

    link: Row
    pages: list[Row]


@dataclass(frozen=True)
class _Part:
    article: Article
    decoded: Decoded
    final_url: str


def extract_pages(
    pages: pl.DataFrame, links: pl.DataFrame, archive_folder: Path, recipes: Recipes, *, workers: int = 1
) -> Extraction:
    """Articles of archived pages. The pages of one link are one article.

    ``pages``: rows of ``Pages`` whose outcome is null (others are passed over). ``links``: rows of ``Links``, whose
    title and date stand in where the page states none. ``workers``: processes; each reads the archive itself.
    """
    usable = pages.filter(pl.col("outcome").is_null() & pl.col("warc_file").is_not_null()).sort("url", "part")
    by_url = {row["url"]: row for row in links.iter_rows(named=True)}
    groups: dict[str, list[Row]] = {}
    for row in usable.iter_rows(named=True):
        groups.setdefault(row["url"], []).append(row)
    work = [_Work(by_url.get(url, {}), parts) for url, parts in groups.items()]
    settle = partial(_settle, folder=archive_folder, recipes=recipes)
    is_shared = is_worth_it(len(work), workers)
    settled = spread(settle, work, workers, at_once=CHUNK) if is_shared else list(map(settle, work))
    articles = [row for row, _ in settled if row is not None]
    outcomes = [row for _, row in settled if row is not None]
    unique, doubles = _one_per_id(articles)
    return Extraction(
        Articles.validate(pl.DataFrame(unique, schema=Articles.create_empty().schema), cast=True),
        Outcomes.validate(pl.DataFrame(outcomes + doubles, schema=Outcomes.create_empty().schema), cast=True),
    )


def join_extractions(parts: Sequence[Extraction]) -> Extraction:
    """The extractions of parts of one batch, each link in one part, as the extraction of the whole."""
    outcomes = pl.concat([part.outcomes for part in parts])
    unique, doubles = _one_per_id([row for part in parts for row in part.articles.iter_rows(named=True)])
    more = pl.DataFrame(doubles, schema=outcomes.schema)
    return Extraction(
        Articles.validate(pl.DataFrame(unique, schema=Articles.create_empty().schema), cast=True),
        Outcomes.validate(pl.concat([outcomes, more]), cast=True),
    )


def _one_per_id(articles: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Two links of a batch can lead to one canonical address: the one that is it stays, else the first; the other
    is a duplicate."""
    kept: dict[str, Row] = {}
    doubles: list[Row] = []
    for row in sorted(articles, key=lambda row: bool(row["link_url"] != row["url"])):
        first = kept.setdefault(row["article_id"], row)
        if first is not row:
            detail = f"the same canonical address as {first['link_url']}"
            doubles.append(_outcome(row["link_url"], row["source_id"], "duplicate", detail))
    return list(kept.values()), doubles


def _outcome(url: str, source_id: str, outcome: str, detail: str) -> Row:
    return {"url": url, "source_id": source_id, "outcome": outcome, "detail": detail}


def _settle(work: _Work, *, folder: Path, recipes: Recipes) -> tuple[Row | None, Row | None]:
    """An article's row, or the outcome's."""
    first = work.pages[0]
    try:
        parts = list(_read_parts(work.pages, folder, recipes))
    except Unreadable as error:
        return None, _outcome(first["url"], first["source_id"], "unreadable", str(error))
    article, count = join_parts([part.article for part in parts])
    if not article.title and work.link.get("title"):
        article.title = work.link["title"]
    if article.kind != "article" or not article.body or not article.title:
        reason = article.kind_reason if article.kind != "article" else "no headline was found"
        outcome = OUTCOME_OF_KIND.get(article.kind, "not-an-article")
        return None, _outcome(first["url"], first["source_id"], outcome, f"{article.kind}: {reason}")
    return _article_row(article, parts[0], work, count), None


def _read_parts(pages: Sequence[Row], folder: Path, recipes: Recipes) -> Iterator[_Part]:
    """The articles of a link's pages; a later page that cannot be read ends them, the first must be readable."""
    for row in pages:
        final_url = row["final_url"] or row["page_url"]
        try:
            decoded = _read_text(row, folder)
        except Unreadable:
            if row is pages[0]:
                raise
            return
        yield _Part(
            extract_article(decoded.text, final_url, recipes=recipes, reference=row["fetched_at"]), decoded, final_url
        )


def _read_text(row: Row, folder: Path) -> Decoded:
    try:
        record = read_record(folder, row["warc_file"], row["warc_offset"])
    except (OSError, ValueError) as error:
        raise Unreadable(f"{row['warc_file']} at {row['warc_offset']}: {error}") from error
    decoded = decode(record.payload, row["content_type"] or record.content_type)
    if decoded.replacements > MAX_REPLACED_SHARE * max(len(decoded.text), 1):
        raise Unreadable(
            f"{decoded.replacements} of {len(decoded.text)} characters cannot be read as {decoded.encoding}"
        )
    return decoded


def _article_row(article: Article, part: _Part, work: _Work, count: int) -> Row:
    page, link = work.pages[0], work.link
    url = _own_url(article, part.final_url, page["url"])
    published_at, published_on, precision, zone_source, evidence, raw = _published(article, link)
    modified = article.modified.date if article.modified else None
    row: Row = {
        "article_id": hashlib.sha256(url.encode()).hexdigest()[:16],
        "url": url,
        "link_url": page["url"],
        "source_id": page["source_id"],
        "fetched_at": page["fetched_at"],
        "title": article.title,
        "body": article.body,
        "lang": article.lang,
        "authors": article.authors,
        "desk": article.desk,
        "published_at": published_at,
        "published_on": published_on,
        "published_precision": precision,
        "published_zone_source": zone_source,
        "published_evidence": evidence,
        "published_raw": raw,
        "modified_at": modified.at.astimezone(UTC) if modified and modified.at else None,
        "is_paywalled": article.is_paywalled,
        "is_sponsored": article.is_sponsored,
        "site_name": article.site_name,
        "section": article.section,
        "keywords": article.keywords,
        "image_url": article.image_url,
        "part_count": count,
        "is_feed_text": False,
        "recipe": article.recipe,
        "encoding": part.decoded.encoding,
        "encoding_source": part.decoded.source,
    }
    return row | {"content_hash": content_hash(row)}


def content_hash(row: Row) -> str:
    """SHA-256 over what makes a version: title, body, authors, published and modified."""
    said = [row["title"], row["body"], row["authors"]]
    dates = [str(row[key]) for key in ("published_at", "published_on", "modified_at")]
    return hashlib.sha256(json.dumps([*said, *dates], ensure_ascii=False).encode()).hexdigest()


def _own_url(article: Article, final_url: str, link_url: str) -> str:
    """The address under which the page is known; the link's own where it cannot be spelt."""
    try:
        return page_url(link_url, final_url, article.canonical_url)
    except BadUrl:
        return link_url


def _published(
    article: Article, link: Row
) -> tuple[datetime | None, date | None, str | None, str | None, str | None, str | None]:
    """Instant, day, precision, zone source, evidence, words: of the page, else the feed; the address comes last."""
    feed_at: datetime | None = link.get("published_at")
    won = article.published
    if won is not None and (won.evidence != "url" or feed_at is None):
        at = won.date.at.astimezone(UTC) if won.date.at else None
        return at, won.date.on, won.date.precision, won.date.zone_source, won.evidence, won.date.raw
    if feed_at is None:
        return None, None, None, None, None, None
    precision = link.get("published_precision") or "second"
    # The day of a feed is stored as its midnight in Japan.
    at = None if precision == "day" else feed_at
    day = feed_at.astimezone(JST).date()
    return at, day, precision, "explicit" if at else "assumed_jst", "feed", link.get("published_raw")
