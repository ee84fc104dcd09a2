"""The headline, among the many places that state one.

Nearly every page carries its headline exactly somewhere: og:title, JSON-LD, h1, the title element. The work is to
choose among them and to cut the names of site and section off. Pages of the 2000s have none of these; there the
line that stands over the text and recurs in the title element is the headline.
"""

import re
from urllib.parse import urlsplit

from tasks.extract.lines import is_furniture, squeeze
from tasks.extract.noise import split_names
from tasks.extract.page import HEADINGS, Block, Page
from tasks.extract.structured import Facts, string_of

SEPARATOR = re.compile(r"\s*[|｜‖│ㅣ]\s*|\s+[-–—―:»«•·*/＊]+\s+|\s*(?<!\d)[：](?!\d)\s*|\s+::\s+|\s*-(?=[^-]*[|｜ㅣ])")
STRONG_SEPARATORS = frozenset("|｜‖│ㅣ")
PAGE_NUMBER = re.compile(r"\s*[(（]\s*\d+\s*/\s*\d+\s*(?:ページ)?\s*[)）]\s*$")
DAY = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}")
STAMP = re.compile(
    r"^[\s■◆●▼▽□◇○◎★☆・»>]+"
    r"|^\d{4}\s?[年./-]\s?\d{1,2}\s?[月./-]\s?\d{1,2}日?\s*(?:\d{1,2}:\d{2}(?::\d{2})?)?\s*"
)
HEADLINE_NAME = re.compile(r"title|headline|head-?line|midashi|subject|heading")
EDGES = " \t\u3000|｜-–—"

SITE_KEYS = (
    "og:site_name",
    "application-name",
    "apple-mobile-web-app-title",
    "twitter:site",
    "dc.publisher",
    "publisher",
)
SITE_TYPES = re.compile(r"WebSite|Organization")
PLAIN_LABELS = frozenset({"com", "net", "org", "news", "www"})

SAME_STORY = 0.2
"""An og:title that shares fewer of its words than this with JSON-LD and h1 or title, which agree, is a teaser."""
RANK = {"h1": 2.0, "h2": 1.6, "h3": 1.2, "h4": 0.8, "h5": 0.6, "h6": 0.4, "caption": 0.5}
BLOCKS_ABOVE = 60
MAX_HEADINGS = 12
MAX_TITLE = 400


def site_names(facts: Facts, url: str | None) -> set[str]:
    """The squeezed names of the site and its publisher, and the labels of its host."""
    names = {squeeze(facts.meta(key)) for key in SITE_KEYS}
    for thing in [facts.article, *facts.objects[:20]]:
        names.add(squeeze(string_of(thing.get("publisher"))))
        if SITE_TYPES.search(str(thing.get("@type"))):
            names.add(squeeze(string_of(thing.get("name"))))
    host = _host(url).removeprefix("www.")
    labels = [label for label in host.split(".")[:-1] if len(label) > 2 and label not in PLAIN_LABELS]
    return {name for name in (*names, squeeze(host), *map(squeeze, labels)) if len(name) > 1}


def _host(url: str | None) -> str:
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:
        return ""


def choose_title(facts: Facts, page: Page, top: int, sites: set[str]) -> str:
    """The headline; an empty string where the page has none. ``top``: the element of the text."""
    heads = [text for text in _headings(page) if squeeze(text) not in sites]
    known = {squeeze(text) for text in heads} - {""}
    jsonld = cut_site(string_of(facts.article.get("headline")), sites, known)
    known |= {squeeze(jsonld)} - {""}
    stated = (facts.meta("og:title"), facts.meta("twitter:title"), facts.title)
    og, twitter, title = (cut_site(text, sites, known) for text in stated)
    if og and not is_site(og, sites):
        agreed = squeeze(jsonld)
        is_agreed = agreed and (agreed == squeeze(title) or agreed in map(squeeze, heads))
        return jsonld if is_agreed and _shared_words(og, jsonld) < SAME_STORY else og
    return (
        jsonld
        or twitter
        or _visible_title(page, top, facts.title, title, sites)
        or title
        or (heads[0] if heads else "")
    )


def is_site(part: str, sites: set[str]) -> bool:
    """Whether a part of a title is the site's name, or nothing."""
    key = squeeze(part)
    if not key or key in sites:
        return True
    return any(
        (len(site) > 3 and site in key and len(site) > 0.4 * len(key)) or (len(key) > 3 and key in site)
        for site in sites
    )


