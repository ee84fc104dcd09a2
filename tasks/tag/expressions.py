"""The parsed form of regular expressions, which other modules read facts off."""

from collections.abc import Iterable

# The parser of ``re`` has no public name any more; it is the only one that knows the whole syntax.
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

__all__ = ["chars_of_set", "ops", "parser"]


def chars_of_set(items: Iterable[tuple[Any, Any]], most: int) -> frozenset[str] | None:
    """The characters of a set (``[a-z_]``); None for a class, a negated set or a range of more than ``most``."""
    chars: set[str] = set()
    for op, value in items:
        if op is ops.LITERAL:
            chars.add(chr(value))
        elif op is ops.RANGE and value[1] - value[0] < most:
            chars |= {chr(code) for code in range(value[0], value[1] + 1)}
        else:
            return None
    return frozenset(chars)
