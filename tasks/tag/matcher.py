"""Names found in text: which matches of ``scan`` are registered names as words of their own, longest name first.

The automaton there is the Rust crate ``aho-corasick`` (through ``ahocorasick_rs``); written variants that the
register need not list (spaces, case, middle dots, long vowels, グループ as G) are made here by rule and become
patterns of their own.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from tasks.tag import edges
from tasks.tag.document import Document
from tasks.tag.registers import Company
from tasks.tag.scan import Scan
from tasks.tag.spellings import spellings
from tasks.tag.text import fold
from tasks.tag.tuples import many_of


class Sort(Enum):
    """What kind of name a pattern is; the value is the ``rule`` that its mentions carry."""

    ALIAS = "alias"
    AMBIGUOUS = "ambiguous"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True)
class Name:
    """One pattern of the automaton: a written variant of a registered name."""

    company_id: str
    sort: Sort
    shapes: frozenset[str]
    """Written forms that count, where case decides; empty where any case does."""
    is_short_kanji: bool
    """One or two kanji: 東大, 理研, 燈."""
    takes_version: bool
    """A product that digits may follow: Qwen2.5."""


class Hit(NamedTuple):
    """A name at a place of ``Document.text`` that stands there as a word of its own."""

    start: int
    end: int
    name: Name

    @property
    def company_id(self) -> str:
        """The company whose name it is."""
        return self.name.company_id


_LEGAL = re.compile(r"^(?:株式会社|合同会社|国立研究開発法人)\s*|\s*(?:株式会社|合同会社|社)$")
_COUNTRY = re.compile(r"^(?:米|英|仏|独|加|中国|カナダの)(?=[A-Za-zァ-ヶ])")
_LATIN = re.compile(r"[!-~ ]+")


def _shapes(alias: str, sort: Sort) -> frozenset[str]:
    """The written forms that count for a Latin name, or nothing where case tells nothing.

    Short acronyms keep their case (AIST, MIC), and so do words that mean something else in lower case (Apple, Llama);
    a longer certain name counts in any case (Elyza, LAYERX).
    """
    plain = unicodedata.normalize("NFKC", alias)
    if not _LATIN.fullmatch(plain):
        return frozenset()
    letters = re.sub(r"[^A-Za-z]", "", plain)
    if sort is Sort.ALIAS and (len(letters) > 4 or not letters.isupper()):
        return frozenset()
    if letters.isupper() and len(letters) <= 4:
        return frozenset({plain})
    capital = plain[0].upper() + plain[1:]
    forms = {plain, capital}
    if len(letters) > 3 and not letters.isupper():
        forms.add(plain.upper())
    return frozenset(forms)


def _is_derived(alias: str, company: Company) -> bool:
    """A listed name that is another listed one with a legal form or a country before or after it."""
    others = {*company.aliases, *company.ambiguous_aliases} - {alias}
    return _LEGAL.sub("", alias) in others or _COUNTRY.sub("", alias) in others


class Matcher:
    """The patterns of all registered names, and which of their matches are names, longest first."""

    def __init__(self, companies: Iterable[Company]) -> None:
        patterns: dict[str, list[Name]] = {}
        for company in companies:
            for sort, aliases in (
                (Sort.ALIAS, company.aliases),
                (Sort.AMBIGUOUS, company.ambiguous_aliases),
                (Sort.PRODUCT, company.products),
            ):
                for alias in aliases:
                    if not _is_derived(alias, company):
                        _add(patterns, alias, company.id, sort)
        self.patterns = tuple(patterns)
        """The folded spellings to scan for."""
        self._names = list(patterns.values())
        self._first_names = np.array([names[0] for names in self._names], dtype=np.object_)
        self._takes_any_case = np.array([not names[0].shapes for names in self._names], dtype=np.bool_)
        self._owners = {key.replace(" ", ""): names for key, names in patterns.items()}

    def hits(self, documents: Sequence[Document], scan: Scan) -> list[list[Hit]]:
        """The names of each document among the matches of a scan, in order of place, none inside another."""
        pattern, start, end, beside = scan.names
        stand_plainly = beside.stand_plainly()
        # Any other name needs a closer look, at the letters as written or at the words beside it.
        names = self._first_names[pattern]
        names[~(stand_plainly & self._takes_any_case[pattern])] = None
        owner = scan.owners(start)
        begin = scan.begins[owner]
        columns = (owner, pattern, start - begin, end - begin, stand_plainly, names)
        rows: list[list[tuple[int, int, Name]]] = [[] for _ in documents]
        current = -1
        for no, pattern_no, first, last, is_plain, name in zip(*(column.tolist() for column in columns), strict=True):
            if no != current:
                current, its, reached, document = no, rows[no], 0, documents[no]
            if first < reached:
                continue
            if name is None:
                name = self._name_at(document, pattern_no, first, last, is_plain)
                if name is None:
                    continue
            its.append((first, last, name))
            reached = last
        return [many_of(Hit, its) for its in rows]

    def _name_at(self, document: Document, pattern: int, start: int, end: int, stands_plainly: bool) -> Name | None:
        """The first name of a pattern that has its shape and its edges at a place."""
        written = document.text[start:end]
        for name in self._names[pattern]:
            shapes = name.shapes
            if shapes and written not in shapes and not _has_shape(written, shapes):
                continue
            if stands_plainly or edges.stands_alone(document.view, start, end, name.is_short_kanji, name.takes_version):
                return name
        return None

    def owner_of(self, name: str) -> Name | None:
        """The registered name that a written name is a variant of, if any."""
        names = self._owners.get(_folded(name))
        return names[0] if names else None


@lru_cache(maxsize=1 << 14)
def _folded(name: str) -> str:
    """Without spaces, as names are compared; news repeat them, and to fold one costs as much as an article's text."""
    return fold(name).text.replace(" ", "")


@lru_cache(maxsize=1 << 12)
def _has_shape(written: str, shapes: frozenset[str]) -> bool:
    """Whether what is written is one of them but for width, spaces and middle dots."""
    return _squeeze(unicodedata.normalize("NFKC", written)) in shapes


def _squeeze(written: str) -> str:
    return re.sub(r"[\s・]+", "", written)


def _add(patterns: dict[str, list[Name]], alias: str, company_id: str, sort: Sort) -> None:
    plain = unicodedata.normalize("NFKC", alias)
    name = Name(
        company_id,
        sort,
        frozenset(_squeeze(shape) for shape in _shapes(alias, sort)),
        is_short_kanji=bool(re.fullmatch(r"[一-龠]{1,2}", plain)),
        takes_version=sort is Sort.PRODUCT and plain[-1].isascii(),
    )
    for key in spellings(alias):
        owners = patterns.setdefault(key, [])
        if all(owner.company_id != company_id or owner.shapes != name.shapes for owner in owners):
            owners.append(name)
