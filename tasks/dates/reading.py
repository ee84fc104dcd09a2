"""From a string to the dates that it states."""

import re
from dataclasses import dataclass
from datetime import datetime

from tasks.dates.folding import fold
from tasks.dates.forms import FORMS
from tasks.dates.machine import read_machine
from tasks.dates.stated import StatedDate

MAX_CHARS = 4_000
"""A date statement is short; the rest of a longer text is not searched."""

MAYBE = re.compile(r"\d|今|昨|きょう|きのう|おととい|本日|さっき|元年|[一二三四五六七八九十]日")


@dataclass(frozen=True)
class FoundDate:
    """A date within a text; ``start`` and ``end`` count in the text folded by ``folding.fold``."""

    start: int
    end: int
    date: StatedDate


def parse_date(raw: str, *, reference: datetime | None = None) -> StatedDate | None:
    """The date that a string states, or None where it states none that can be: nothing is completed or guessed.

    ``reference`` (aware: when the page or feed was fetched) is what relative and year-less dates count from and
    bounds the future; without it those forms are None. A value without a zone is taken as Japan time and says so.
    """
    text = fold(raw[:MAX_CHARS])
    if not text or not MAYBE.search(text):
        return None
    if text[0].isdigit() and text.isascii() and (stated := read_machine(text, reference)):
        return stated
    found = find_in_folded(text, reference)
    return found[0].date if found else None


def find_dates(text: str, *, reference: datetime | None = None) -> list[FoundDate]:
    """Every date in a text, in the order written; overlapping readings give the earliest and longest."""
    return find_in_folded(fold(text[:MAX_CHARS]), reference)


def find_in_folded(text: str, reference: datetime | None) -> list[FoundDate]:
    """As ``find_dates``, for text that is folded already."""
    if not MAYBE.search(text):
        return []
    hits = [
        (match.start(), -match.end(), order, match)
        for order, (pattern, _) in enumerate(FORMS)
        for match in pattern.finditer(text)
    ]
    found: list[FoundDate] = []
    end = 0
    for start, negative_end, order, match in sorted(hits, key=lambda hit: hit[:3]):
        # What was matched and refused still takes its place: 平成32年10月1日 is not 10月1日 of some year.
        if start < end:
            continue
        end = -negative_end
        if stated := FORMS[order][1](match, reference):
            found.append(FoundDate(start, end, stated))
    return found
