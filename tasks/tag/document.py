"""One article as the taggers read it: title and body in one text, boilerplate blanked, sentences found.

Everything that is no statement of the article (related links, rankings, captions, copyright lines, company profiles
at the end of a release, addresses of pages) is replaced by spaces before any name is looked for. Lengths never
change, so every offset is an offset of the stored text.
"""

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
    def _cuts(self) -> list[tuple[int, int, str]]:
        """Start, end and words of each sentence."""
        split = english_spans if self.lang == "en" else japanese_spans
        return self._cuts_at(split(self.view, self.title_chars + 1))

    def _cuts_at(self, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int, str]]:
        view, title_chars = self.view, self.title_chars
        title = [(0, title_chars, view[:title_chars])] if title_chars else []
        return title + [(start, end, text) for start, end in spans if not (text := view[start:end]).isspace()]

    @lazy
    def sentence_starts(self) -> list[int]:
        """Where sentences start; the first one reaches back to the beginning, so that every offset has a sentence."""
        return [0, *[start for start, _, _ in self._cuts[1:]]]

    @lazy
    def marks(self) -> list[int]:
        """For each sentence the bits of those of ``RULES`` that can match in it."""
        return RULES.marks([self.view], [self.sentence_starts[: len(self._cuts)]])[0]

    @lazy
    def sentences(self) -> list[Sentence]:
        """The sentences in order; the title is number 0, whatever stops it holds."""
        has_title = self.title_chars > 0
        return many_of(
            Passage,
            [
                (no, start, end, text, has_title and no == 0, mark)
                for no, ((start, end, text), mark) in enumerate(zip(self._cuts, self.marks, strict=True))
            ],
        )

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
            spans = zip((starts[first:last] - begin).tolist(), (stops[first:last] - begin).tolist(), strict=True)
            vars(document)["_cuts"] = document._cuts_at(spans)
    starts_of = [document.sentence_starts[: len(document._cuts)] for document in documents]
    for document, marks in zip(
        documents, RULES.marks([document.view for document in documents], starts_of), strict=True
    ):
        vars(document)["marks"] = marks
