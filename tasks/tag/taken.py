"""Which characters of a text are taken by names that are known already."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence


class TakenSpans:
    """Spans of a text in order, none with a part in common with another, as mentions are."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def overlap(self, start: int, end: int) -> bool:
        """Whether any of them has a part in common with this one."""
        first = bisect_right(self._ends, start)
        return first < len(self._starts) and self._starts[first] < end


class TakenChars:
    """Spans marked in a text; asking for one costs the same however many there are."""

    def __init__(self, length: int, spans: Iterable[tuple[int, int]] = ()) -> None:
        self._chars = bytearray(length)
        for start, end in spans:
            self.add(start, end)

    def add(self, start: int, end: int) -> None:
        """Takes the characters from ``start`` up to ``end``."""
        self._chars[start:end] = b"\1" * (end - start)

    def overlaps(self, start: int, end: int) -> bool:
        """Whether one of them is taken."""
        return self._chars.find(1, start, end) >= 0
