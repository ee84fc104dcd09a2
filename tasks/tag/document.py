"""One article as the taggers read it: title and body in one text, boilerplate blanked, sentences found.

Everything that is no statement of the article (related links, rankings, captions, copyright lines, company profiles
at the end of a release, addresses of pages) is replaced by spaces before any name is looked for. Lengths never
change, so every offset is an offset of the stored text.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from tasks.tag.boilerplate import blank_boilerplate
from tasks.tag.text import narrow

_ENGLISH_STOP = re.compile(
    r"(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|St|No|vs|Jr|Sr))(?<!\b(?:Inc|Ltd|Mrs|Gen|Gov|Rep"
    r"|Sen))(?<!\bCo)(?<!\bCorp)(?<!\bProf)"
    r"[.!?][\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9¥$£€])"
    r"|(?<=Series [A-Z])\.\s+(?=[A-Z])"
    r"|(?:(?<=Inc|Ltd|K\.K)|(?<=\bCo)|(?<=Corp))\.\s+(?=(?:The|It|Its|A|An|In|On|He|She|They|We|This|That|Under|But|And"
    r"|Both|Other|Proceeds)\b|[A-Z][a-z]+ly,)|\n+"
)
"""A stop after one capital is an initial (J. Sato), after several (KDDI. The …) it ends the sentence."""


class Sentence(NamedTuple):
    """A span of ``Document.text``; ``text`` is its narrow view."""

    no: int
    start: int
    end: int
    text: str
    is_title: bool


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

    @cached_property
    def view(self) -> str:
        """``clean`` with narrow letters and digits; equally long. What grammar rules read."""
        return narrow(self.clean)

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences in order; the title is number 0, whatever stops it holds."""
        view, title_chars = self.view, self.title_chars
        found = [Sentence(0, 0, title_chars, view[:title_chars], is_title=True)] if title_chars else []
        spans = (_english_spans if self.lang == "en" else _japanese_spans)(view, title_chars + 1)
        found += [Sentence(no, *span, False) for no, span in enumerate(spans, len(found))]
        return found

    @cached_property
    def _sentence_starts(self) -> list[int]:
        # The first one reaches back to the beginning, so that every offset has a sentence.
        return [0, *[sentence.start for sentence in self.sentences[1:]]]

    def sentence_at(self, offset: int) -> Sentence:
        """The sentence that holds the offset."""
        return self.sentences[bisect_right(self._sentence_starts, offset) - 1]

    def text_around(self, sentence: Sentence) -> str:
        """The sentences before and after one, joined."""
        no, sentences = sentence.no, self.sentences
        before = sentences[no - 1].text if no else ""
        return before + sentences[no + 1].text if no + 1 < len(sentences) else before

    def place(self, start: int, end: int) -> tuple[str, int, int]:
        """Field (title or body) and span in that field of a span of ``text``."""
        if start < self.title_chars:
            return "title", start, end
        shift = self.title_chars + 1
        return "body", start - shift, end - shift


_QUOTED = r"[「『](?:[^\n「」『』]|[「『](?:[^\n「」『』]|[「『][^\n「」『』]*+[」』])*+[」』])*+[」』]"
_GOES_ON = r"[。！？](?=[。！？!?])|[!?](?![ 」』)]|\Z)"
"""The first of several stops, or a mark of exclamation inside a name (Yahoo!ニュース)."""
_JAPANESE_SENTENCE = re.compile(rf"(?>[^。！？!?\n「『]++|{_QUOTED}|[「『][^\n]*+|{_GOES_ON})*+[。！？!?]?")
"""Up to a full stop or line break outside quotation marks; a mark left open ends with its line."""


def _japanese_spans(view: str, begin: int) -> Iterator[tuple[int, int, str]]:
    for match in _JAPANESE_SENTENCE.finditer(view, begin):
        text = match[0]
        if text and not text.isspace():
            yield *match.span(), text


def _english_spans(view: str, begin: int) -> Iterator[tuple[int, int, str]]:
    start = begin
    for stop in _ENGLISH_STOP.finditer(view, begin):
        if view[start : stop.start()].strip():
            yield start, stop.end(), view[start : stop.end()]
        start = stop.end()
    if view[start:].strip():
        yield start, len(view), view[start:]
