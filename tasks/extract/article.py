"""One page in, one article out: any text gives an answer, none an exception, in time linear in its length."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser

from tasks.dates import JST
from tasks.extract.authors import find_authors
from tasks.extract.body import alike, collect, find_top, mark_noise
from tasks.extract.by_recipe import Cooked, cook
from tasks.extract.kind import Kind, has_wall_name, is_sponsored, judge
from tasks.extract.language import Lang, language_of
from tasks.extract.lines import is_same_headline, squeeze
from tasks.extract.nesting import shallow
from tasks.extract.page import HEADINGS, Block, Page, read_page
from tasks.extract.pagination import choose_next
from tasks.extract.published import DatedEvidence, find_published
from tasks.extract.recipes import Recipes
from tasks.extract.structured import Facts, read_facts, string_of, utf8, without_surrogates
from tasks.extract.title import choose_title, site_names
from tasks.urls import BadUrl, canonical_url

MAX_CHARS = 32_000_000
"""Of a longer page only the beginning is read."""
MAX_KEYWORDS = 40
SCRAPS_MASS = 600


@dataclass
class Article:
    """What one page says. Empty strings and None where the page does not say it."""

    title: str = ""
    body: str = ""
    """Paragraphs joined by one newline."""
    lang: Lang = "other"
    authors: list[str] = field(default_factory=list)
    """Persons (and agencies named as authors), never the publisher."""
    desk: str | None = None
    """The desk, agency or organisation named in the byline."""
    published: DatedEvidence | None = None
    modified: DatedEvidence | None = None
    kind: Kind = "other"
    kind_reason: str = ""
    is_paywalled: bool = False
    is_sponsored: bool = False
    site_name: str | None = None
    section: str | None = None
    keywords: list[str] = field(default_factory=list)
    image_url: str | None = None
    canonical_url: str | None = None
    """The page's own ``rel=canonical`` or ``og:url``, absolute."""
    next_url: str | None = None
    """The next page of the same article."""
    recipe: str | None = None
    """``id/version`` of the recipe that gave the body; None for the general path."""
    recipe_note: str | None = None
    """What a recipe for this address failed to find, where it did."""


@contextmanager
def _without_collector() -> Iterator[None]:
    """No search for unreachable cycles while a page is read.

    A page makes thousands of objects and no cycle: its memory is given back when the last name of it goes, and the
    collector, which every 700 new objects call, finds nothing. Threads may overlap: the last one to begin while it
    is switched off does not switch it, the one that switched it off switches it on.
    """
    is_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_on:
            gc.enable()


@_without_collector()
def extract_article(
    html: str, url: str | None, *, recipes: Recipes | None = None, reference: datetime | None = None
) -> Article:
    """The article of a decoded page.

    ``url`` helps (site names, date, relative addresses) but may be missing; ``reference`` (aware) is when the page
    was fetched: relative dates count from it, later dates are refused. Without it the present is the bound.
    """
    tree = LexborHTMLParser(utf8(shallow(html[:MAX_CHARS])))
    facts = read_facts(tree)
    found = recipes.find(url, reference.astimezone(JST).date() if reference else None) if recipes else None
    sites = site_names(facts, url)
    cooked = cook(tree, found, sites, reference)
    next_url = choose_next([*cooked.next_links, *facts.pager_links], facts.links.get("next", []), url)
    facts.pager_links.clear()
    page = read_page(tree)
    title, kept = _text(page, facts, sites, cooked)
    head = _head(page, kept, title)
    body = "\n".join([block.text for block in kept])
    lang = language_of(body or title, facts.lang)
    published, modified = find_published(facts, page, head, url, reference, is_japanese=lang == "ja")
    byline = find_authors(facts, page, head, [block.text for block in kept], sites)
    is_dated = published is not None and published.evidence != "url"
    has_wall = cooked.has_wall or has_wall_name(page, kept)
    verdict = judge(facts, page, kept, title, url=url, span=head[1:], is_dated=is_dated, has_wall_element=has_wall)
    article = Article(
        title=" ".join(title.split()),
        body=body,
        lang=lang,
        authors=cooked.authors or byline.authors,
        desk=cooked.desk or byline.desk,
        published=cooked.published or published,
        modified=modified,
        kind=verdict.kind,
        kind_reason=verdict.reason,
        is_paywalled=verdict.is_paywalled,
        is_sponsored=is_sponsored(facts, page, head, title),
        next_url=next_url,
        recipe=cooked.name if cooked.elements else None,
        recipe_note=cooked.note,
    )
    _describe(article, facts, url)
    return article


