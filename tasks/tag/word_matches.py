"""What an automaton finds in a text, as columns."""

import itertools

import numpy as np
from ahocorasick_rs import AhoCorasick

from tasks.tag.text import Offsets


def word_matches(automaton: AhoCorasick, text: str) -> tuple[Offsets, Offsets, Offsets]:
    """Pattern, start and end of all matches, overlapping ones too, in the order of their ends."""
    found = automaton.find_matches_as_indexes(text, overlapping=True)
    # Half the cost of np.array, which looks into every tuple for its shape.
    numbers = np.fromiter(itertools.chain.from_iterable(found), dtype=np.int64, count=3 * len(found))
    pattern, start, end = numbers.reshape(-1, 3).T
    return pattern, start, end
