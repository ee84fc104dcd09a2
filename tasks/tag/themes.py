"""The themes of an article: weighted keywords, with what surrounds them.

A keyword of the taxonomy counts 1, one that is marked with ``?`` counts a half: it needs a second sign. What the
second sign is, the theme may say itself (``theme_rules``: a maker's verb beside 言語モデル makes it a model release).
Title and lead count more. A theme is given where the sum reaches ``GIVEN_AT``.

Nothing counts inside a company's name, inside an expression of the theme's ``exclude_patterns``, or, for an industry,
where it is only one of several customers (医療や製造など).
"""

import itertools
import re
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from tasks.tag.companies import Mention
from tasks.tag.document import Document, Sentence
from tasks.tag.registers import Theme
from tasks.tag.scan import Scan
from tasks.tag.theme_keywords import GIVEN_AT, STRONG, Floats, KeywordPlaces, ThemeKeywords, add_up
from tasks.tag.theme_rules import OF_AI_ALONE, RULES, SPEAKS_OF_AI, ThemeRule

_ENUMERATED_AFTER = re.compile(
    r"(?:業|業界|分野|機関|会社|店)?(?:(?:や|、|・|と)[^、。・]{1,9}){0,3}(?:や|、"
    r"|・)?[^、。・]{0,9}(?:など(?:の)?(?:幅広い|様々な|さまざまな|多様な|各|特定|複数|幅広く|多く|向け|の|[0-9])"
    r"|など[0-9]|といった(?:業界|業種|分野|幅広い)|をはじめ)"
)
_ENUMERATED_AFTER_EN = re.compile(r"[a-z]{0,2}(?: companies| firms)? (?:such as|like|including) ")


_REACH = 80
"""No less than what a theme's ``refuse_before`` looks at."""


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


class ThemeTagger:
    """Finds the leaf themes of documents."""

    def __init__(self, themes: Iterable[Theme], public_bodies: frozenset[str] = frozenset()) -> None:
        """``public_bodies`` are the companies whose name may be a keyword itself (防衛省)."""
        self._public_bodies = public_bodies
        self._themes = [theme for theme in themes if theme.parent_id is not None]
        self._conditions = [(RULES.get(theme.id, ThemeRule()), theme.parent_id == "industry") for theme in self._themes]
        self._keywords = ThemeKeywords(self._themes, [rule.support is not None for rule, _ in self._conditions])
        self.patterns = self._keywords.patterns
        """The folded keywords and exclusions to scan for."""

    def themes(
        self, documents: Sequence[Document], mentions: Sequence[Sequence[Mention]], scan: Scan
    ) -> list[list[ThemeInArticle]]:
        """The themes of each document in the order of the taxonomy, from the keywords of a scan of them all."""
        names = [self._names(its) for its in mentions]
        places = self._keywords.find(documents, names, scan)
        sentences = [sentence for document in documents for sentence in document.sentences]
        counts = places.factor * self._weights(places, sentences)
        counting = np.flatnonzero(counts > 0.0)
        group = (places.document * len(self._themes) + places.theme)[counting]
        sums = add_up(group, places.pattern[counting], counts[counting], places.sentence[counting])
        reaching = sums >= GIVEN_AT
        rows = counting[reaching]
        found = zip(
            *(column[rows].tolist() for column in (places.document, places.theme, places.start, places.end)),
            sums[reaching].tolist(),
            strict=True,
        )
        given: list[list[ThemeInArticle]] = [[] for _ in documents]
        for (document_no, theme_no, score), its in itertools.groupby(found, key=itemgetter(0, 1, 4)):
            if self._themes[theme_no].id in OF_AI_ALONE and not SPEAKS_OF_AI.search(documents[document_no].view):
                continue
            text = documents[document_no].text
            evidence = tuple([Evidence(start, end, text[start:end]) for _, _, start, end, _ in its])
            given[document_no].append(ThemeInArticle(self._themes[theme_no].id, round(score, 2), evidence))
        return given

    def _weights(self, places: KeywordPlaces, sentences: Sequence[Sentence]) -> Floats:
        """The weight of each keyword in its sentence: 0 where its theme refuses it, whole where it supports it."""
        weights = places.weight.tolist()
        columns = (places.theme, places.sentence, places.start, places.end)
        seen = (-1, -1)
        for row, (theme_no, sentence_no, start, end) in enumerate(
            zip(*(column.tolist() for column in columns), strict=True)
        ):
            if (theme_no, sentence_no) != seen:
                seen = (theme_no, sentence_no)
                rule, is_industry = self._conditions[theme_no]
                text, begin = sentences[sentence_no].text, sentences[sentence_no].start
                is_refused = rule.refuse_sentence is not None and rule.refuse_sentence.search(text) is not None
                sign = rule.support.search(text) if rule.support is not None else None
            first, last = start - begin, end - begin
            if is_refused or _refuses(rule, text, first, last) or (is_industry and _is_one_of_several(text, last)):
                weights[row] = 0.0
            elif weights[row] < STRONG and sign is not None and _is_beside(sign, text, first, last):
                weights[row] = STRONG
        return np.array(weights, dtype=np.float64)

    def _names(self, mentions: Sequence[Mention]) -> list[tuple[int, int]]:
        """The places where a word is part of a name and says nothing of the subject."""
        return [(m.start, m.end) for m in mentions if m.rule != "product" and m.company_id not in self._public_bodies]


def _refuses(rule: ThemeRule, text: str, start: int, end: int) -> bool:
    """Whether the words beside a keyword in a sentence make it one of something else."""
    if rule.refuse_after is not None and rule.refuse_after.match(text, end):
        return True
    return (
        rule.refuse_before is not None and rule.refuse_before.search(text[max(0, start - _REACH) : start]) is not None
    )


def _is_one_of_several(text: str, end: int) -> bool:
    return _ENUMERATED_AFTER.match(text, end) is not None or _ENUMERATED_AFTER_EN.match(text, end) is not None


def _is_beside(sign: re.Match[str], text: str, start: int, end: int) -> bool:
    """Whether a sentence has a sign of the theme apart from the keyword itself; ``sign`` is the first it has."""
    if sign.end() < start or end < sign.start():
        return True
    return sign.re.search(f"{text[:start]} {text[end:]}") is not None
