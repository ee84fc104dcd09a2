"""Text as the matchers see it, and the way back to the text a reader sees.

Two views of a stored text are made, both by one table look-up a character:

``narrow(text)``
    Width folded, dashes, tildes and quotation marks unified, letters as written. Always exactly as long as the
    stored text, so its offsets are the stored ones. Grammar rules (funding, new names) read this view.
``fold(text)``
    The same in lower case and without middle dots and zero-width characters. Names are matched on it; ``Folded``
    carries the offsets back.

Running NFKC over every article costs more than everything else in tagging together (125 microseconds for
1,000 characters against 6 for a NumPy look-up), so NFKC is asked once for each character of the Basic Multilingual
Plane and only clusters that it composes or expands (㈱, Ⅳ, ﾄﾞ, decomposed kana) are looked at one by one.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

_DASHES = "‐‑‒–—―−﹣－─"
_TILDES = "〜～∼˜"
_SINGLE_QUOTES = "‘’‛′"
_DOUBLE_QUOTES = "“”‟″〝〟"
_DROPPED = "・･·•‧\u200b\u200c\u200d\u2060\ufeff\u00ad"
_SPACES = "\u3000\u00a0\u2002\u2003\u2009\u202f\t"
_KEPT = "…‥"  # NFKC makes dots of them; no name holds one

_CLUSTER = 0xFFFE
"""Stands for a character that must be looked at with its neighbours; this code point is none."""
_AT_ONCE = 1 << 16
TABLE_SIZE = 0x10000
"""The Basic Multilingual Plane; its last entry, a non-character, stands for all code points beyond."""

Codes: TypeAlias = npt.NDArray[np.uint16]
Offsets: TypeAlias = npt.NDArray[np.int64]


def _unify(char: str) -> str | None:
    """The stand-in of a punctuation character that has many shapes, or None."""
    for shapes, plain in ((_DASHES, "-"), (_TILDES, "~"), (_SINGLE_QUOTES, "'"), (_DOUBLE_QUOTES, '"'), (_SPACES, " ")):
        if char in shapes:
            return plain
    return None


def _narrow_char(char: str) -> str:
    """One character for one character: NFKC where it stays a single character, else the character itself."""
    plain = _unify(char)
    if plain is not None:
        return plain
    normal = unicodedata.normalize("NFKC", char)
    return normal if len(normal) == 1 and ord(normal) < TABLE_SIZE else char


def _is_mark(char: str) -> bool:
    """NFKC composes it with the character before."""
    return "\u0300" <= char <= "\u036f" or char in "\u3099\u309aﾞﾟ"


def _is_in_cluster(char: str) -> bool:
    """NFKC composes it with its neighbour or expands it into letters that a name may hold."""
    if char in _KEPT or _unify(char) is not None:
        return False
    if _is_mark(char):
        return True
    normal = unicodedata.normalize("NFKC", char)
    return len(normal) > 1 and any(part.isalnum() for part in normal)


@cache
def _tables() -> tuple[Codes, Codes]:
    """Code point to code point for ``narrow`` and ``fold``; 0 drops, ``_CLUSTER`` asks for a closer look."""
    narrow_table = np.arange(TABLE_SIZE, dtype=np.uint16)
    fold_table = np.arange(TABLE_SIZE, dtype=np.uint16)
    for code in range(1, TABLE_SIZE - 1):
        if 0xD800 <= code < 0xE000 or 0xAC00 <= code < 0xD7A4:
            continue
        char = chr(code)
        plain = _narrow_char(char)
        narrow_table[code] = ord(plain)
        lower = plain.lower()
        fold_table[code] = ord(lower) if len(lower) == 1 else ord(plain)
        if char in _DROPPED:
            fold_table[code] = 0
        elif _is_in_cluster(char):
            fold_table[code] = _CLUSTER
    return narrow_table, fold_table


def codes_of(text: str) -> Codes:
    """The place in such a table of each character."""
    # A lone surrogate cannot be encoded otherwise; it is matched by no name and survives unchanged.
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype=np.uint16)
    return units if units.size == len(text) else np.minimum(_code_points(text), TABLE_SIZE - 1).astype(np.uint16)


def _code_points(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _look_up(text: str, table: Codes) -> Iterator[tuple[str, Codes]]:
    """The text as the table has it, and the entries; characters beyond the table stay what they are.

    A batch of articles at a time; of a long text a part, so that memory stays small.
    """
    for begin in range(0, len(text), _AT_ONCE):
        part = text[begin : begin + _AT_ONCE]
        codes = codes_of(part)
        found: Codes = table.take(codes)
        plain = found.tobytes().decode("utf-16-le", "surrogatepass")
        if len(plain) != len(part) or "\uffff" in plain:
            points = _code_points(part)
            plain = np.where(points < TABLE_SIZE - 1, found, points).tobytes().decode("utf-32-le", "surrogatepass")
        yield plain, found


def narrow(text: str) -> str:
    """The text with full-width letters, digits and signs made narrow; every offset stays what it was."""
    return text if text.isascii() else "".join([plain for plain, _ in _look_up(text, _tables()[0])])


_UNCHANGED = np.array([[0], [0], [1]], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Folded:
    """The view names are matched on, with the way back.

    ``shifts`` has three rows. From the folded character in the first row on, what a character stands for in the
    stored text begins so much behind the character's own offset as the second row says, and ends so much behind it as
    the third row says.
    """

    text: str
    shifts: Offsets = field(default_factory=lambda: _UNCHANGED)


def stored_spans(shifts: Offsets, start: Offsets, end: Offsets) -> tuple[Offsets, Offsets]:
    """The stored spans of folded spans ``[start, end)``; dropped characters at their edges stay outside."""
    at, start_shift, end_shift = shifts
    last = end - 1
    return (
        start + start_shift[at.searchsorted(start, side="right") - 1],
        last + end_shift[at.searchsorted(last, side="right") - 1],
    )


_DASH, _LONG_VOWEL, _FIRST_KANA, _LAST_KANA = map(ord, "-ーァヺ")
_CHOON = re.compile(r"-(?<=[ァ-ヺー]-)(?=[ァ-ヺ])")
"""A dash between katakana is a long vowel that was typed with the wrong key."""


def fold(text: str) -> Folded:
    """The text in lower case, narrow, without middle dots and zero-width characters, with offsets back."""
    if text.isascii():
        return Folded(text.replace("\t", " ").lower())
    parts: list[str] = []
    irregular: list[int] = []
    for plain, codes in _look_up(text, _tables()[1]):
        begin = len(parts) * _AT_ONCE
        irregular += (np.flatnonzero((codes == 0) | (codes == _CLUSTER)) + begin).tolist()
        parts.append(plain)
    plain = "".join(parts)
    clusters = [*_clusters(text, irregular)]
    folded = "".join([plain[start:end] + letters for start, end, letters in _pieces(clusters, len(plain))])
    return Folded(_CHOON.sub("ー", folded) if "-" in folded else folded, _shifts(clusters))


def fold_codes(text: str) -> tuple[Codes, Offsets, Codes]:
    """The codes and shifts of ``fold(text)``, and the codes of the text itself: for automata no text need be made."""
    stored = codes_of(text)
    if text.isascii():
        return codes_of(text.replace("\t", " ").lower()), _UNCHANGED, stored
    codes: Codes = _tables()[1].take(stored)
    clusters = [*_clusters(text, np.flatnonzero((codes == 0) | (codes == _CLUSTER)).tolist())]
    if clusters:
        pieces = _pieces(clusters, codes.size)
        codes = np.concatenate(
            [part for start, end, letters in pieces for part in (codes[start:end], codes_of(letters))]
        )
    dashes = np.flatnonzero(codes[1:-1] == _DASH) + 1
    before, after = codes[dashes - 1], codes[dashes + 1]
    is_kana = (after >= _FIRST_KANA) & (after <= _LAST_KANA)
    is_kana &= ((before >= _FIRST_KANA) & (before <= _LAST_KANA)) | (before == _LONG_VOWEL)
    codes[dashes[is_kana]] = _LONG_VOWEL
    return codes, _shifts(clusters), stored


def _clusters(text: str, irregular: Sequence[int]) -> Iterator[tuple[int, int, str]]:
    """Start, end and letters of each cluster, none of what is dropped; ``irregular`` are the places of both."""
    reached = 0
    for at in irregular:
        if at < reached:
            continue
        start = at - 1 if at > reached and _is_mark(text[at]) else at
        end = start + 1
        while end < len(text) and _is_mark(text[end]):
            end += 1
        is_dropped = end == start + 1 and (text[start] in _DROPPED or text[start] == "\0")
        yield start, end, "" if is_dropped else unicodedata.normalize("NFKC", text[start:end]).lower()
        reached = end


def _pieces(clusters: Sequence[tuple[int, int, str]], length: int) -> Iterator[tuple[int, int, str]]:
    """Start and end of what stays as it is before each cluster, and its letters; last what stays behind them."""
    reached = 0
    for start, end, letters in clusters:
        yield reached, start, letters
        reached = end
    yield reached, length, ""


def _shifts(clusters: Sequence[tuple[int, int, str]]) -> Offsets:
    """``Folded.shifts`` of a text with these clusters."""
    if not clusters:
        return _UNCHANGED
    shifts = [(0, 0, 1)]
    reached = length = 0
    for start, end, letters in clusters:
        length += start - reached
        shifts += [(no, start - no, end - no) for no in range(length, length + len(letters))]
        length += len(letters)
        reached = end
        shifts.append((length, reached - length, reached + 1 - length))
    return np.array(shifts, dtype=np.int64).T
