"""The article's text among a page's blocks.

Paragraphs lend their weight to the elements around them, less at each step up; the heaviest element is the text's,
widened where the text is split. Inside it, lines that are not the article's go: by name of their box, by links, by
what they say, by the pictures that they caption. A lead between headline and text is attached again.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from tasks.extract.lines import (
    CONTACT,
    CREDITS,
    RELATED,
    SIGNPOST,
    URL_TEXT,
    is_furniture,
    is_same_headline,
    squeeze,
    wall_words,
)
from tasks.extract.noise import is_content_name, is_lead_name, is_surely_noise_name, names_family
from tasks.extract.page import HEADINGS, Block, Page

GOOD_MASS = 60
"""Twenty Japanese characters, or ten English words: less is not counted as a paragraph."""
GOOD_DENSITY = 0.4
FULL_MASS = 1200
"""Weight grows no further with length, so that one long comment does not outweigh an article."""
DECAY = 0.6
"""Of a paragraph's weight, what the next element up gets."""
CONTENT_BONUS = 1.3
RESCUE_SHARE = 0.5
"""Boxes of one noisy name that hold more of the page's paragraphs than this are not noise after all…"""
SURE_SHARE = 0.95
"""… unless their name leaves no doubt: comments can be longer than the article."""
CLIMB_GAIN, CLIMB_PURITY = 0.12, 0.7
"""A wider element is taken if it adds a share of text, and what it adds is mostly text."""

SENTENCE = re.compile(r"[。！？.!?…」』:：;,、，]")
SENTENCE_END = "。.!?！？」"
PARAGRAPHS = frozenset({"p", "li", "blockquote", "pre", "dd", "dt"})


def find_top(page: Page) -> int:
    """The element that holds the text, or -1."""
    top = _heaviest(page)
    return _climb(page, top) if top >= 0 else -1


def is_paragraph(block: Block) -> bool:
    """Whether a block is long enough and free enough of links to count as text."""
    return block.mass >= GOOD_MASS and block.tag not in HEADINGS and block.density < GOOD_DENSITY


def mark_noise(page: Page, *, only_sure: bool = False) -> None:
    """Give each block the outermost noise element around it."""
    count = len(page.tags)
    mass = [0] * count
    for block in page.blocks:
        if is_paragraph(block):
            mass[block.element] += block.mass
    page.sums(mass)
    total = (mass[0] if mass else 0) or 1
    family: dict[tuple[str, str], int] = {}
    for at in range(1, count):
        if page.is_noise[at] and mass[at]:
            key = (page.tags[at], names_family(page.names[at]))
            family[key] = family.get(key, 0) + mass[at]
    noise = [-1] * count
    for at in range(1, count):
        if (above := noise[page.parents[at]]) >= 0:
            noise[at] = above
        elif page.is_noise[at]:
            share = family[page.tags[at], names_family(page.names[at])] / total if mass[at] else 0.0
            is_sure = page.tags[at] == "footer" or is_surely_noise_name(page.names[at])
            if share < (SURE_SHARE if is_sure else 0.0 if only_sure and mass[at] else RESCUE_SHARE):
                noise[at] = at
    for block in page.blocks:
        block.noise = noise[block.element]


def _weight(block: Block) -> float:
    if block.noise >= 0 or not is_paragraph(block):
        return 0.0
    weight = min(block.mass, FULL_MASS) * (1 - block.density)
    return weight if SENTENCE.search(block.text) else 0.2 * weight


def _heaviest(page: Page) -> int:
    score = [0.0] * len(page.tags)
    for block in page.blocks:
        weight = _weight(block)
        at = block.element
        if block.tag in PARAGRAPHS:
            at = max(page.parents[at], 0)
        while at >= 0 and weight > 1:
            score[at] += weight
            at = page.parents[at]
            weight *= DECAY
    best, best_score = -1, 0.0
    for at, value in enumerate(score):
        if value > best_score / CONTENT_BONUS:
            if is_content_name(page.names[at]) or page.attrs[at].get("itemprop") == "articleBody":
                value *= CONTENT_BONUS
            if value > best_score:
                best, best_score = at, value
    return best


def _climb(page: Page, top: int) -> int:
    """A wider element, where it adds text and little else: leads, second halves, one box a paragraph."""
    good, whole = [0] * len(page.tags), [0] * len(page.tags)
    for block in page.blocks:
        if block.noise < 0:
            whole[block.element] += block.mass
            if is_paragraph(block) and SENTENCE.search(block.text):
                good[block.element] += block.mass - block.link_mass
    page.sums(good)
    page.sums(whole)
    at = page.parents[top]
    while at >= 0:
        gain = good[at] - good[top]
        if gain > CLIMB_GAIN * good[top] and gain > CLIMB_PURITY * (whole[at] - whole[top]):
            top = at
        at = page.parents[at]
    return top