def _text(page: Page, facts: Facts, sites: set[str], cooked: Cooked) -> tuple[str, list[Block]]:
    """Headline and blocks: by the recipe, else by the general path, loosened rather than empty."""
    if cooked.drops:
        cooked.mark_drops(page)
    mark_noise(page)
    tops = cooked.tops(page)
    if tops:
        title = cooked.title or choose_title(facts, page, min(tops), sites)
        if kept := collect(page, tops, title):
            return title, kept
        cooked.fail("body")
    top = find_top(page)
    if top < 0:
        mark_noise(page, only_sure=True)
        top = find_top(page)
    title = cooked.title or choose_title(facts, page, max(top, 0), sites)
    if top < 0:
        # Not one paragraph: a note of a line or two, or nothing.
        return title, collect(page, [0], title) or _scraps(page)
    return title, collect(page, [top, *alike(page, top)], title)


def _scraps(page: Page) -> list[Block]:
    """All that a page of a few words says, links too; of a longer page without a paragraph nothing."""
    shown = [block for block in page.blocks if block.noise < 0 and block.tag not in HEADINGS]
    return shown if sum([block.mass for block in shown]) < SCRAPS_MASS else []


def _head(page: Page, kept: list[Block], title: str) -> tuple[int, int, int]:
    """Indices of the headline's block, the first and the last block of the text."""
    if not kept:
        return 0, min(len(page.blocks), 12), len(page.blocks)
    first = last = 0
    for index, block in enumerate(page.blocks):
        if block is kept[0]:
            first = index
        if block is kept[-1]:
            last = index
    key = squeeze(title)
    for index in range(first, max(-1, first - 60), -1):
        block = page.blocks[index]
        if block.mass < 400 and (block.tag == "h1" or is_same_headline(block.text, title, key)):
            return index, first, last
    return first, first, last


def _describe(article: Article, facts: Facts, url: str | None) -> None:
    """What the head of the page says about it besides the text."""
    article.site_name = (
        facts.meta("og:site_name", "application-name") or string_of(facts.article.get("publisher")) or None
    )
    article.section = facts.meta("article:section", "section") or string_of(facts.article.get("articleSection")) or None
    article.keywords = _keywords(facts)
    image = facts.article.get("image")
    pictures = (facts.meta("og:image", "og:image:url", "twitter:image"), _image_of(image))
    article.image_url = next((found for each in pictures if (found := _absolute(each, url))), None)
    stated = [*facts.links.get("canonical", [])[:3], facts.meta("og:url")]
    article.canonical_url = next((found for each in stated if (found := _absolute(each, url))), None)


def _image_of(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("url") or value.get("contentUrl") or ""
    return value if isinstance(value, str) else ""


def _keywords(facts: Facts) -> list[str]:
    raw = facts.article.get("keywords")
    parts = [each for each in raw if isinstance(each, str)] if isinstance(raw, list) else []
    if isinstance(raw, str):
        parts = raw.replace("、", ",").replace("，", ",").split(",")
    if not parts:
        parts = facts.metas.get("article:tag", []) or facts.meta("news_keywords", "keywords").replace("、", ",").split(
            ","
        )
    names = dict.fromkeys(" ".join(without_surrogates(part).split()) for part in parts)
    return [name for name in names if 0 < len(name) <= 60][:MAX_KEYWORDS]


def _absolute(address: str, url: str | None) -> str | None:
    try:
        return canonical_url(address, url) if address else None
    except BadUrl:
        return None
