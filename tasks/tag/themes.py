"""The themes of an article: weighted keywords, with what surrounds them.

A keyword of the taxonomy counts 1, one that is marked with ``?`` counts a half: it needs a second sign. What the
second sign is, the theme may say itself (``theme_rules``: a maker's verb beside 言語モデル makes it a model release).
Title and lead count more. A theme is given where the sum reaches ``GIVEN_AT``.

Nothing counts inside a company's name, inside an expression of the theme's ``exclude_patterns``, or, for an industry,
where it is only one of several customers (医療や製造など).
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from tasks.tag.companies import Mention
from tasks.tag.document import Document, Sentence
from tasks.tag.registers import Theme
from tasks.tag.scan import KeywordMatch
from tasks.tag.text import fold
from tasks.tag.theme_rules import RULES, ThemeRule

GIVEN_AT = 1.0
_WEAK_MARK = "?"
_STRONG, _WEAK = 1.0, 0.5
_TITLE_FACTOR, _LEAD_FACTOR = 1.5, 1.1
_LONG_BODY = 450
_DEEP_FACTOR = 0.7
"""In a text longer than ``_LONG_BODY`` characters one word after the lead is in passing: it needs a second one."""
_AGAIN = 0.5
"""A keyword in a second sentence counts half of itself once more."""
_SLACK = 1.1
"""A word in the title that recurs counts at most so much more than the sum over its places."""

_ENUMERATED_AFTER = re.compile(
    r"(?:業|業界|分野|機関|会社|店)?(?:(?:や|、|・|と)[^、。・]{1,9}){0,3}(?:や|、"
    r"|・)?[^、。・]{0,9}(?:など(?:の)?(?:幅広い|様々な|さまざまな|多様な|各|特定|複数|幅広く|多く|向け|の|[0-9])"
    r"|など[0-9]|といった(?:業界|業種|分野|幅広い)|をはじめ)"
)
_LETTER = re.compile(r"[A-Za-z]")
_INFLECTION = re.compile(r"[a-z]{0,4}(?![A-Za-z])")
_MIN_INFLECTED = 5


class Evidence(NamedTuple):
    """A keyword at a place of ``Document.text``."""

    start: int
    end: int
    keyword: str


class ThemeInArticle(NamedTuple):
    """A leaf theme with its score and the words that gave it."""

    theme_id: str
    score: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class _Keyword:
    theme_no: int
    weight: float
    """0 for an exclusion."""
    most: float
    """What its sentence can make of the weight."""
    cased: str | None
    """The only written form, for an acronym that is a part of longer words."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A folded word with the themes it speaks for."""

    keywords: tuple[_Keyword, ...]
    begins_latin: bool
    ends_latin: bool


_Found: TypeAlias = tuple[int, int, _Keyword, float]
"""Span of a keyword, and what its place makes of its weight at most."""