def alike(page: Page, top: int) -> list[int]:
    """Siblings of the same tag and names: the other boxes of a text that is split."""
    if top <= 0 or not page.names[top]:
        return []
    parent, family = page.parents[top], names_family(page.names[top])
    found = []
    at = parent + 1
    while at < page.ends[parent]:
        if at != top and page.tags[at] == page.tags[top] and names_family(page.names[at]) == family:
            found.append(at)
        at = page.ends[at]
    return found


@dataclass(slots=True)
class _Shape:
    """Sums over subtrees that tell a caption from a paragraph."""

    pictures: list[int]
    mass: list[int]

    @classmethod
    def of(cls, page: Page) -> "_Shape":
        mass = [0] * len(page.tags)
        for block in page.blocks:
            mass[block.element] += block.mass
        pictures = [1 if tag in ("img", "picture") else 0 for tag in page.tags]
        return cls(page.sums(pictures), page.sums(mass))

    def is_caption(self, page: Page, block: Block) -> bool:
        """Whether a short text shares a small box with a picture and little else."""
        if block.mass > 400:
            return False
        at = block.element
        if block.mass > 150 and self.pictures[at] and block.tag in ("p", "li", "td", "h2", "h3", "h4"):
            return False
        for _ in range(3):
            if at < 0 or self.mass[at] > 1.5 * block.mass + 30:
                return False
            if self.pictures[at]:
                return True
            at = page.parents[at]
        return False


def collect(page: Page, tops: Sequence[int], title: str) -> list[Block]:
    """The article's blocks inside the given elements, with a lead that stands before them."""
    is_inside = bytearray(len(page.tags))
    for at in tops:
        is_inside[at : page.ends[at]] = b"\1" * (page.ends[at] - at)
    inside = [block for block in page.blocks if is_inside[block.element] and block.noise < 0]
    kept = _without_lonely_headings(_choose_lines(page, inside, title))
    return _lead(page, min(tops), kept, title) + kept


def _choose_lines(page: Page, inside: list[Block], title: str) -> list[Block]:
    shape = _Shape.of(page)
    key = squeeze(title)
    kept: list[Block] = []
    total, passed, is_cutting = sum([b.mass for b in inside]) or 1, 0, False
    for block in inside:
        passed += block.mass
        is_late = passed > 0.5 * total
        if is_cutting:
            is_text = block.density < 0.3 and block.mass > 200 and block.text[-1] in SENTENCE_END
            is_cutting = not (is_text or block.tag in HEADINGS)
            if is_cutting:
                continue
        if block.mass < 120 and RELATED.match(block.text):
            is_cutting = is_late or block.tag in HEADINGS
        elif is_late and block.mass < 150 and CONTACT.match(block.text):
            is_cutting = True
        elif not is_late and is_same_headline(block.text, title, key):
            continue
        elif not _is_dropped(page, block, shape, is_late, is_edge=is_late or len(kept) < 2):
            kept.append(block)
    return kept


def _is_dropped(page: Page, block: Block, shape: _Shape, is_late: bool, *, is_edge: bool) -> bool:
    density = block.density
    if density > 0.6 or (density > 0.4 and block.mass < 120):
        return not URL_TEXT.match(block.text)
    if block.mass < 400 and (SIGNPOST.match(block.text) or (is_edge and wall_words(block.text))):
        return True
    if is_late and block.mass < 300 and CREDITS.match(block.text):
        return True
    return is_furniture(block) or shape.is_caption(page, block)


def _without_lonely_headings(kept: list[Block]) -> list[Block]:
    """Without headings that nothing follows before the next of their rank."""
    found = []
    for block, after in zip_longest(kept, kept[1:]):
        if block.tag in HEADINGS and (after is None or (after.tag in HEADINGS and after.tag <= block.tag)):
            continue
        found.append(block)
    return found


def _lead(page: Page, top: int, kept: list[Block], title: str) -> list[Block]:
    """Blocks between the headline and the text that read like a lead, or whose box says so."""
    key = squeeze(title)
    head = -1
    before = [b for b in page.blocks if b.element < top and b.noise < 0]
    for position, block in enumerate(before):
        if block.tag == "h1" or is_same_headline(block.text, title, key):
            head = position
    if head < 0:
        return []
    seen = {b.text for b in kept} | {before[head].text}
    found = []
    for block in before[head + 1 :]:
        if block.mass < 30 or block.density > 0.3 or block.text in seen or is_furniture(block):
            continue
        if SIGNPOST.match(block.text) or RELATED.match(block.text) or is_same_headline(block.text, title, key):
            continue
        if block.mass < 400 and wall_words(block.text):
            continue
        parent = page.names[max(page.parents[block.element], 0)]
        is_named = is_lead_name(page.names[block.element]) or is_lead_name(parent)
        if is_named or block.mass >= 120 or (block.mass >= 70 and SENTENCE.search(block.text[-1])):
            seen.add(block.text)
            found.append(block)
    # More is not a lead but a page of teasers.
    return found if len(found) <= 4 else []