def cut_site(raw: str, sites: set[str], known: set[str]) -> str:
    """A stated title without the names of site and section at its ends; ``known``: squeezed headlines of the page."""
    text = PAGE_NUMBER.sub("", raw.strip()[:MAX_TITLE])
    for _ in range(4):
        if squeeze(text) in known:
            break
        cuts = list(SEPARATOR.finditer(text))
        sides = [side for cut in cuts for side in (text[: cut.start()], text[cut.end() :])]
        if agreed := [side for side in sides if squeeze(side) in known]:
            return PAGE_NUMBER.sub("", agreed[0].strip())
        shorter = _cut_once(text, cuts, sites) if cuts else text
        if shorter == text:
            break
        text = PAGE_NUMBER.sub("", shorter.strip(EDGES))
    return text


def _cut_once(text: str, cuts: list[re.Match[str]], sites: set[str]) -> str:
    rest, tail = text[: cuts[-1].start()], text[cuts[-1].end() :]
    size = len(squeeze(rest))
    is_section = cuts[-1][0].strip() in STRONG_SEPARATORS and size > 12 and len(squeeze(tail)) < 0.6 * size
    if size and (is_section or is_site(tail, sites) or DAY.fullmatch(tail.strip())):
        return rest
    head, after = text[: cuts[0].start()], text[cuts[0].end() :]
    return after if squeeze(after) and len(squeeze(head)) > 1 and is_site(head, sites) else text


def _headings(page: Page) -> list[str]:
    """The texts of the h1 elements that are not in a noise box."""
    found = []
    for at, tag in enumerate(page.tags):
        if tag == "h1":
            end = page.ends[at]
            found.append(" ".join([b.text for b in page.blocks if at <= b.element < end and b.noise < 0]))
            if len(found) == MAX_HEADINGS:
                break
    return [text[:MAX_TITLE] for text in found if text]


def _shared_words(text: str, other: str) -> float:
    """The share of a text's words, or pairs of characters where it has no spaces, that another has too."""
    words, others = set(re.findall(r"\w+", text.casefold())), set(re.findall(r"\w+", other.casefold()))
    if len(words) < 4:
        words, others = _pairs(squeeze(text)), _pairs(squeeze(other))
    return len(words & others) / len(words) if len(words) > 3 else 1.0


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _visible_title(page: Page, top: int, raw_title: str, title: str, sites: set[str]) -> str:
    """The block that stands over the text like a headline."""
    blocks = page.blocks
    first = next((i for i, block in enumerate(blocks) if block.element >= top and _is_text(block)), len(blocks))
    whole, part = squeeze(raw_title), squeeze(title)
    best, best_score, is_titled = "", -0.5, False
    seen: set[str] = set()
    for i in range(min(first + 2, len(blocks)) - 1, max(-1, first - BLOCKS_ABOVE), -1):
        block = blocks[i]
        text = STAMP.sub("", STAMP.sub("", block.text))
        key = squeeze(text) if block.mass <= 300 else ""
        if len(key) < 4 or key in seen or is_furniture(block):
            continue
        seen.add(key)
        score = _headline_score(page, block, text, first - i) - (2.0 if is_site(text, sites) else 0.0)
        if key in whole:
            is_titled = is_titled or len(key) > 0.6 * len(part)
            is_name = whole.startswith(key) and len(key) < 0.5 * len(whole)
            score += 0.8 + 1.5 * len(key) / len(whole) - (0.5 if is_name else 0.0)
        if score > best_score:
            best, best_score = text, score
    # A title element that nothing near the text repeats is that of the site or the section.
    return PAGE_NUMBER.sub("", best) if best_score > (0.9 if is_titled else -0.5) else ""


def _is_text(block: Block) -> bool:
    return block.noise < 0 and block.mass > 150 and block.tag not in HEADINGS and not block.is_strong


def _headline_score(page: Page, block: Block, text: str, gap: int) -> float:
    """How much a block looks like a headline that stands ``gap`` blocks over the text."""
    names = split_names(page.names[block.element] + " " + page.names[max(page.parents[block.element], 0)])
    score = RANK.get(block.tag, 0.9 if block.is_strong else 0.0)
    score += 0.8 if HEADLINE_NAME.search(names) else 0.0
    score -= 0.25 * min(max(gap, 0), 4) + 0.03 * max(gap, 0)
    score -= 0.8 if gap < 0 else 0.0
    score -= 1.0 if block.noise >= 0 else 0.0
    score -= 0.8 if block.density > 0.8 else 0.0
    score -= 1.0 if text[-1] == "。" else 0.0
    score -= 0.5 if len(squeeze(text)) < 8 else 0.0
    return score
