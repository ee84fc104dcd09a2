"""Who wrote it: persons apart from desks, agencies and publishers.

Names come from JSON-LD, meta tags, elements marked as author, and lines: ``[名前，媒体]``, ``文● 名前／編集部``,
``著者：名前``, ``【東京＝名前】``, a signature in brackets at the end, ``By Name``.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from tasks.dates.folding import fold
from tasks.extract import name_words as words
from tasks.extract.lines import squeeze
from tasks.extract.noise import is_surely_noise_name, split_names
from tasks.extract.page import Page
from tasks.extract.structured import Facts, string_of, types_of

AUTHOR_METAS = (
    "author", "article:author", "article:author_name", "og:article:author", "dc.creator", "dcterms.creator",
    "dc.contributor", "byl", "byline", "parsely-author", "sailthru.author", "cxenseparse:author", "writer",
    "citation_author", "article_author",
)  # fmt: skip
MAX_AUTHORS = 12
MAX_NAME_CHARS = 60
MAX_BYLINE_CHARS = 120
MAX_MARKED = 200


@dataclass(slots=True)
class Byline:
    """Persons in the order stated, and the desk or organisation beside or in place of them."""

    authors: list[str] = field(default_factory=list)
    desk: str | None = None


def find_authors(facts: Facts, page: Page, head: tuple[int, int, int], texts: list[str], sites: set[str]) -> Byline:
    """The byline of a page; the first kind of source that names a person decides.

    ``head``: indices of the blocks of headline, first and last paragraph; ``texts``: the paragraphs; ``sites``:
    squeezed names of the site, which are never persons.
    """
    desk = ""
    sources: tuple[Callable[[], tuple[list[str], str]], ...] = (
        lambda: _from_jsonld(facts, sites),
        lambda: _from_metas(facts, sites),
        lambda: _from_elements(page, head, sites),
        lambda: _from_lines(page, head, texts, sites),
    )
    for source in sources:
        names, organisation = source()
        desk = desk or organisation
        if names:
            return Byline(names, desk or None)
    return Byline([], desk or None)


def read_byline(texts: Iterable[str], sites: set[str] | None = None) -> Byline:
    """The names in texts that are known to be bylines."""
    names: list[str] = []
    desk = ""
    for text in texts:
        found, organisation = _from_line(text, sites or set()) or _sort(_parts(text), sites or set())
        names += [name for name in found if name not in names]
        desk = desk or organisation
    return Byline(names[:MAX_AUTHORS], desk or None)


def tidy_name(raw: str) -> str:
    """One name without introduction, title and brackets; empty where it cannot be one."""
    text = " ".join(raw.replace("\u3000", " ").split())
    for _ in range(2):
        text = words.INTRODUCTION.sub("", text)
    text = words.BRACKETS.sub(" ", text).strip(words.NAME_EDGES)
    text = words.TITLES.sub("", text).strip()
    if not 2 <= len(text) <= MAX_NAME_CHARS or words.NOT_NAME.search(text) or len(text.split()) > 6:
        return ""
    return text


def _split(raw: str) -> list[str]:
    return [part for part in words.SEPARATORS.split(raw) if part]


def _parts(raw: str) -> list[str]:
    """The parts of a byline without the date that may follow."""
    return _split(words.STAMP.sub("", raw))


def _sort(parts: Iterable[str], sites: set[str]) -> tuple[list[str], str]:
    """Names, and the first organisation, among raw parts."""
    names: list[str] = []
    desk = ""
    for part in parts:
        name = part.strip() if words.AGENCY.match(part.strip()) else tidy_name(part)
        if not name:
            continue
        key = squeeze(name)
        is_agency = words.AGENCY.match(name) is not None and key not in sites
        is_desk = words.DESK.search(unicodedata.normalize("NFKC", name)) or key in sites
        if is_agency or is_desk or any(squeeze(word) in sites for word in name.split() if len(word) > 2):
            desk = desk or name
        if is_agency or desk != name:
            names += [] if key in map(squeeze, names) or (is_desk and not is_agency) else [name]
    return names[:MAX_AUTHORS], desk


def _from_jsonld(facts: Facts, sites: set[str]) -> tuple[list[str], str]:
    persons: list[str] = []
    desk = ""
    stack: list[Any] = [facts.article.get("author") or facts.article.get("creator")]
    while stack and len(persons) < MAX_AUTHORS:
        each = stack.pop()
        if isinstance(each, list):
            stack.extend(reversed(each))
            continue
        if isinstance(each, dict) and isinstance(each.get("name"), list):
            stack.extend(reversed(each["name"]))
            continue
        name = _jsonld_name(each) if isinstance(each, dict) else string_of(each)
        is_organisation = isinstance(each, dict) and any("Organization" in kind for kind in types_of(each))
        if is_organisation and not words.AGENCY.match(name):
            desk = desk or name
        else:
            persons += _split(name) if len(name) > 8 else [name]
    names, organisation = _sort(persons, sites)
    return names, organisation or desk


def _jsonld_name(person: dict[str, Any]) -> str:
    parts = (string_of(person.get("givenName")), string_of(person.get("familyName")))
    return string_of(person.get("name")) or " ".join(parts).strip()


def _from_metas(facts: Facts, sites: set[str]) -> tuple[list[str], str]:
    desk = ""
    for key in AUTHOR_METAS:
        contents = [re.sub(r"<[^>]*>", "", each) for each in facts.metas.get(key, []) if "://" not in each]
        names, organisation = _sort([part for each in contents for part in _split(each)], sites)
        desk = desk or organisation
        if names:
            return names, desk
    return [], desk


def _from_elements(page: Page, head: tuple[int, int, int], sites: set[str]) -> tuple[list[str], str]:
    """Elements marked as author; those beside the headline before others, machine marks before class names."""
    if not page.blocks:
        return [], ""
    first = page.blocks[max(head[0] - 10, 0)].element
    last = page.blocks[min(head[1] + 4, len(page.blocks) - 1)].element
    marked: list[tuple[tuple[bool, bool], str]] = []
    asked = 0
    for at, attrs in enumerate(page.attrs):
        is_near = first <= at <= last
        is_machine = ("rel" in attrs or "itemprop" in attrs) and _is_author_mark(attrs)
        if not is_machine and not (is_near and page.names[at] and _is_author_name(page.names[at])):
            continue
        asked += 1
        if asked > MAX_MARKED:
            break
        text = page.text_of(at, MAX_BYLINE_CHARS + 1)
        if 2 <= len(text) <= MAX_BYLINE_CHARS:
            marked.append(((not is_near, not is_machine), text))
    marked.sort(key=lambda each: each[0])
    desk = ""
    names: list[str] = []
    rank: tuple[bool, bool] | None = None
    for place, text in marked:
        if names and place != rank:
            break
        found, organisation = _from_line(text, sites) or _sort(_parts(text), sites)
        desk = desk or organisation
        if found:
            rank = place
            names += [name for name in found if name not in names]
    # A box repeats the names of the elements inside it, run together.
    return [name for name in names if not any(name != other and other in name for other in names)], desk


def _is_author_mark(attrs: dict[str, str | None]) -> bool:
    return "author" in (attrs.get("rel") or "").split() or attrs.get("itemprop") in ("author", "creator")


def _is_author_name(raw: str) -> bool:
    names = split_names(raw)
    return bool(words.BYLINE_BOX.search(names)) and not words.PROFILE_BOX.search(names)


def _from_lines(page: Page, head: tuple[int, int, int], texts: list[str], sites: set[str]) -> tuple[list[str], str]:
    """Bylines written as text: around the headline and the first paragraph, and at the end of the text."""
    start, first, last = head
    blocks = page.blocks
    near = [block.text for block in blocks[max(start - 4, 0) : first + 4] if block.mass < 200]
    rest = blocks[first + 4 : last + 12]
    tail = [block.text for block in rest if block.mass < 120 and not is_surely_noise_name(page.names[block.element])]
    desk = ""
    for text in near + tail:
        if found := _from_line(text, sites):
            desk = desk or found[1]
            if found[0]:
                return found[0], desk
    for text in near:
        line = fold(text)
        if words.SPACED_NAME.match(line) and not words.NO_SIGNATURE.search(line):
            return [line], desk
    if texts and (match := words.DATELINE.match(texts[0])):
        names, organisation = _sort(_split(match["names"]), sites)
        if names:
            return names, desk or organisation
    lines = [block.text for block in blocks[first : last + 8] if block.mass < 40]
    for text in [*texts[-6:], *lines, *(block.text for block in blocks[last + 1 : last + 8] if block.mass < 120)]:
        if names := _signature(text, sites):
            return names, desk
    return [], desk


def _from_line(text: str, sites: set[str]) -> tuple[list[str], str] | None:
    """Names and desk of a line in one of the forms of bylines, else None."""
    line = words.LEADING_STAMP.sub("", fold(text))
    for pattern in words.LINE_FORMS:
        match = pattern.search(line)
        if match is None:
            continue
        raw = words.GLUED_DESK.sub("，", match["names"])
        parts = _parts(words.OTHER_ROLES.split(raw)[0])
        medium = ""
        if pattern is words.BRACKET_FORM and parts and words.LATIN_MEDIUM.fullmatch(parts[-1]):
            medium = parts.pop()
        names, desk = _sort(parts, sites)
        desk = desk or medium
        if pattern is words.BRACKET_FORM and not desk and not _are_surely_names(names, raw):
            continue
        if names or desk:
            return names, desk
    return None


def _are_surely_names(names: list[str], raw: str) -> bool:
    """Brackets alone say little: only what can be nothing but names counts."""
    return bool(names) and not words.NO_SIGNATURE.search(raw) and all(map(words.JAPANESE_NAME.match, names))


def _signature(text: str, sites: set[str]) -> list[str]:
    """Japanese names in brackets at the end of a text: （山田太郎）, 【山田太郎】, （山田太郎＝科学部）."""
    match = words.SIGNED.search(text[-60:])
    if match is None or words.NO_SIGNATURE.search(match["names"]):
        return []
    parts = [words.TITLES.sub("", part) for part in _split(match["names"].strip())]
    return _sort(parts, sites)[0] if parts and all(map(words.JAPANESE_NAME.match, parts)) else []
