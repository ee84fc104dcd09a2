"""Named tuples by the dozen."""

import itertools
from collections.abc import Iterable
from typing import Any, TypeVar

_Kind = TypeVar("_Kind", bound=tuple[Any, ...])


def many_of(kind: type[_Kind], rows: Iterable[tuple[Any, ...]]) -> list[_Kind]:
    """A named tuple of each row.

    A batch makes some hundred an article; called one by one, the class costs three times as much, for its
    ``__new__`` is Python code.
    """
    return [*map(tuple.__new__, itertools.repeat(kind), rows)]
