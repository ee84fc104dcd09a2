"""The headline, among the many places that state one.

Nearly every page carries its headline exactly somewhere: og:title, JSON-LD, h1, the title element. The work is to
choose among them (``choose_title`` says how) and to cut the names of site and section off. Pages of the 2000s have
none of these; there the line that stands over the text and recurs in the title element is the headline.
"""

import re
from urllib.parse import urlsplit

from tasks.extract.headings import EDGES, MAX_TITLE, PAGE_NUMBER, Heading, headings, is_site, text_start, visible_title
from tasks.extract.lines import squeeze
from tasks.extract.page import Page
from tasks.extract.structured import Facts, string_of

SEPARATOR = re.compile(r"\s*[|｜‖│ㅣ]\s*|\s+[-–—―:»«•·*/＊]+\s+|\s*(?<!\d)[：](?!\d)\s*|\s+::\s+|\s*-(?=[^-]*[|｜ㅣ])")
STRONG_SEPARATORS = frozenset("|｜‖│ㅣ")
DAY = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}")

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
    heads = [head for head in headings(page) if squeeze(head.text) not in sites]
    main = [head for head in heads if head.tag == "h1"]
    known = {squeeze(text) for head in main for text in (head.text, head.first_line)} - {""}
    stated = string_of(facts.article.get("headline"))
    # What JSON-LD and og:title both spell out is the headline, whatever part of it the h1 shows.
    jsonld = cut_site(stated, sites, set() if stated == facts.meta("og:title") else known)
    known |= {squeeze(jsonld)} - {""}
    og, twitter, title = (
        cut_site(text, sites, known) for text in (facts.meta("og:title"), facts.meta("twitter:title"), facts.title)
    )
    if og and not is_site(og, sites):
        above = page.blocks[: text_start(page, top) + 1]
        over = [head for head in heads if above and head.element <= above[-1].element]
        return _og_or_better(og, jsonld, title, over, main, is_alone=not facts.objects)
    return (
        jsonld
        or twitter
        or visible_title(page, top, facts.title, title, sites)
        or title
        or (main[0].text if main else "")
    )


def _og_or_better(og: str, jsonld: str, title: str, over: list[Heading], main: list[Heading], *, is_alone: bool) -> str:
    """og:title, the best single statement, or the headline that the page gives more weight.

    og:title is a teaser where it shares no words with the headline that JSON-LD and the page agree on. It is written
    for search engines where it only repeats the title element, while JSON-LD states the heading ``over`` the text.
    And where it stands ``is_alone``, without any JSON-LD to ask, the heading over the text is what readers are shown.
    """
    agreed, shared = squeeze(jsonld), squeeze(og)
    if agreed and agreed != shared:
        is_agreed = agreed == squeeze(title) or any(agreed == squeeze(head.text) for head in main)
        is_repeated = shared == squeeze(title)
        stated = [key for head in over if (key := squeeze(head.text)) in (agreed, shared)]
        if (is_agreed and _shared_words(og, jsonld) < SAME_STORY) or (is_repeated and stated[-1:] == [agreed]):
            return jsonld
    if is_alone and (shown := [head.text for head in over if head.tag == "h1"]):
        key = squeeze(shown[-1])
        is_other = key not in shared and shared not in key
        if is_other and (key == squeeze(title) or _shared_words(shown[-1], og) >= SAME_STORY):
            return shown[-1]
    return og


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


def _shared_words(text: str, other: str) -> float:
    """The share of a text's words, or pairs of characters where it has no spaces, that another has too."""
    words, others = set(re.findall(r"\w+", text.casefold())), set(re.findall(r"\w+", other.casefold()))
    if len(words) < 4:
        words, others = _pairs(squeeze(text)), _pairs(squeeze(other))
    return len(words & others) / len(words) if len(words) > 3 else 1.0


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
