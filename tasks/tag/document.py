"""One article as the taggers read it: title and body in one text, boilerplate blanked, sentences found.

Everything that is no statement of the article (related links, rankings, captions, copyright lines, company profiles
at the end of a release, addresses of pages) is replaced by spaces before any name is looked for. Lengths never
change, so every offset is an offset of the stored text.
"""

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import TypeAlias

import numpy as np

from tasks.tag.boilerplate import blank_boilerplate
from tasks.tag.lazy import lazy
from tasks.tag.rules import RULES, Passage, Rule
from tasks.tag.sentences import english_spans, japanese_spans, many_japanese_spans
from tasks.tag.text import narrow
from tasks.tag.tuples import many_of

Article: TypeAlias = tuple[str, str, str, date | None, str | None]
"""Title, body, language, day of publication, and the register id of the medium."""


Sentence: TypeAlias = Passage
"""A numbered span of ``Document.text``; its words are those of the narrow view."""
Cuts: TypeAlias = tuple[list[int], list[int], list[str]]
"""Start, end and words of each sentence, as columns."""


@dataclass(frozen=True)
class Document:
    """Title and body joined by a newline, with the views that taggers need. Made by ``Document.of``."""

    text: str
    """As stored."""
    title_chars: int
    lang: str
    published: date | None
    publisher: str | None
    clean: str
    """``text`` with boilerplate blanked; equally long."""

    @classmethod
    def of(
        cls, title: str, body: str, lang: str, published: date | None = None, publisher: str | None = None
    ) -> "Document":
        """The article with its boilerplate blanked."""
        text = f"{title}\n{body}"
        return cls(text, len(title), lang, published, publisher, blank_boilerplate(text, len(title)))

    @classmethod
    def many(cls, articles: Iterable["Article"]) -> list["Document"]:
        """As ``of`` for each article; its view and its sentences are made for all of them together."""
        documents = [cls.of(*article) for article in articles]
        if len(documents) > 1:
            _prepare(documents)
        return documents

    @lazy
    def view(self) -> str:
        """``clean`` with narrow letters and digits; equally long. What grammar rules read."""
        return narrow(self.clean)

    @lazy
    def _cuts(self) -> Cuts:
        split = english_spans if self.lang == "en" else japanese_spans
        spans = [*split(self.view, self.title_chars + 1)]
        return self._cuts_at([start for start, _ in spans], [end for _, end in spans])

    def _cuts_at(self, starts: list[int], ends: list[int]) -> Cuts:
        """The sentences of the body at these spans, without those that are nothing but spaces, after the title."""
        view, title_chars = self.view, self.title_chars
        words = [view[start:end] for start, end in zip(starts, ends, strict=True)]
        are_blank = [*map(str.isspace, words)]
        if any(are_blank):
            are_told = [not is_blank for is_blank in are_blank]
            starts, ends = [*itertools.compress(starts, are_told)], [*itertools.compress(ends, are_told)]
            words = [*itertools.compress(words, are_told)]
        if title_chars:
            return [0, *starts], [title_chars, *ends], [view[:title_chars], *words]
        return starts, ends, words

    @lazy
    def sentence_starts(self) -> list[int]:
        """Where sentences start; the first one reaches back to the beginning, so that every offset has a sentence."""
        return [0, *self._cuts[0][1:]]

    @lazy
    def marks(self) -> list[int]:
        """For each sentence the bits of those of ``RULES`` that can match in it."""
        return RULES.marks([self.view], [self.sentence_starts[: len(self._cuts[0])]])[0]

    @lazy
    def sentences(self) -> list[Sentence]:
        """The sentences in order; the title is number 0, whatever stops it holds."""
        starts, ends, words = self._cuts
        are_title = itertools.chain([self.title_chars > 0], itertools.repeat(False))
        return many_of(Passage, zip(itertools.count(), starts, ends, words, are_title, self.marks, strict=False))

    @lazy
    def every_mark(self) -> int:
        """The bits of the rules that can match in any sentence."""
        return reduce(or_, self.marks, 0)

    def sentences_for(self, rule: Rule) -> list[Sentence]:
        """The sentences that a rule can match in, in order."""
        if not self.every_mark & rule.bit:
            return []
        return [self.sentences[no] for no, mark in enumerate(self.marks) if mark & rule.bit]

    def sentence_at(self, offset: int) -> Sentence:
        """The sentence that holds the offset."""
        return self.sentences[bisect_right(self.sentence_starts, offset) - 1]

    def text_around(self, sentence: Sentence) -> str:
        """The sentences before and after one, joined."""
        no, sentences = sentence.no, self.sentences
        return "".join([other.text for other in (*sentences[max(0, no - 1) : no], *sentences[no + 1 : no + 2])])

    def place(self, start: int, end: int) -> tuple[str, int, int]:
        """Field (title or body) and span in that field of a span of ``text``."""
        if start < self.title_chars:
            return "title", start, end
        shift = self.title_chars + 1
        return "body", start - shift, end - shift


def _prepare(documents: Sequence[Document]) -> None:
    """Fills in what ``view``, ``_cuts`` and ``marks`` would find out for each document by itself."""
    cleans = [document.clean for document in documents]
    joined = narrow("\n".join(cleans))
    ends = np.cumsum([len(clean) + 1 for clean in cleans]) - 1
    begins = ends - [len(clean) for clean in cleans]
    bodies = begins + [document.title_chars + 1 for document in documents]
    starts, stops = many_japanese_spans(joined)
    cuts = zip(starts.searchsorted(bodies).tolist(), starts.searchsorted(ends).tolist(), strict=True)
    for document, begin, end, (first, last) in zip(documents, begins.tolist(), ends.tolist(), cuts, strict=True):
        vars(document)["view"] = joined[begin:end]
        if document.lang != "en":
            spans = (starts[first:last] - begin, stops[first:last] - begin)
            vars(document)["_cuts"] = document._cuts_at(*(column.tolist() for column in spans))
    starts_of = [document.sentence_starts[: len(document._cuts[0])] for document in documents]
    for document, marks in zip(
        documents, RULES.marks([document.view for document in documents], starts_of), strict=True
    ):
        vars(document)["marks"] = marks
