"""One pass over a batch of articles for everything that is looked for by word: names and keywords of themes.

The articles of a batch are joined by a character that no pattern holds, folded and scanned once. The matches stay
columns until it is known which of them count: what decides most, the script of the characters beside a match, is read
for all of them at once.
"""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from tasks.tag.document import Document
from tasks.tag.edges import Edges
from tasks.tag.text import TABLE_SIZE, codes_of, fold, fold_codes, stored_spans
from tasks.tag.word_matches import automaton_of, word_matches

_SEPARATOR = "\n"
_LENGTH_BITS = 24
"""Room for the length of a match beside its start in one number to sort by."""
Places: TypeAlias = npt.NDArray[np.int64]
Rows: TypeAlias = npt.NDArray[np.int64] | npt.NDArray[np.bool_]
"""Numbers of the rows of a column that are chosen, or a flag for each row."""


class Matches(NamedTuple):
    """Columns with a row a match: by start, the longest first at a place; offsets in the joined, stored text."""

    pattern: Places
    start: Places
    end: Places
    edges: Edges

    def take(self, rows: Rows) -> "Matches":
        """The chosen rows."""
        return Matches(
            self.pattern[rows], self.start[rows], self.end[rows], Edges(*(column[rows] for column in self.edges))
        )


class Scan(NamedTuple):
    """What a batch holds, and where in the joined text each of its documents begins."""

    names: Matches
    keywords: Matches
    begins: Places
    """One longer than the batch: the last is where a further document would begin."""

    def owners(self, places: Places) -> Places:
        """The number of the document that each place lies in."""
        return self.begins.searchsorted(places, side="right") - 1


class Scanner:
    """Finds names and keywords in a batch of documents with one automaton.

    Overlapping matches, so that a longer name that fails its edges does not hide a shorter one that stands. daachorse
    takes three quarters of the time, hyperscan half as much again: the crate that most programs use stays.
    """

    def __init__(self, names: Sequence[str], keywords: Sequence[str] = ()) -> None:
        """``names`` and ``keywords`` are folded; matches count each from 0."""
        self._name_count = len(names)
        self._words = (*names, *keywords)
        self._automaton = automaton_of(self._words)
        self._is_beyond = np.array([codes_of(word).max(initial=0) == TABLE_SIZE - 1 for word in self._words])
        """Whether a word has characters that its codes do not tell apart."""

    def scan(self, documents: Sequence[Document]) -> Scan:
        """The names whose edges may be those of a word, and all keywords."""
        texts = [document.clean for document in documents]
        joined = _SEPARATOR.join(texts)
        folded, shifts, stored = fold_codes(joined)
        pattern, start, end = word_matches(self._automaton, folded)
        pattern, start, end = self._without_others(joined, pattern, *stored_spans(shifts, start, end))
        order = np.argsort((start << _LENGTH_BITS) - (end - start), kind="stable")
        pattern, start, end = pattern[order], start[order], end[order]
        matches = Matches(pattern, start, end, Edges.of(stored, start, end))
        is_name = pattern < self._name_count
        keywords = matches.take(~is_name)
        return Scan(
            names=matches.take(is_name & matches.edges.may_stand()),
            keywords=keywords._replace(pattern=keywords.pattern - self._name_count),
            begins=np.cumsum([0, *[len(text) + len(_SEPARATOR) for text in texts]]),
        )

    def _without_others(self, text: str, pattern: Places, start: Places, end: Places) -> tuple[Places, Places, Places]:
        """The matches without those where other characters stand that have the codes of a word."""
        unsure = np.flatnonzero(self._is_beyond[pattern])
        if not unsure.size:
            return pattern, start, end
        rows = zip(*(column[unsure].tolist() for column in (pattern, start, end)), strict=True)
        others = unsure[[fold(text[first:last]).text != self._words[no] for no, first, last in rows]]
        pattern, start, end = (np.delete(column, others) for column in (pattern, start, end))
        return pattern, start, end
