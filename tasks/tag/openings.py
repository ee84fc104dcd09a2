"""What an expression can begin with, so that it is tried only where one of these characters stands.

To call ``Pattern.match`` costs five times as much as to look up one character, and most places fail on the first.
"""

import re
from collections.abc import Container, Iterable
from typing import Any

from tasks.tag.expressions import chars_of_set, ops, parser

_MOST = 0x8000
"""More characters tell nothing."""
_END = ("", "\n")
"""What ``text[at:at + 1]`` is where ``$`` matches."""


class _Anything(Container[str]):
    """Holds every character."""

    def __contains__(self, char: object) -> bool:
        return True


ANYTHING = _Anything()


def openings(pattern: re.Pattern[str]) -> Container[str]:
    """The characters that a match of the expression can begin with, ``""`` for the end of the text.

    All characters for an expression that can match nothing or begin with anything.
    """
    chars, goes_on = _of_sequence(parser.parse(pattern.pattern, pattern.flags))
    return ANYTHING if chars is None or goes_on or pattern.flags & re.IGNORECASE else chars


def _of_sequence(items: Iterable[tuple[Any, Any]]) -> tuple[frozenset[str] | None, bool]:
    """The first characters, None for any, and whether the sequence may match nothing."""
    chars: frozenset[str] = frozenset()
    for op, value in items:
        own, goes_on = _of_item(op, value)
        if own is None:
            return None, False
        chars |= own
        if not goes_on:
            return chars, False
    return chars, True


def _of_item(op: Any, value: Any) -> tuple[frozenset[str] | None, bool]:
    if op is ops.LITERAL:
        return frozenset(chr(value)), False
    if op is ops.AT:
        return (frozenset(_END), False) if value is ops.AT_END else (frozenset(), True)
    if op in (ops.ASSERT, ops.ASSERT_NOT):
        return frozenset(), True
    if op is ops.SUBPATTERN and not (value[1] or value[2]):
        return _of_sequence(value[3])
    if op is ops.ATOMIC_GROUP:
        return _of_sequence(value)
    if op is ops.BRANCH:
        parts = [_of_sequence(branch) for branch in value[1]]
        known = [chars for chars, _ in parts if chars is not None]
        return frozenset().union(*known) if len(known) == len(parts) else None, any(part[1] for part in parts)
    if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
        chars, goes_on = _of_sequence(value[2])
        return chars, goes_on or value[0] == 0
    if op is ops.IN:
        return chars_of_set(value, _MOST), False
    return None, False
