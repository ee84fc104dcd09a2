"""Where the sentences of a text are; offsets are those of the text, which is a narrow view.

Japanese sentences are told by ``_JAPANESE_SENTENCE``. For many articles at once the same is read from the few
characters that end a sentence or a line, or begin or end a quotation; only lines whose quotation marks do not pair ask
the expression.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from tasks.tag.text import TABLE_SIZE, Codes, Offsets, codes_of

Span: TypeAlias = tuple[int, int]

_QUOTED = r"[「『](?:[^\n「」『』]|[「『](?:[^\n「」『』]|[「『][^\n「」『』]*+[」』])*+[」』])*+[」』]"
_GOES_ON = r"[。！？](?=[。！？!?])|[!?](?![ 」』)]|\Z)"
"""The first of several stops, or a mark of exclamation inside a name (Yahoo!ニュース)."""
_JAPANESE_SENTENCE = re.compile(rf"(?>[^。！？!?\n「『]++|{_QUOTED}|[「『][^\n]*+|{_GOES_ON})*+[。！？!?]?")
"""Up to a full stop or line break outside quotation marks; a mark left open ends with its line."""
_ENGLISH_STOP = re.compile(
    # It begins with the stop and looks back from there, so that the engine can leap from one to the next.
    r"[.!?\n](?:(?<=\n)\n*"
    r"|(?<!\b[A-Z][.!?])(?<!\b(?:Mr|Ms|Dr|St|No|vs|Jr|Sr)[.!?])(?<!\b(?:Inc|Ltd|Mrs|Gen|Gov|Rep|Sen)[.!?])"
    r"(?<!\bCo[.!?])(?<!\bCorp[.!?])(?<!\bProf[.!?])(?<!\n)[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9¥$£€])"
    r"|(?<=Series [A-Z]\.)\s+(?=[A-Z])"
    r"|(?:(?<=(?:Inc|Ltd)\.|K\.K\.)|(?<=\bCo\.)|(?<=Corp\.))\s+(?=(?:The|It|Its|A|An|In|On|He|She|They|We|This|That"
    r"|Under|But|And|Both|Other|Proceeds)\b|[A-Z][a-z]+ly,))"
)
"""A stop after one capital is an initial (J. Sato), after several (KDDI. The …) it ends the sentence."""

_NOTHING, _BREAK, _FULL_STOP, _MARK, _OPEN, _CLOSE = range(6)
_MAX_DEPTH = 3


@cache
def _kinds() -> npt.NDArray[np.int8]:
    table = np.zeros(TABLE_SIZE, dtype=np.int8)
    for kind, chars in ((_BREAK, "\n"), (_FULL_STOP, "。"), (_MARK, "!?"), (_OPEN, "「『"), (_CLOSE, "」』")):
        table[codes_of(chars)] = kind
    return table


def japanese_spans(view: str, begin: int = 0) -> Iterator[Span]:
    """The sentences from an offset on, by the expression; those of nothing but spaces are none."""
    for match in _JAPANESE_SENTENCE.finditer(view, begin):
        if match[0] and not match[0].isspace():
            yield match.span()


def many_japanese_spans(view: str) -> tuple[Offsets, Offsets]:
    """The starts and ends of all sentences of a long text, of those too that are nothing but spaces."""
    codes = codes_of(f"{view}\n")
    kinds = _kinds().take(codes)
    at = np.flatnonzero(kinds)
    kind = kinds[at]
    is_break = kind == _BREAK
    line = np.cumsum(is_break) - is_break
    depth = np.cumsum((kind == _OPEN).astype(np.int64) - (kind == _CLOSE))
    depth -= np.concatenate([[0], depth[is_break]])[line]
    is_odd = np.bincount(line, weights=(depth < 0) | (depth > _MAX_DEPTH) | (is_break & (depth != 0))) > 0
    breaks = at[is_break]
    is_stop = _stops(kind, codes.take(at + 1, mode="clip")) & (depth == 0) & ~is_odd[line]
    odd_lines = zip((np.concatenate([[-1], breaks])[:-1] + 1)[is_odd].tolist(), breaks[is_odd].tolist(), strict=True)
    inside_odd = [match.end() for line in odd_lines for match in _JAPANESE_SENTENCE.finditer(view, *line)]
    # A stop before a break comes first, so that nothing is left between the two.
    ends = np.concatenate([at[is_stop] + 1, np.array(inside_odd, dtype=np.int64), breaks])
    follows = ends + (np.arange(ends.size) >= ends.size - breaks.size)
    order = np.argsort(ends, kind="stable")
    ends, follows = ends[order], follows[order]
    starts = np.concatenate([[0], follows[:-1]])
    is_long = ends > starts
    return starts[is_long], ends[is_long]


def _stops(kind: npt.NDArray[np.int8], following: Codes) -> npt.NDArray[np.bool_]:
    """Whether a sentence ends at a sign: as ``_GOES_ON`` says, by what follows."""
    follows = _kinds().take(following)
    last_of_several = (kind == _FULL_STOP) & (follows != _FULL_STOP) & (follows != _MARK)
    apart = (kind == _MARK) & ((follows == _CLOSE) | (following == ord(" ")) | (following == ord(")")))
    stops: npt.NDArray[np.bool_] = last_of_several | apart
    return stops


def english_spans(view: str, begin: int = 0) -> Iterator[Span]:
    """The sentences from an offset on."""
    start = begin
    for stop in _ENGLISH_STOP.finditer(view, begin):
        if view[start : stop.start()].strip():
            yield start, stop.end()
        start = stop.end()
    if view[start:].strip():
        yield start, len(view)
