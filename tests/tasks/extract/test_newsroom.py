"""The sample newsroom, page by page: written by other hands than the extractor, with the truth of every article."""

from urllib.parse import urljoin, urlsplit

import pytest

from seeds.sample.newsroom import EDITIONS, Newsroom
from seeds.sample.site import Resource
from seeds.sample.truth import LinkTruth
from tasks.decode import decode
from tasks.extract.article import Article, extract_article
from tasks.extract.lines import squeeze
from tasks.extract.pagination import next_page
from tasks.extract.parts import join_parts

LAST = len(EDITIONS) - 1
Read = list[tuple[LinkTruth, Article, int]]


def resource(newsroom: Newsroom, url: str) -> Resource | None:
    """What the server answers, redirects followed."""
    for _ in range(5):
        parts = urlsplit(url)
        found = newsroom.resource(parts.hostname or "", parts.path + ("?" + parts.query if parts.query else ""), LAST)
        if found is None or not found.location:
            return found if found is not None and found.status == 200 else None
        url = urljoin(url, found.location)
    return None


@pytest.fixture(scope="module")
def read() -> Read:
    newsroom = Newsroom.build()
    found: Read = []
    for truth in newsroom.truth:
        url, parts = truth.canonical if truth.article else None, []
        while url and len(parts) < 9 and (answer := resource(newsroom, url)):
            html = decode(answer.body, answer.content_type).text
            parts.append(extract_article(html, url, reference=EDITIONS[LAST]))
            url = next_page(html, url)
        if parts:
            found.append((truth, *join_parts(parts)))
    assert len(found) > 150
    return found


def wrong(read: Read, field: str) -> list[tuple[str, object, object]]:
    """The links whose article has another value than the truth."""
    compared = {
        "title": lambda truth, article, count: (squeeze(truth.title), squeeze(article.title)),
        "authors": lambda truth, article, count: ([*map(squeeze, truth.authors)], [*map(squeeze, article.authors)]),
        "published": lambda truth, article, count: (truth.published, _said(article)),
        "lang": lambda truth, article, count: (truth.lang, article.lang),
        "stub": lambda truth, article, count: (truth.is_paywalled, article.kind == "stub"),
        "sponsored": lambda truth, article, count: (truth.is_sponsored, article.is_sponsored),
        "parts": lambda truth, article, count: (truth.part_count, count),
    }
    pairs = [(truth.url, *compared[field](truth.article, article, count)) for truth, article, count in read]
    return [pair for pair in pairs if pair[1] != pair[2]]


def _said(article: Article) -> str | None:
    if article.published is None or article.published.date.at is None:
        return article.published.date.on.isoformat() if article.published else None
    return article.published.date.at.astimezone(EDITIONS[0].tzinfo).isoformat()


@pytest.mark.parametrize("field", ["title", "authors", "published", "lang", "stub", "sponsored", "parts"])
def test_a_field_is_right_on_every_page(read: Read, field: str) -> None:
    assert wrong(read, field) == []


def test_no_paragraph_is_lost_and_no_caption_kept(read: Read) -> None:
    lost: list[tuple[str, str]] = []
    for truth, article, _ in read:
        assert truth.article is not None
        body = squeeze(article.body)
        lost += [(truth.url, line) for line in truth.article.body if squeeze(line) not in body]
        kept = [
            line
            for line in truth.article.captions
            if squeeze(line) and squeeze(line) in map(squeeze, article.body.split("\n"))
        ]
        lost += [(truth.url, f"caption: {line}") for line in kept]
    assert lost == []


def test_little_else_is_in_the_body(read: Read) -> None:
    for truth, article, _ in read:
        assert truth.article is not None
        wanted = squeeze("".join(truth.article.body + truth.article.tail))
        assert len(squeeze(article.body)) <= 1.02 * len(wanted) + 12, truth.url
