"""Which keywords of which themes stand in a batch of articles, as columns: one row a keyword at a place.

Left out are keywords in the name of a company, in an expression that the theme excludes, in a longer keyword of the
same theme or in a longer Latin word; and whatever cannot add up to a theme even if every keyword counts in full.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from tasks.tag.document import Document
from tasks.tag.edges import Flags
from tasks.tag.registers import Theme
from tasks.tag.scan import Places, Scan
from tasks.tag.text import fold

GIVEN_AT = 1.0
"""A theme is given from this sum on."""
AGAIN = 0.3
"""A keyword in a second sentence counts so much of itself once more: less than makes a theme of one weak word."""
STRONG, WEAK = 1.0, 0.5
TITLE_FACTOR, LEAD_FACTOR = 1.5, 1.1
_LONG_BODIES = np.array([450, 1500, 3500])
_DEEP_FACTORS = np.array([1.0, 0.7, 0.5, 0.35])
"""In texts longer than ``_LONG_BODIES`` characters one word after the lead is in passing."""
_WEAK_MARK = "?"
_LETTER = re.compile(r"[A-Za-z]")
_INFLECTION = re.compile(r"[a-z]{0,4}(?![A-Za-z])")
_MIN_INFLECTED = 5
_SHORT_KATAKANA = re.compile(r"[ァ-ヺー]{1,2}")
"""So few are as often the end of another word (デマ, リハ) as a word after one."""


Floats: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Keyword:
    theme_no: int
    weight: float
    """0 for an exclusion."""
    most: float
    """What its sentence can make of the weight."""
    cased: str | None
    """The only written form, for an acronym that is a part of longer words."""


class KeywordPlaces(NamedTuple):
    """Columns by document, theme and place; ``start`` and ``end`` are offsets in the document."""

    document: Places
    theme: Places
    start: Places
    end: Places
    pattern: Places
    weight: Floats
    factor: Floats
    """What its place makes of the weight: more in title and lead, less deep in a long text."""
    sentence: Places
    """Number of its sentence among those of all documents."""


class ThemeKeywords:
    """The keywords and exclusions of all themes, as patterns to scan for and as columns."""

    def __init__(self, themes: Sequence[Theme], has_support: Sequence[bool]) -> None:
        """``has_support`` says of each theme whether a sentence can make a weak keyword of it count in full."""
        by_pattern: dict[str, list[_Keyword]] = defaultdict(list)
        for no, theme in enumerate(themes):
            for word in theme.keywords:
                plain = word.removeprefix(_WEAK_MARK)
                weight = WEAK if word != plain else STRONG
                cased = plain if plain.isascii() and plain.isupper() and len(plain) <= 5 else None
                by_pattern[fold(plain).text].append(_Keyword(no, weight, STRONG if has_support[no] else weight, cased))
            for word in theme.exclude_patterns:
                by_pattern[fold(word).text].append(_Keyword(no, 0.0, 0.0, None))
        self.patterns = tuple(by_pattern)
        """The folded words to scan for."""
        self._theme_count = len(themes)
        self._begins_latin = np.array([_LETTER.match(word[0]) is not None for word in by_pattern], dtype=np.bool_)
        self._ends_latin = np.array([_LETTER.match(word[-1]) is not None for word in by_pattern], dtype=np.bool_)
        self._begins_with_digit = np.array([word[0].isdigit() for word in by_pattern], dtype=np.bool_)
        self._is_short = np.array([_SHORT_KATAKANA.fullmatch(word) is not None for word in by_pattern], dtype=np.bool_)
        # The keywords of a pattern are the ``_count`` rows from ``_first`` on of the columns below.
        self._count = np.array([len(keywords) for keywords in by_pattern.values()], dtype=np.int64)
        self._first = np.cumsum(self._count) - self._count
        rows = [keyword for keywords in by_pattern.values() for keyword in keywords]
        self._theme = np.array([keyword.theme_no for keyword in rows], dtype=np.int64)
        self._weight = np.array([keyword.weight for keyword in rows], dtype=np.float64)
        self._most = np.array([keyword.most for keyword in rows], dtype=np.float64)
        self._cased = [keyword.cased for keyword in rows]
        self._is_cased = np.array([keyword.cased is not None for keyword in rows], dtype=np.bool_)

    def find(
        self, documents: Sequence[Document], names: Sequence[Sequence[tuple[int, int]]], scan: Scan
    ) -> KeywordPlaces:
        """The keywords that may make a theme; ``names`` are the spans in each document that say nothing of it."""
        batch = _Batch(documents, scan)
        words = np.flatnonzero(self._are_words(batch))
        # From here on a row is a keyword: a pattern may speak for several themes.
        count = self._count[batch.pattern[words]]
        row = np.repeat(words, count)
        keyword = np.arange(row.size) + np.repeat(self._first[batch.pattern[words]] - (np.cumsum(count) - count), count)
        group = batch.owner[row] * self._theme_count + self._theme[keyword]
        start, end = batch.apart(group, batch.start[row]), batch.apart(group, batch.end[row])
        excludes = self._weight[keyword] == 0.0
        counts = ~(excludes | batch.are_inside(names)[row] | _overlap(start, end, start[excludes], end[excludes]))
        counts &= self._have_case(batch, row, keyword)
        chosen = np.flatnonzero(counts)
        chosen = chosen[np.argsort(group[chosen], kind="stable")]
        chosen = chosen[_are_outermost(end[chosen])]
        row, keyword = row[chosen], keyword[chosen]
        factor, sentence = batch.factors()[row], batch.sentence_numbers(row)
        most = add_up(group[chosen], batch.pattern[row], factor * self._most[keyword], sentence)
        reaching = most >= GIVEN_AT
        row, keyword = row[reaching], keyword[reaching]
        return KeywordPlaces(
            document=batch.owner[row],
            theme=self._theme[keyword],
            start=batch.start[row],
            end=batch.end[row],
            pattern=batch.pattern[row],
            weight=self._weight[keyword],
            factor=factor[reaching],
            sentence=sentence[reaching],
        )

    def _are_words(self, batch: "_Batch") -> Flags:
        """Whether Latin letters, a number or a little katakana are a word of their own, an ending of letters apart."""
        edges = batch.edges
        flags: Flags = ~(self._begins_latin[batch.pattern] & edges.follows_letter)
        flags &= ~(self._is_short[batch.pattern] & edges.follows_katakana)
        flags &= ~(self._begins_with_digit[batch.pattern] & edges.follows_digit)
        goes_on = np.flatnonzero(flags & self._ends_latin[batch.pattern] & edges.letter_follows)
        flags[goes_on] = [_is_inflected(view, start, end) for view, start, end in batch.views(goes_on)]
        return flags

    def _have_case(self, batch: "_Batch", row: Places, keyword: Places) -> Flags:
        """Whether an acronym is written in capitals; other keywords are taken in any case."""
        flags = np.ones(row.size, dtype=np.bool_)
        asked = np.flatnonzero(self._is_cased[keyword])
        forms = [self._cased[no] for no in keyword[asked].tolist()]
        flags[asked] = [
            view[start:end] == form for (view, start, end), form in zip(batch.views(row[asked]), forms, strict=True)
        ]
        return flags


class _Batch:
    """The keyword matches of a batch with what is asked of their places; ``start`` and ``end`` are the document's."""

    def __init__(self, documents: Sequence[Document], scan: Scan) -> None:
        self.documents = documents
        self.pattern, self._start, self._end, self.edges = scan.keywords
        self.begins = scan.begins
        self.owner = scan.owners(self._start)
        self.start = self._start - scan.begins[self.owner]
        self.end = self._end - scan.begins[self.owner]

    def apart(self, group: Places, offsets: Places) -> Places:
        """Offsets made so large that those of one group lie behind all of the group before."""
        return group * (int(self.begins[-1]) + 1) + offsets

    def views(self, rows: Places) -> Iterator[tuple[str, int, int]]:
        """The documents' views and the spans in them of the chosen rows."""
        owners, starts, ends = (column[rows].tolist() for column in (self.owner, self.start, self.end))
        return zip((self.documents[no].view for no in owners), starts, ends, strict=True)

    def are_inside(self, names: Sequence[Sequence[tuple[int, int]]]) -> Flags:
        """Whether a match is a part of a name."""
        begins = self.begins.tolist()
        spans = [(begin, begin) for begin in begins[:1]]
        spans += [(begin + s, begin + e) for begin, its in zip(begins, names, strict=False) for s, e in its]
        starts, ends = np.array(spans, dtype=np.int64).T
        flags: Flags = self._end <= ends[starts.searchsorted(self._start, side="right") - 1]
        return flags

    def factors(self) -> Floats:
        """What the place of each match makes of its weight."""
        title = np.array([document.title_chars for document in self.documents])[self.owner]
        lead = np.array([_lead_end(document) for document in self.documents])[self.owner]
        lengths = np.array([len(document.text) for document in self.documents])
        deep = _DEEP_FACTORS[_LONG_BODIES.searchsorted(lengths)]
        return np.where(self.start < title, TITLE_FACTOR, np.where(self.start < lead, LEAD_FACTOR, deep[self.owner]))

    def sentence_numbers(self, rows: Places) -> Places:
        """The sentence of each chosen row, as a place in the list of the sentences of all documents."""
        starts = [
            begin + sentence.start
            for begin, document in zip(self.begins.tolist(), self.documents, strict=False)
            for sentence in document.sentences
        ]
        return np.array(starts, dtype=np.int64).searchsorted(self._start[rows], side="right") - 1


