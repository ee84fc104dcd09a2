"""What a reader finds at each link: the yardstick for tests. Made from the texts, never written beside them."""

import re
from dataclasses import dataclass

from seeds.sample import dates
from seeds.sample.model import Article, Outlet


@dataclass(frozen=True)
class FundingTruth:
    """A round or loan that the article announces."""

    company: str
    """Id of the register, else the written name without its legal form."""
    amount: float | None
    """In units of ``currency``."""
    currency: str | None
    round: str | None
    """pre-seed, seed, pre-a, a, b, c, d, later, debt, or null if unsaid."""
    investors: tuple[str, ...]
    lead: str | None
    words: str
    """The evidence, a substring of title or body."""


@dataclass(frozen=True)
class ArticleTruth:
    """One article as a reader sees it."""

    title: str
    authors: tuple[str, ...]
    issuer: str | None
    """Who published the press release, where the page is one of the wire."""
    published: str
    """ISO 8601 with +09:00, or a bare day where the page states no time."""
    modified: str | None
    lang: str
    body: tuple[str, ...]
    """Paragraphs, heads, questions, list items and notes; no captions, no readings of ruby, no profile at the end."""
    tail: tuple[str, ...]
    """Lines of the company profile that ends a press release: read or left out as the reader likes."""
    captions: tuple[str, ...]
    companies: tuple[str, ...]
    salient: tuple[str, ...]
    """The one to three organisations that the article is about."""
    salient_optional: tuple[str, ...]
    """On these careful readers differ; the same holds for ``themes_optional``."""
    themes: tuple[str, ...]
    themes_optional: tuple[str, ...]
    funding: tuple[FundingTruth, ...]
    unknown_names: tuple[str, ...]
    story: str
    role: str
    """lead, reprint, rewrite or update."""
    is_paywalled: bool
    """The page shows the beginning only; a whole text under a notice for members is not paywalled."""
    is_sponsored: bool
    part_count: int


@dataclass(frozen=True)
class LinkTruth:
    """One link that a reader of the feeds finds, and how it must end."""

    url: str
    """Without tracking parameters."""
    canonical: str
    """Where the article lives: differs from ``url`` behind a redirect or a second address."""
    listed: tuple[str, ...]
    """As the feeds write it: relative, or with tracking parameters."""
    source_id: str
    outcome: str
    """A name of ``tasks.frames.OUTCOMES``, for a first visit."""
    features: tuple[str, ...]
    """What is special about the link or its page."""
    published: str
    """When it appears, ISO 8601: before that moment no feed lists it."""
    feed_date: str | None
    """The instant or day that a feed, listing or news sitemap states, ISO 8601; null where none does."""
    article: ArticleTruth | None
    """What the page shows; null where it shows no article. Behind a members wall that is the free part."""


_FULL_WIDTH_DIGIT = re.compile("[０-９]")
_DATELINE = re.compile("^【[^】]+＝[^】]+】")


def text_features(article: Article) -> tuple[str, ...]:
    """What is special about an article: what its entry says, and what can be read off its text and labels."""
    lines = (article.title.text, *article.body)
    kinds = [block.kind for block in article.blocks]
    found = {
        "ruby": any(span.reading for block in article.blocks for span in block.spans),
        "full-width": any(_FULL_WIDTH_DIGIT.search(line) for line in lines),
        "dateline": any(_DATELINE.match(line) for line in lines),
        "interview": "question" in kinds,
        "several-pages": "break" in kinds,
        "several-authors": len(article.authors) > 1,
        "sponsored": article.is_sponsored,
        "members-stub": article.access == "stub",
        "members-notice": article.access == "registration",
    }
    return (*article.features, *(feature for feature, is_there in found.items() if is_there))


def article_truth(article: Article, outlet: Outlet, parts: int) -> ArticleTruth:
    """The truth about one version of an article."""
    by_kind = {kind: tuple(b.text for b in article.blocks if b.kind == kind) for kind in ("profile", "caption")}
    is_day = outlet.precision == "day"
    return ArticleTruth(
        title=article.title.text,
        authors=article.authors,
        issuer=article.issuer if outlet.layout == "wire" else None,
        published=article.published.date().isoformat() if is_day else dates.offset(article.published),
        modified=dates.offset(article.modified) if article.modified else None,
        lang=outlet.lang,
        body=article.body,
        tail=by_kind["profile"],
        captions=by_kind["caption"],
        companies=article.companies,
        salient=article.salient,
        salient_optional=article.salient_optional,
        themes=article.themes,
        themes_optional=article.themes_optional,
        funding=tuple(
            FundingTruth(c.company, c.amount, c.currency, c.round, c.investors, c.lead, c.words)
            for c in article.funding
        ),
        unknown_names=article.unknown_names,
        story=article.story or article.key,
        role=article.role,
        is_paywalled=article.access == "stub",
        is_sponsored=article.is_sponsored,
        part_count=parts,
    )
