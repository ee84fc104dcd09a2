"""What an automaton finds in a text, as columns."""

import itertools

import numpy as np
from ahocorasick_rs import AhoCorasick, BytesAhoCorasick

from tasks.tag.text import Codes, Offsets

_UNIT_BYTES = 2


def word_matches(automaton: AhoCorasick, text: str) -> tuple[Offsets, Offsets, Offsets]:
    """Pattern, start and end of all matches, overlapping ones too, in the order of their ends."""
    return _columns(automaton.find_matches_as_indexes(text, overlapping=True))


def code_matches(automaton: BytesAhoCorasick, codes: Codes) -> tuple[Offsets, Offsets]:
    """The same without the ends, from the codes of a text and an automaton of the codes of words, all as bytes.

    Takes three quarters of the time: there are fewer bytes, and no offsets in UTF-8 to turn into those of characters.
    """
    pattern, start, _ = _columns(automaton.find_matches_as_indexes(codes.tobytes(), overlapping=True))
    # A match that begins in the middle of a code is none.
    is_whole = start % _UNIT_BYTES == 0
    return pattern[is_whole], start[is_whole] // _UNIT_BYTES


def _columns(found: list[tuple[int, int, int]]) -> tuple[Offsets, Offsets, Offsets]:
    # Half the cost of np.array, which looks into every tuple for its shape.
    numbers = np.fromiter(itertools.chain.from_iterable(found), dtype=np.int64, count=3 * len(found))
    pattern, start, end = numbers.reshape(-1, 3).T
    return pattern, start, end
