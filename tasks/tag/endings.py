"""Whether text ends with what an expression matches, asked without searching for it.

``re`` has no way to match backwards: it tries ``(?:…)$`` at every place before. Where an expression matches but few
strings, ``str.endswith`` with all of them answers the same at a tenth of the cost.
"""

import itertools
import re
from collections.abc import Container, Iterable
from typing import Any

from tasks.tag.expressions import chars_of_set, ops, parser
from tasks.tag.openings import ANYTHING

_MOST = 400
"""More strings are left to the expression."""
_REACH = 80
"""No shorter than what an expression that matches no more strings than that is asked to look at."""


class Ending:
    """An expression that must end where something else begins."""

    def __init__(self, expression: str) -> None:
        self._strings = _strings(parser.parse(expression))
        self._pattern = re.compile(f"(?:{expression})$")
        self.lasts: Container[str] = ANYTHING
        """What may stand right before the offset; asked first, it spares most calls."""
        if self._strings is not None:
            self.lasts = frozenset(["\n", *[string[-1:] for string in self._strings]])

    def stands_before(self, text: str, end: int) -> bool:
        """Whether it matches right before an offset, or before a line break that stands there."""
        if self._strings is None:
            return self._pattern.search(text[max(0, end - _REACH) : end]) is not None
        return text.endswith(self._strings, 0, end - text.startswith("\n", end - 1) if end else 0)


def _strings(items: Iterable[tuple[Any, Any]]) -> tuple[str, ...] | None:
    """All strings that a part of an expression matches, or None where they are too many to list."""
    strings: tuple[str, ...] = ("",)
    for op, value in items:
        part = _strings_of(op, value)
        if part is None or len(strings) * len(part) > _MOST:
            return None
        strings = tuple(map("".join, itertools.product(strings, part)))
    return strings


def _strings_of(op: Any, value: Any) -> tuple[str, ...] | None:
    if op is ops.LITERAL:
        return (chr(value),)
    if op is ops.SUBPATTERN and not (value[1] or value[2]):
        return _strings(value[3])
    if op is ops.MAX_REPEAT and value[1] == 1:
        part = _strings(value[2])
        return part if part is None or value[0] else ("", *part)
    if op is ops.BRANCH:
        parts = [_strings(branch) for branch in value[1]]
        return None if None in parts else tuple(itertools.chain.from_iterable(part for part in parts if part))
    if op is ops.IN:
        chars = chars_of_set(value, _MOST)
        return chars if chars is None else tuple(sorted(chars))
    return None
