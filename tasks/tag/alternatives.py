"""Words that differ in a part, written as one: ``{偽/架空}の{画像/音声}`` stands for four."""

import itertools
import re
from collections.abc import Iterable

_GROUP = re.compile(r"\{([^{}]*)\}")
MOST = 2000
"""More words than this from one pattern are a mistake: each is a pattern to scan for."""


def expand(pattern: str) -> tuple[str, ...]:
    """The words that a pattern stands for, in its order; one without braces stands for itself.

    An empty alternative leaves the part out: ``{国産の/}LLM``. A leading ``?`` belongs to all of them.

    Raises ``ValueError`` with what was expected where braces do not match or the words are too many.
    """
    if "{" not in pattern and "}" not in pattern:
        return (pattern,)
    pieces = _GROUP.split(pattern)
    if any("{" in piece or "}" in piece for piece in pieces):
        raise ValueError("has a brace without its partner, expected {one/two}")
    choices = [piece.split("/") if no % 2 else [piece] for no, piece in enumerate(pieces)]
    count = 1
    for choice in choices:
        count *= len(choice)
    if count > MOST:
        raise ValueError(f"stands for {count} words, expected {MOST} or fewer")
    words = tuple("".join(parts) for parts in itertools.product(*choices))
    if any(not word.removeprefix("?") for word in words):
        raise ValueError("stands for an empty word too, expected a part that is always there")
    return words


def expand_all(patterns: Iterable[str]) -> tuple[str, ...]:
    """The words of several patterns, each once: one that is written out goes before one that a group makes.

    The two may differ in weight only (``?`` or not), and what somebody wrote out is meant.
    """
    weighed: dict[str, str] = {}
    for words in sorted((expand(pattern) for pattern in patterns), key=lambda words: len(words) > 1):
        for word in words:
            weighed.setdefault(word.removeprefix("?"), word)
    return tuple(weighed.values())
