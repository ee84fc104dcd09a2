"""Text as the matchers see it, and the way back to the text a reader sees.

Two views of a stored text are made, both by one table look-up a character:

``narrow(text)``
    Width folded, dashes, tildes and quotation marks unified, letters as written. Always exactly as long as the
    stored text, so its offsets are the stored ones. Grammar rules (funding, new names) read this view.
``fold(text)``
    The same in lower case and without middle dots and zero-width characters. Names are matched on it; ``Folded``
    carries the offsets back, or none where nothing was dropped, which is the common case.

Running NFKC over every article costs more than everything else in tagging together (125 microseconds for
1,000 characters against 6 for a NumPy look-up), so NFKC is asked once for each character of the Basic Multilingual
Plane and only clusters that it composes or expands (㈱, Ⅳ, ﾄﾞ, decomposed kana) take the slow path.
"""

import re
import unicodedata
from dataclasses import dataclass
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

_SLOW = 0x110000
_BEYOND = 0x110001
TABLE_SIZE = 0x10000
"""The Basic Multilingual Plane; its last entry, a non-character, stands for all code points beyond."""

Codes: TypeAlias = npt.NDArray[np.uint32]
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
    return normal if len(normal) == 1 else char


def _is_slow(char: str) -> bool:
    """NFKC composes it with its neighbour or expands it into letters that a name may hold."""
    if char in _KEPT or _unify(char) is not None:
        return False
    if "\u0300" <= char <= "\u036f" or char in "\u3099\u309aﾞﾟ":
        return True
    normal = unicodedata.normalize("NFKC", char)
    return len(normal) > 1 and any(part.isalnum() for part in normal)


@cache
def _tables() -> tuple[Codes, Codes]:
    """Code point to code point for ``narrow`` and ``fold``; 0 drops, ``_SLOW`` asks for the slow path."""
    narrow_table = np.arange(TABLE_SIZE, dtype=np.uint32)
    fold_table = np.arange(TABLE_SIZE, dtype=np.uint32)
    for code in range(1, TABLE_SIZE):
        if 0xD800 <= code < 0xE000 or 0xAC00 <= code < 0xD7A4:
            continue
        char = chr(code)
        plain = _narrow_char(char)
        narrow_table[code] = ord(plain)
        lower = plain.lower()
        fold_table[code] = ord(lower) if len(lower) == 1 else ord(plain)
        if char in _DROPPED:
            fold_table[code] = 0
        elif _is_slow(char):
            fold_table[code] = _SLOW
    narrow_table[-1] = fold_table[-1] = _BEYOND
    return narrow_table, fold_table


def codes_of(text: str) -> Codes:
    """The code points of a text."""
    # A lone surrogate cannot be encoded otherwise; it is matched by no name and survives unchanged.
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _look_up(codes: Codes, table: Codes) -> Codes:
    """The table's entries; code points beyond it stay what they are."""
    found: Codes = table.take(codes, mode="clip")
    if found.size and int(found.max()) == _BEYOND:
        found = np.where(codes < TABLE_SIZE - 1, found, codes)
    return found


def _text(codes: Codes) -> str:
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def narrow(text: str) -> str:
    """The text with full-width letters, digits and signs made narrow; every offset stays what it was."""
    if text.isascii():
        return text
    return _text(_look_up(codes_of(text), _tables()[0]))


@dataclass(frozen=True, slots=True)
class Folded:
    """The view names are matched on, with the way back.

    ``starts[i]`` and ``ends[i]`` bound, in the stored text, what the folded character ``i`` stands for; both are None
    where every character stands for itself.
    """

    text: str
    starts: Offsets | None = None
    ends: Offsets | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stored span of the folded span ``[start, end)``; dropped characters at its edges stay outside."""
        if self.starts is None or self.ends is None:
            return start, end
        return int(self.starts[start]), int(self.ends[end - 1])


_CHOON = re.compile(r"(?<=[ァ-ヺー])-(?=[ァ-ヺ])")
"""A dash between katakana is a long vowel that was typed with the wrong key."""


def fold(text: str) -> Folded:
    """The text in lower case, narrow, without middle dots and zero-width characters, with offsets back."""
    return fold_quickly(text) or _fold_clusters(text)


def fold_quickly(text: str) -> Folded | None:
    """As ``fold``, or None where something composes or expands under NFKC and takes the slow path."""
    if text.isascii():
        return Folded(text.replace("\t", " ").lower())
    codes = _look_up(codes_of(text), _tables()[1])
    if codes.size and int(codes.max()) == _SLOW:
        return None
    if codes.size and int(codes.min()) == 0:
        kept = np.flatnonzero(codes != 0)
        return Folded(_text(_with_long_vowels(codes[kept])), kept, kept + 1)
    return Folded(_text(_with_long_vowels(codes)))


def _with_long_vowels(codes: Codes) -> Codes:
    """As ``_CHOON`` says, by code point: the expression costs as much as the rest of folding."""
    at = np.flatnonzero(codes[1:-1] == ord("-")) + 1
    before, after = codes[at - 1], codes[at + 1]
    is_vowel = (
        (((before >= ord("ァ")) & (before <= ord("ヺ"))) | (before == ord("ー")))
        & (after >= ord("ァ"))
        & (after <= ord("ヺ"))
    )
    codes[at[is_vowel]] = ord("ー")
    return codes


_CLUSTER = re.compile("[\\s\\S][\u0300-\u036f\u3099\u309aﾞﾟ]*")


def _fold_clusters(text: str) -> Folded:
    """The slow path of ``fold``: NFKC cluster by cluster, for text that composes or expands under it."""
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for cluster in _CLUSTER.finditer(text):
        raw = cluster.group()
        if raw in _DROPPED:
            continue
        plain = raw if raw in _KEPT else _unify(raw) or unicodedata.normalize("NFKC", raw)
        lower = plain.lower()
        parts.append(lower)
        starts += [cluster.start()] * len(lower)
        ends += [cluster.end()] * len(lower)
    return Folded(_CHOON.sub("ー", "".join(parts)), np.array(starts, np.int64), np.array(ends, np.int64))
