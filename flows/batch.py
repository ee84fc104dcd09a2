"""From the archived pages of one batch to the warehouse: the path that every article takes, wherever it came from."""

import flows.prefect_defaults  # noqa: F401  before anything of Prefect

# isort: split
from collections.abc import Callable, Mapping
from datetime import datetime

import dataframely as dy
import polars as pl
from prefect import get_run_logger

from flows.runners import chunks
from flows.workspace import Workspace, now
from tasks.cluster.candidates import LIMITS
from tasks.cluster.found import as_found
from tasks.cluster.signatures import VERSION
from tasks.cluster.task import cluster_batch, sign_batch
from tasks.extract.batch import Extraction, join_extractions
from tasks.extract.feed_text import articles_from_feeds
from tasks.extract.task import extract_batch
from tasks.frames import Signatures
from tasks.load.batch import readable_pages, settle, waiting_links, without_bodies
from tasks.load.task import compare_batch, load_batch, read_candidates
from tasks.tag.article_tags import Tags, join_tags
from tasks.tag.task import tag_batch
from warehouse.stories import outdated_articles, replace_signatures

Store = Callable[[Workspace, Mapping[str, pl.DataFrame], datetime], None]
"""Writes what was made of a batch at an instant, in one transaction."""


def store_cycle(work: Workspace, made: Mapping[str, pl.DataFrame], at: datetime) -> None:
    """What a monitoring cycle writes: everything."""
    load_batch(work.writer, work.run_id, work.seeds.registers.version, made, at)


def load_pages(
    work: Workspace, links: pl.DataFrame, pages: pl.DataFrame, store: Store = store_cycle, label: str = "batch"
) -> pl.DataFrame:
    """Extracts, tags, clusters and loads one batch in one transaction; returns its outcomes, one for each link.

    ``store`` writes it: a backfill and a reprocess write other things beside the articles than a cycle does.
    """
    return load_extracted(work, links, pages, extract(work, links, pages), store, label)


def extract(work: Workspace, links: pl.DataFrame, pages: pl.DataFrame) -> Extraction:
    """The articles of a batch, made here or in chunks by the run's helpers; the pages of a link stay together."""
    settings, recipes = work.settings, work.seeds.recipes
    readable = readable_pages(pages, waiting_links(pages))
    urls = readable.select(pl.col("url").unique().sort())
    count = work.helpers.chunk_count(urls.height)
    if count == 1:
        return extract_batch(readable, links, settings.archive, recipes, settings.workers)
    calls = [
        {
            "pages": readable.join(part, on="url", how="semi"),
            "links": links.join(part, on="url", how="semi"),
            "archive": settings.archive.resolve(),
            "recipes": recipes,
            "workers": 1,
        }
        for part in chunks(urls, count)
    ]
    return join_extractions(work.helpers.run(extract_batch, calls))


def load_extracted(
    work: Workspace,
    links: pl.DataFrame,
    pages: pl.DataFrame,
    extraction: Extraction,
    store: Store = store_cycle,
    label: str = "batch",
    meanwhile: Callable[[], None] | None = None,
) -> pl.DataFrame:
    """As ``load_pages``, where the pages were extracted already. A link without pages has its outcome there.

    ``meanwhile`` is called when helping processes have no more to do for this batch, and may give them something.
    """
    at = now()
    ends = pl.concat([waiting_links(pages), extraction.outcomes])
    from_feeds, ended = articles_from_feeds(links, ends, extraction.articles, at)
    headline_only = [source.id for source in work.seeds.sources if not source.store_body]
    articles = without_bodies(pl.concat([extraction.articles, from_feeds]), headline_only)
    compared = compare_batch(work.writer, articles)
    tags = _tag(work, compared.fresh)
    signatures = _sign(work, as_found(compared.fresh, links))
    if meanwhile is not None:
        meanwhile()
    _sign_neighbours_again(work, signatures)
    stories = cluster_batch(signatures, *read_candidates(work.writer, signatures, LIMITS))
    outcomes = settle(links, [ended, compared.outcomes])
    made = {
        "pages": pages,
        "articles": compared.fresh,
        "seen_again": compared.seen_again,
        "mentions": tags.mentions,
        "article_companies": tags.companies,
        "article_themes": tags.themes,
        "funding_claims": tags.funding,
        "unknown_companies": tags.unknown,
        "story_members": stories,
        "signatures": signatures,
        "outcomes": outcomes,
    }
    store(work, made, at)
    get_run_logger().info(
        "%s: %d links, %d pages, %d articles, %d of them new or changed: %d company mentions, %d stories touched",
        label,
        links.height,
        pages.height,
        articles.height,
        compared.fresh.height,
        tags.mentions.height,
        stories["story_id"].n_unique(),
    )
    return outcomes


def _sign_neighbours_again(work: Workspace, signatures: pl.DataFrame) -> None:
    """Signs the stored articles near the new ones again where an earlier rule did: only equal versions meet."""
    con, size = work.writer.con, work.settings.batch_size
    while not (articles := outdated_articles(con, signatures, VERSION, LIMITS, size)).is_empty():
        replace_signatures(con, sign_batch(articles))


def _tag(work: Workspace, articles: pl.DataFrame) -> Tags:
    """The tags of a batch, made here or in chunks by the run's helpers."""
    count = work.helpers.chunk_count(articles.height)
    if count == 1:
        return tag_batch(work.seeds.registers, articles, work.settings.workers)
    calls = [{"registers": work.seeds.registers, "articles": part} for part in chunks(articles, count)]
    return join_tags(work.helpers.run(tag_batch, calls))


def _sign(work: Workspace, articles: pl.DataFrame) -> dy.DataFrame[Signatures]:
    """The signatures of a batch, made here or in chunks by the run's helpers."""
    count = work.helpers.chunk_count(articles.height)
    if count == 1:
        return sign_batch(articles, work.settings.workers)
    calls = [{"articles": part} for part in chunks(articles, count)]
    signed: list[pl.DataFrame] = work.helpers.run(sign_batch, calls)
    return Signatures.validate(pl.concat(signed))
