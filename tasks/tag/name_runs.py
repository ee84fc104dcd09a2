"""Runs of letters that names are made of, found in all articles of a batch at once.

``RUN`` says what a run is. Read as a regular expression it costs 130 microseconds an article of 3 KB; so runs without
hiragana are read from a table by code point, and ``RUN`` itself only where a hiragana word of names stands.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from tasks.tag import word_classes as words
from tasks.tag.document import Document
from tasks.tag.rules import RULES
from tasks.tag.text import TABLE_SIZE, codes_of

_FIRST_HIRAGANA = "".join(sorted({word[0] for word in words.HIRAGANA_IN_NAMES.split("|")}))
_AFTER_HIRAGANA = words.word_list("銀行 信用金庫 信用組合 証券 信託 ホールディングス キャピタル ベンチャーズ ファンド")
_HIRAGANA = (
    rf"(?:(?=[{_FIRST_HIRAGANA}])(?:{words.HIRAGANA_IN_NAMES})"
    r"|(?<![ぁ-ん])(?!これら|それら|なお|さら|ただし)[ぁ-ん]{1,5}[しらほびみずきちりろつねぎぐめ]"
    rf"(?={'|'.join(_AFTER_HIRAGANA)}))"
)
_PLACES_WITH_NO = words.word_list("丸の内 井の頭 虎の門 紀の川")
_LETTERS = "A-Za-zÀ-ɏ0-9ァ-ヺー一-鿿々〆"
_SIGNS = "&+.'\\-・"
RUN = re.compile(
    rf"(?:(?=[丸井虎紀])(?:{'|'.join(_PLACES_WITH_NO)})|[{_LETTERS}]|{_HIRAGANA})"
    rf"(?:[{_LETTERS}{_SIGNS}]+|(?<=[A-Za-z0-9.&]) (?=[A-Z0-9&])|{_HIRAGANA})*"
)
"""Letters that names are made of; a space only between Latin words, hiragana only as whole words that names hold."""

_SIGN_WORDS = (*words.HIRAGANA_IN_NAMES.split("|"), *_PLACES_WITH_NO)
_HIRAGANA_SIGNS = AhoCorasick(
    [*_SIGN_WORDS, *_AFTER_HIRAGANA], matchkind=MatchKind.Standard, implementation=Implementation.DFA
)
_ANY_HIRAGANA = RULES.rule("|".join([*_SIGN_WORDS, *_AFTER_HIRAGANA]))
_LONGEST_BEFORE = 6
"""Hiragana that ``_HIRAGANA`` takes before a bank."""

Run: TypeAlias = tuple[int, int]
_Places: TypeAlias = npt.NDArray[np.int64]
_START, _SIGN, _LEFT_OF_SPACE, _RIGHT_OF_SPACE, _SPACE, _TELLING, _DIGIT, _BRACKET = (1 << bit for bit in range(8))
"""What a character may be: letter or sign of a run, neighbour of a space inside one; katakana or Latin, digit; (."""
_LEAST_KANJI = 3


@cache
def _class_table() -> npt.NDArray[np.uint8]:
    table = np.zeros(TABLE_SIZE, dtype=np.uint8)
    for bit, chars in (
        (_START, _LETTERS),
        (_SIGN, _SIGNS),
        (_LEFT_OF_SPACE, "A-Za-z0-9.&"),
        (_RIGHT_OF_SPACE, "A-Z0-9&"),
        (_SPACE, " "),
        (_TELLING, "A-Za-zÀ-ɏァ-ヺー"),
        (_DIGIT, "0-9"),
        (_BRACKET, "("),
    ):
        every = "".join(map(chr, range(0xD800)))
        for match in re.finditer(f"[{chars}]", every):
            table[match.start()] |= bit
    return table


def runs_of(documents: Sequence[Document], taken: Sequence[Sequence[Run]]) -> list[list[Run]]:
    """Of each article the runs of ``RUN`` that may hold a name by their shape, in order.

    Left out are runs that begin with a digit, single letters, and kanji shorter than ``_LEAST_KANJI`` without
    anything else and no bracket after them: nothing in ``name_shape`` makes a name of those. Nor are those of use that
    lie in a span that is ``taken`` in their article.
    """
    views = [document.view for document in documents]
    text = "\n".join(views)
    bases = np.cumsum([0, *[len(view) + 1 for view in views]])
    classes = _class_table().take(codes_of(f"\n{text}\n"), mode="clip")
    starts, ends = _plain_runs(classes)
    telling = np.cumsum((classes & _TELLING) != 0, dtype=np.int32)
    has_sign = (telling[ends] > telling[starts]) | ((classes[ends + 1] & _BRACKET) != 0)
    least = np.where(has_sign, _LEAST_KANJI - 1, _LEAST_KANJI)
    may_name = ((classes[starts + 1] & _DIGIT) == 0) & (ends - starts >= least)
    signs = [
        (base + start, base + end)
        for base, document in zip(bases.tolist(), documents, strict=False)
        for _, start, end, *_ in document.sentences_for(_ANY_HIRAGANA)
    ]
    mended = [*_with_hiragana(text, signs, starts, ends)]
    for start, end in mended:
        may_name[np.searchsorted(starts, start) : np.searchsorted(starts, end)] = False
    starts, ends = starts[may_name], ends[may_name]
    if mended:
        more = np.array(mended, dtype=np.int64)
        places = np.searchsorted(starts, more[:, 0])
        starts, ends = np.insert(starts, places, more[:, 0]), np.insert(ends, places, more[:, 1])
    is_free = ~_are_inside(starts, ends, bases, taken)
    starts, ends = starts[is_free], ends[is_free]
    cuts = np.searchsorted(starts, bases)
    base = np.repeat(bases[:-1], np.diff(cuts))
    runs = [*zip((starts - base).tolist(), (ends - base).tolist(), strict=True)]
    return [runs[first:last] for first, last in itertools.pairwise(cuts.tolist())]


def _are_inside(
    starts: _Places, ends: _Places, bases: _Places, taken: Sequence[Sequence[Run]]
) -> npt.NDArray[np.bool_]:
    """Whether a run lies in the last taken span that begins no later than the run."""
    spans = [(base + s, base + e) for base, its in zip(bases.tolist(), taken, strict=False) for s, e in its]
    if not spans:
        return np.zeros(starts.size, dtype=np.bool_)
    begun, over = np.array(spans, dtype=np.int64).T
    last = begun.searchsorted(starts, side="right") - 1
    flags: npt.NDArray[np.bool_] = (last >= 0) & (ends <= over[last])
    return flags


def _plain_runs(classes: npt.NDArray[np.uint8]) -> tuple[_Places, _Places]:
    """Starts and ends of the runs without hiragana, from classes of a text between two line breaks."""
    is_inner = (classes & (_START | _SIGN)) != 0
    spaces = np.flatnonzero((classes[1:-1] & _SPACE) != 0) + 1
    joins = (classes[spaces - 1] & _LEFT_OF_SPACE != 0) & (classes[spaces + 1] & _RIGHT_OF_SPACE != 0)
    is_inner[spaces[joins]] = True
    edges = np.flatnonzero(is_inner[1:] != is_inner[:-1])
    starts, ends = edges[::2], edges[1::2]
    # A run begins with a letter: signs before the first one are no part of it.
    signs = np.flatnonzero((classes[starts + 1] & _START) == 0)
    if signs.size:
        letters = np.flatnonzero((classes & _START) != 0) - 1
        nearest = np.searchsorted(letters, starts[signs])
        starts[signs] = np.append(letters, len(classes))[nearest]
        has_letter = starts < ends
        starts, ends = starts[has_letter], ends[has_letter]
    return starts, ends


def _with_hiragana(text: str, sentences: Iterable[Run], starts: _Places, ends: _Places) -> Iterator[Run]:
    """The runs with hiragana in them, which begin in the given sentences."""
    done = 0
    for at in sorted({at for start, end in sentences for at in _hiragana_starts(text, start, end)}):
        before = int(np.searchsorted(ends, at))
        start = min(at, int(starts[before])) if before < ends.size else at
        run = RUN.match(text, start) if at >= done else None
        if run is not None and run.end() > at:
            yield run.span()
            done = run.end()


def _hiragana_starts(text: str, begin: int, end: int) -> Iterator[int]:
    """Where hiragana, or a place with の in it, may begin or go on a run; its words lie in the span."""
    for no, start, _ in _HIRAGANA_SIGNS.find_matches_as_indexes(text[begin:end], overlapping=True):
        start += begin
        if no < len(_SIGN_WORDS):
            yield start
            continue
        first = start
        while first > 0 and start - first <= _LONGEST_BEFORE and "ぁ" <= text[first - 1] <= "ん":
            first -= 1
        if 1 < start - first <= _LONGEST_BEFORE:
            yield first