def _lead_end(document: Document) -> int:
    """Where the first sentence of the body ends, or 0 without one."""
    return next((sentence.end for sentence in document.sentences[:2] if not sentence.is_title), 0)


def _is_inflected(view: str, start: int, end: int) -> bool:
    """Whether the letters after a Latin keyword are an ending of it; it must be long enough to tell."""
    return end - start >= _MIN_INFLECTED and _INFLECTION.match(view, end) is not None


def _overlap(start: Places, end: Places, other_start: Places, other_end: Places) -> Flags:
    """Whether a span has a part in common with any of the others."""
    begun = np.sort(other_start).searchsorted(end, side="left")
    ended = np.sort(other_end).searchsorted(start, side="right")
    flags: Flags = begun > ended
    return flags


def _are_outermost(end: Places) -> Flags:
    """Of spans by start, the longest first: whether each ends behind all before it."""
    flags = np.ones(end.size, dtype=np.bool_)
    flags[1:] = end[1:] > np.maximum.accumulate(end)[:-1]
    return flags


def add_up(group: Places, word: Places, counts: Floats, sentence: Places) -> Floats:
    """For each row what its group adds up to; rows are in order of group and place.

    Of each word the place that counts most does, and ``AGAIN`` of it once more where it stands in a second sentence.
    """
    if not group.size:
        return counts
    number = np.cumsum(np.diff(group, prepend=group[0]) != 0)
    # The row is a part of the key: such keys are sorted faster than rows by a key, and decoded again.
    key = np.sort((number * (int(word.max()) + 1) + word) * group.size + np.arange(group.size))
    key, order = np.divmod(key, group.size)
    begins = np.flatnonzero(np.diff(key, prepend=-1) != 0)
    recurs = np.minimum.reduceat(sentence[order], begins) < np.maximum.reduceat(sentence[order], begins)
    best = np.zeros(group.size)
    best[order[begins]] = np.maximum.reduceat(counts[order], begins) * (1 + AGAIN * recurs)
    sums: Floats = np.bincount(number, weights=best)[number]
    return sums