class ThemeTagger:
    """Finds the leaf themes of a document."""

    def __init__(self, themes: Iterable[Theme], public_bodies: frozenset[str] = frozenset()) -> None:
        """``public_bodies`` are the companies whose name may be a keyword itself (防衛省)."""
        self._public_bodies = public_bodies
        self._themes = [theme for theme in themes if theme.parent_id is not None]
        self._rules = [RULES.get(theme.id, ThemeRule()) for theme in self._themes]
        patterns: dict[str, list[_Keyword]] = defaultdict(list)
        for no, theme in enumerate(self._themes):
            for word in theme.keywords:
                plain = word.removeprefix(_WEAK_MARK)
                weight = _WEAK if word != plain else _STRONG
                cased = plain if plain.isascii() and plain.isupper() and len(plain) <= 5 else None
                most = weight if self._rules[no].support is None else _STRONG
                patterns[fold(plain).text].append(_Keyword(no, weight, most, cased))
            for word in theme.exclude_patterns:
                patterns[fold(word).text].append(_Keyword(no, 0.0, 0.0, None))
        self._patterns = [
            _Pattern(tuple(keywords), _LETTER.match(word[0]) is not None, _LETTER.match(word[-1]) is not None)
            for word, keywords in patterns.items()
        ]
        self.patterns = tuple(patterns)
        """The folded keywords and exclusions to scan for."""

    def themes(self, document: Document, mentions: list[Mention], matches: list[KeywordMatch]) -> list[ThemeInArticle]:
        """The themes in the order of the taxonomy; ``matches`` are those of ``patterns`` in the document."""
        lead = next((s.no for s in document.sentences if not s.is_title), -1)
        by_theme = self._find(document, self._names(mentions), matches, lead)
        given: list[ThemeInArticle] = []
        for no in sorted(by_theme):
            score, evidence = self._weigh(document, no, by_theme[no], lead)
            if score >= GIVEN_AT:
                given.append(ThemeInArticle(self._themes[no].id, round(score, 2), evidence))
        return given

    def _names(self, mentions: list[Mention]) -> list[tuple[int, int]]:
        """The places where a word is part of a name and says nothing of the subject."""
        return [(m.start, m.end) for m in mentions if m.rule != "product" and m.company_id not in self._public_bodies]

    def _find(
        self, document: Document, names: list[tuple[int, int]], matches: list[KeywordMatch], lead: int
    ) -> dict[int, list[_Found]]:
        """Keywords by theme, without those in names and in excluded expressions, longest first at a place.

        Only themes whose keywords add up if every one counts: most do not, and need no closer look.
        """
        view, title_end = document.view, document.title_chars
        lead_end = document.sentences[lead].end if lead >= 0 else 0
        deep = _deep_factor(document)
        found: dict[int, list[_Found]] = defaultdict(list)
        most: dict[int, float] = defaultdict(float)
        excluded: dict[int, list[tuple[int, int]]] = defaultdict(list)
        name_starts = [start for start, _ in names]
        for pattern_no, first, last, follows_letter, letter_follows in matches:
            pattern = self._patterns[pattern_no]
            if pattern.begins_latin and follows_letter:
                continue
            if pattern.ends_latin and letter_follows and not _is_inflected(view, first, last):
                continue
            at = bisect_right(name_starts, first) - 1
            in_name = at >= 0 and last <= names[at][1]
            factor = _TITLE_FACTOR if first < title_end else _LEAD_FACTOR if first < lead_end else deep
            for keyword in pattern.keywords:
                if keyword.weight == 0.0:
                    excluded[keyword.theme_no].append((first, last))
                elif not in_name and (keyword.cased is None or view[first:last] == keyword.cased):
                    found[keyword.theme_no].append((first, last, keyword, factor))
                    most[keyword.theme_no] += factor * keyword.most
        reaching = {no: _outermost(places, excluded.get(no, ())) for no, places in found.items() if _reaches(most[no])}
        return {
            no: kept
            for no, kept in reaching.items()
            if len(kept) == len(found[no]) or _reaches(sum(factor * keyword.most for _, _, keyword, factor in kept))
        }

    def _weigh(
        self, document: Document, no: int, places: list[_Found], lead: int
    ) -> tuple[float, tuple[Evidence, ...]]:
        """Sum over the distinct keywords, with the places that counted where it gives the theme."""
        rule, is_industry = self._rules[no], self._themes[no].parent_id == "industry"
        deep = _deep_factor(document)
        best: dict[str, float] = {}
        seen_in: dict[str, set[int]] = defaultdict(set)
        counted: list[tuple[int, int]] = []
        sentence = document.sentence_at(places[0][0])
        for start, end, keyword, _ in places:
            if start >= sentence.end:
                sentence = document.sentence_at(start)
            weight = _weight_in(sentence, start, end, keyword, rule, is_industry)
            if weight <= 0.0:
                continue
            word = document.view[start:end].lower()
            factor = _TITLE_FACTOR if sentence.is_title else _LEAD_FACTOR if sentence.no == lead else deep
            best[word] = max(best.get(word, 0.0), weight * factor)
            seen_in[word].add(sentence.no)
            counted.append((start, end))
        score = sum(best[word] * (1 + _AGAIN * (len(seen_in[word]) > 1)) for word in best)
        if score < GIVEN_AT:
            return score, ()
        return score, tuple(Evidence(start, end, document.text[start:end]) for start, end in counted)


def _reaches(most: float) -> bool:
    return most * _SLACK >= GIVEN_AT


def _deep_factor(document: Document) -> float:
    return _DEEP_FACTOR if len(document.text) > _LONG_BODY else 1.0


def _is_inflected(view: str, start: int, end: int) -> bool:
    """Whether the letters after a Latin keyword are an ending of it; it must be long enough to tell."""
    return end - start >= _MIN_INFLECTED and _INFLECTION.match(view, end) is not None


def _outermost(places: list[_Found], excluded: Sequence[tuple[int, int]]) -> list[_Found]:
    """Of keywords by place, the longest first: those that overlap no exclusion, each the longest at its place."""
    kept: list[_Found] = []
    reached = 0
    for place in places:
        if place[1] <= reached or (excluded and any(start < place[1] and place[0] < end for start, end in excluded)):
            continue
        kept.append(place)
        reached = place[1]
    return kept


def _weight_in(
    sentence: Sentence, start: int, end: int, keyword: _Keyword, rule: ThemeRule, is_industry: bool
) -> float:
    """The weight of a keyword in its sentence: 0 where the theme's rule refuses it, whole where it supports it."""
    text, first, last = sentence.text, start - sentence.start, end - sentence.start
    if is_industry and _ENUMERATED_AFTER.match(text, last):
        return 0.0
    if rule.refuse_after is not None and rule.refuse_after.match(text, last):
        return 0.0
    if rule.refuse_before is not None and rule.refuse_before.search(text[:first]):
        return 0.0
    if rule.refuse_sentence is not None and _refuses(rule.refuse_sentence, text):
        return 0.0
    if (
        keyword.weight < _STRONG
        and rule.support is not None
        and _supports(rule.support, text)
        and rule.support.search(f"{text[:first]} {text[last:]}")
    ):
        return _STRONG
    return keyword.weight


@lru_cache(maxsize=1 << 12)
def _supports(support: re.Pattern[str], sentence: str) -> bool:
    """Whether the sentence, the keyword included, has a sign at all; several keywords ask the same."""
    return support.search(sentence) is not None


@lru_cache(maxsize=1 << 12)
def _refuses(refusal: re.Pattern[str], sentence: str) -> bool:
    return refusal.search(sentence) is not None
