"""The headings of a page, and the one that stands over its text like a headline."""

import re
from dataclasses import dataclass

from tasks.extract.lines import is_furniture, squeeze
from tasks.extract.noise import split_names
from tasks.extract.page import HEADINGS, Block, Page

MAIN_HEADINGS = frozenset({"h1", "h2"})
MAX_HEADINGS = 24
EDGES = " \t\u3000|｜-–—―"
MAX_TITLE = 400

STAMP = re.compile(
    r"^[\s■◆●▼▽□◇○◎★☆・»>]+"
    r"|^\d{4}\s?[年./-]\s?\d{1,2}\s?[月./-]\s?\d{1,2}日?\s*(?:\d{1,2}:\d{2}(?::\d{2})?)?\s*"
)
HEADLINE_NAME = re.compile(r"title|(?<![a-z])ttl(?![a-z])|headline|head-?line|midashi|subject|heading")
RANK = {"h1": 2.0, "h2": 1.6, "h3": 1.2, "h4": 0.8, "h5": 0.6, "h6": 0.4, "caption": 0.5}
BLOCKS_ABOVE = 60
PAGE_NUMBER = re.compile(r"\s*[(（]\s*\d+\s*/\s*\d+\s*(?:ページ)?\s*[)）]\s*$")
ELLIPSIS = re.compile(r"\s*(?:…|\.\.\.)")


@dataclass(frozen=True, slots=True)
class Heading:
    """A first- or second-level heading outside boxes about other things."""

    element: int
    tag: str
    text: str
    first_line: str
    """Its first block: the headline proper where a subtitle follows in the same heading."""


def headings(page: Page) -> list[Heading]:
    """The headings of the first two levels, in document order."""
    found: list[Heading] = []
    blocks, at = page.blocks, 0
    for element, tag in enumerate(page.tags):
        if tag not in MAIN_HEADINGS:
            continue
        end = page.ends[element]
        while at < len(blocks) and blocks[at].element < element:
            at += 1
        lines = []
        for index in range(at, len(blocks)):
            if blocks[index].element >= end:
                break
            if blocks[index].noise < 0:
                lines.append(blocks[index].text)
        if lines:
            found.append(Heading(element, tag, " ".join(lines)[:MAX_TITLE], lines[0][:MAX_TITLE]))
        if len(found) == MAX_HEADINGS:
            break
    return found


def text_start(page: Page, top: int) -> int:
    """Index of the first long block in the element of the text; the number of blocks where there is none."""
    blocks = page.blocks
    return next((i for i, block in enumerate(blocks) if block.element >= top and _is_text(block)), len(blocks))


def is_site(part: str, sites: set[str]) -> bool:
    """Whether a part of a title is the site's name, or nothing."""
    key = squeeze(part)
    if not key or key in sites:
        return True
    return any(
        (len(site) > 3 and site in key and len(site) > 0.4 * len(key)) or (len(key) > 3 and key in site)
        for site in sites
    )


def visible_title(page: Page, top: int, raw_title: str, title: str, sites: set[str]) -> str:
    """The block that stands over the text like a headline; ``title``: the title element without the site's name."""
    blocks = page.blocks
    first = text_start(page, top)
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
        elif 7 < len(part) < len(key) < 2 * len(part) and part in key:
            score += 0.8 + 1.5 * len(part) / len(key)
        if score > best_score:
            best, best_score = text, score
    # A title element that nothing near the text repeats is that of the site or the section.
    if best_score <= (0.9 if is_titled else -0.5):
        return ""
    if (cut := ELLIPSIS.search(best)) and part.startswith(squeeze(best[: cut.start()])):
        return title
    return PAGE_NUMBER.sub("", best).strip(EDGES)


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
