"""The themes of an article: weighted keywords, with what surrounds them.

A keyword of the taxonomy counts 1, one that is marked with ``?`` counts a half: it needs a second sign. What the
second sign is, the theme may say itself (``theme_rules``: a maker's verb beside 言語モデル makes it a model release).
Title and lead count more. A theme is given where the sum reaches ``GIVEN_AT``.

Nothing counts inside a company's name, inside an expression of the theme's ``exclude_patterns``, or, for an industry,
where it is only one of several customers (医療や製造など).
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

import numpy as np

from tasks.tag.companies import Mention
from tasks.tag.document import Document
from tasks.tag.joint_subjects import joint_subject
from tasks.tag.registers import Theme
from tasks.tag.rules import RULES
from tasks.tag.scan import Places, Scan
from tasks.tag.theme_keywords import GIVEN_AT, STRONG, Floats, KeywordPlaces, ThemeKeywords, add_up
from tasks.tag.theme_rules import IS_OF_THE_BEAT, OF_AI_ALONE, OF_THE_BEAT, SPEAKS_OF_AI, THEME_RULES, ThemeRule
from tasks.tag.tuples import many_of

_ENUMERATED_AFTER = RULES.rule(
    r"(?:業|業界|分野|機関|会社|店)?(?:(?:や|、|・|と)[^、。・]{1,9}){0,3}(?:や|、"
    r"|・)?[^、。・]{0,9}(?:など(?:の)?(?:幅広い|様々な|さまざまな|多様な|各|特定|複数|幅広く|多く|向け|の|[0-9])"
    r"|など[0-9]|といった(?:業界|業種|分野|幅広い)|をはじめ)"
    r"|(?:や|と)[一-龠]{1,4}業(?:[でにがをの]|など)"
)
_ENUMERATED_AFTER_EN = RULES.rule(r"[a-z]{0,2}(?: companies| firms)? (?:such as|like|including) ")


_ENUMERATES = _ENUMERATED_AFTER.bit | _ENUMERATED_AFTER_EN.bit
_PARTNERSHIP, _BOTH_SIDES = "partnership", 2

Evidence: TypeAlias = tuple[int, int, str]
"""Start and end in ``Document.text``, and the keyword there: too many for objects of their own."""


class ThemeInArticle(NamedTuple):
    """A leaf theme with its score and the words that gave it."""

    theme_id: str
    score: float
    evidence: tuple[Evidence, ...]


class ThemeTagger:
    """Finds the leaf themes of documents."""

    def __init__(self, themes: Iterable[Theme], public_bodies: frozenset[str] = frozenset()) -> None:
        """``public_bodies`` are the companies whose name may be a keyword itself (防衛省)."""
        self._public_bodies = public_bodies
        self._themes = [theme for theme in themes if theme.parent_id is not None]
        self._ids = [theme.id for theme in self._themes]
        self._conditions = [
            (THEME_RULES.get(theme.id, ThemeRule()), theme.parent_id == "industry") for theme in self._themes
        ]
        self._supports = np.array([rule.support is not None for rule, _ in self._conditions], dtype=np.bool_)
        self._refuses = np.array(
            [rule.refuses or of_industry for rule, of_industry in self._conditions], dtype=np.bool_
        )
        self._keywords = ThemeKeywords(self._themes, [rule.support is not None for rule, _ in self._conditions])
        self.patterns = self._keywords.patterns
        """The folded keywords and exclusions to scan for."""

    def themes(
        self, documents: Sequence[Document], mentions: Sequence[Sequence[Mention]], scan: Scan
    ) -> list[list[ThemeInArticle]]:
        """The themes of each document in the order of the taxonomy, from the keywords of a scan of them all."""
        names = [self._names(its) for its in mentions]
        places = self._keywords.find(documents, names, scan)
        counts = places.factor * self._weights(places, documents)
        counting = np.flatnonzero(counts > 0.0)
        group = (places.document * len(self._themes) + places.theme)[counting]
        sums = add_up(group, places.pattern[counting], counts[counting], places.sentence[counting])
        reaching = sums >= GIVEN_AT
        rows, group, sums = counting[reaching], group[reaching], sums[reaching]
        firsts = np.flatnonzero(np.diff(group, prepend=-1))
        owners, theme_nos = (column[rows[firsts]].tolist() for column in (places.document, places.theme))
        evidence = self._evidence(documents, places, rows, firsts)
        found = [
            (no, (self._ids[theme], _rounded(score), words))
            for no, theme, score, words in zip(owners, theme_nos, sums[firsts].tolist(), evidence, strict=True)
            if self._may_have(self._ids[theme], documents[no], mentions[no])
        ]
        given: list[list[ThemeInArticle]] = [[] for _ in documents]
        for (no, _), theme in zip(found, many_of(ThemeInArticle, [row for _, row in found]), strict=True):
            given[no].append(theme)
        for document, its, found_there in zip(documents, mentions, given, strict=True):
            self._add_joint_subject(document, its, found_there)
        return given

    def _add_joint_subject(self, document: Document, mentions: Sequence[Mention], given: list[ThemeInArticle]) -> None:
        """A partnership that shows in who acts, where no word of it was found."""
        if len(mentions) < _BOTH_SIDES or any(theme.theme_id == _PARTNERSHIP for theme in given):
            return
        span = joint_subject(document, mentions)
        if span is not None and _PARTNERSHIP in self._ids:
            evidence = (*span, document.text[slice(*span)])
            given.append(ThemeInArticle(_PARTNERSHIP, GIVEN_AT, (evidence,)))
            given.sort(key=lambda theme: self._ids.index(theme.theme_id))

    @staticmethod
    def _may_have(theme_id: str, document: Document, mentions: Sequence[Mention]) -> bool:
        """Whether an article deals with AI, or with this field, where a theme asks for that."""
        if theme_id in OF_AI_ALONE:
            return SPEAKS_OF_AI.search(document.view) is not None
        return theme_id not in OF_THE_BEAT or bool(mentions) or IS_OF_THE_BEAT.search(document.view) is not None

    def _evidence(
        self, documents: Sequence[Document], places: KeywordPlaces, rows: Places, firsts: Places
    ) -> Iterator[tuple[Evidence, ...]]:
        """The keywords of the chosen rows, cut where a theme begins."""
        texts = [document.text for document in documents]
        numbers, starts, ends = (column[rows].tolist() for column in (places.document, places.start, places.end))
        spans = zip(numbers, starts, ends, strict=True)
        words = [*zip(starts, ends, [texts[no][start:end] for no, start, end in spans], strict=True)]
        return (tuple(words[first:last]) for first, last in itertools.pairwise([*firsts.tolist(), len(words)]))

    def _weights(self, places: KeywordPlaces, documents: Sequence[Document]) -> Floats:
        """The weight of each keyword in its sentence: 0 where its theme refuses it, whole where it supports it."""
        sentences = [sentence for document in documents for sentence in document.sentences]
        weights = places.weight.tolist()
        asked = np.flatnonzero(self._refuses[places.theme] | (self._supports[places.theme] & (places.weight < STRONG)))
        columns = (asked, *(column[asked] for column in (places.theme, places.sentence, places.start, places.end)))
        for row, theme_no, sentence_no, start, end in zip(*(column.tolist() for column in columns), strict=True):
            rule, is_industry = self._conditions[theme_no]
            _, begin, _, text, _, marks = sentences[sentence_no]
            first, last = start - begin, end - begin
            if (
                (
                    rule.refuse_sentence is not None
                    and marks & rule.refuse_sentence.bit
                    and rule.refuse_sentence.pattern.search(text)
                )
                or (
                    text[last : last + 1] in rule.after_starts
                    and rule.refuse_after is not None
                    and rule.refuse_after.match(text, last)
                )
                or (
                    rule.refuse_before is not None
                    and text[first - 1 : first] in rule.refuse_before.lasts
                    and rule.refuse_before.stands_before(text, first)
                )
                or (is_industry and marks & _ENUMERATES and _is_one_of_several(text, last))
            ):
                weights[row] = 0.0
            elif weights[row] < STRONG and rule.support is not None and _is_supported(rule, text, first, last):
                weights[row] = STRONG
        return np.array(weights, dtype=np.float64)

    def _names(self, mentions: Sequence[Mention]) -> list[tuple[int, int]]:
        """The places where a word is part of a name and says nothing of the subject."""
        return [(m.start, m.end) for m in mentions if m.rule != "product" and m.company_id not in self._public_bodies]


@lru_cache(maxsize=1 << 12)
def _rounded(score: float) -> float:
    """To two places; the sums of few weights recur, and to round one costs as much as its theme besides."""
    return round(score, 2)


def _is_one_of_several(text: str, end: int) -> bool:
    rules = (_ENUMERATED_AFTER, _ENUMERATED_AFTER_EN)
    return any(rule.pattern.match(text, end) is not None for rule in rules)


def _is_supported(rule: ThemeRule, text: str, start: int, end: int) -> bool:
    """Whether a sentence has a sign of the theme apart from the keyword itself."""
    sign = rule.support.search(text) if rule.support is not None else None
    if sign is not None and _is_apart(sign, start, end):
        return True
    subject = rule.subject.match(text) if rule.subject is not None else None
    if subject is not None and _is_apart(subject, start, end):
        return True
    if sign is None and subject is None:
        return False
    rest = f"{text[:start]} {text[end:]}"
    return (rule.support is not None and rule.support.search(rest) is not None) or (
        rule.subject is not None and rule.subject.match(rest) is not None
    )


def _is_apart(sign: re.Match[str], start: int, end: int) -> bool:
    return sign.end() < start or end < sign.start()
