"""Whether two articles tell the same story: enough shared wording, and agreement on names and numbers.

The judgement depends on the two signatures alone and is the same in both directions. The figures were set
on general grounds and checked on a labelled set of 150 articles over random halves; ``python -m
tests.bench.stories`` measures them. The wording that holds true stories together begins near 0.33, and notices from one
template reach 0.8, so wording alone cannot decide; agreement lies above 0.7 for the first and below 0.5 for
the second.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import polars as pl

WINDOW = timedelta(days=14)
"""Reprints come within ten days; the next development, the next quarter's notice or version
is mostly weeks away. Longer windows find no further pair and more look-alikes."""

LEAST_WORDING = 0.25
LEAST_AGREEMENT = 0.62
LEAST_BOTH = 1.05
"""Two independent rewrites may keep little wording, but then they agree on nearly all facts."""

OPENING_STRANGE = 0.30
"""Of two texts of one story, one at least opens with little that the other does not state. Two releases of one company
on one day share its profile, but open with a product and figures each."""

COPY_WORDING = 0.65
COPY_AGREEMENT = 0.40
COPY_STRANGE = 0.25
COPY_LENIENCE = 0.4
CLOSE_WORDING = 0.85
CLOSE_STRANGE = 1
"""A copy whose opening was cut or replaced loses the names and numbers of it, but hardly states any of its own: at most
a quarter of those of the one that has fewer, and a little more the closer the wording is. A notice from the same
template always states its own. Where the wording is nearly all the same, one may differ: an essay names hardly any."""

TEMPLATE_AGREEMENT = 0.70
"""Where two texts share so much wording and yet each states its own, they must agree more than two rewrites do."""

STRANGERS = 3
"""Two openings of which at most one name in three is known to the other article are about different people or firms."""

LATE = timedelta(days=2)
LATE_WORDING = 0.50
"""Outlets write their own reports of an event within two days. What comes later and words it otherwise is what
came of it: an event previewed and reported, a trial and its result."""

OWN_WORDING = 0.50
OWN_COPY = 0.80
OWN_HEADLINE = 0.30
OWN_AGREEMENT = 0.68
FLASH = 0.60
"""One outlet at two addresses: it lengthens a flash (the shorter is at most 0.6 of the longer) or files a text
twice. What else it writes at the same length, with its standing header and footer lines, is another story."""

SAME_ADDRESS_WORDING = 0.25
"""A page that was edited keeps a quarter of its words; less is another text at a reused address."""

FEWEST_SHINGLES = 12
"""Shorter texts are a headline and say too little to be compared."""

_GREATEST = 0xFFFFFFFF
_DOUBT = 1.0
"""One undecided fact is added to each side, so that few facts never count as full agreement or full dissent."""


@dataclass(frozen=True, slots=True)
class Print:
    """One row of ``Signatures``, ready to be compared."""

    article_id: str
    source_id: str
    url: str
    published_at: datetime
    version: int
    is_release: bool
    bands: frozenset[int]
    shingles: tuple[int, ...]
    shingle_set: frozenset[int]
    shingle_count: int
    title_shingles: frozenset[int]
    numbers: frozenset[str]
    names: frozenset[str]
    lead_numbers: frozenset[str]
    lead_names: frozenset[str]

    @property
    def facts(self) -> frozenset[str]:
        """Names and numbers. Two articles without a common one never agree enough to be one story."""
        return self.names | self.numbers | self.lead_names | self.lead_numbers

    @property
    def limit(self) -> int:
        """Hashes up to this one are complete; larger ones may have been left out."""
        return self.shingles[-1] if self.shingle_count > len(self.shingles) else _GREATEST


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many shingles two articles have, and have in common, where both are known."""

    shared: int
    first: int
    second: int

    @property
    def containment(self) -> float:
        """Shared shingles over those of the shorter text."""
        return self.shared / min(self.first, self.second) if self.first and self.second else 0.0


def prints(signatures: pl.DataFrame) -> Iterator[Print]:
    """The rows of a ``Signatures`` frame."""
    for row in signatures.iter_rows(named=True):
        yield _print(row)


def overlap(first: Print, second: Print) -> Overlap:
    """Counts over the hashes that both signatures hold in full."""
    limit = min(first.limit, second.limit)
    if limit == _GREATEST:
        return Overlap(len(first.shingle_set & second.shingle_set), len(first.shingles), len(second.shingles))
    ours = first.shingles[: bisect_right(first.shingles, limit)]
    theirs = second.shingles[: bisect_right(second.shingles, limit)]
    return Overlap(len(second.shingle_set.intersection(ours)), len(ours), len(theirs))


def agreement(first: Print, second: Print) -> float:
    """How far two articles state the same names and numbers, 0 to 1; one half where they state none.

    The mean of three shares: of the numbers of the article that has fewer; of the numbers, and of the names,
    of either's title and opening in the whole of the other.
    """
    fewer = min(len(first.numbers), len(second.numbers))
    return (
        _share(len(first.numbers & second.numbers), fewer)
        + _found(first.lead_numbers, second.numbers, second.lead_numbers, first.numbers)
        + _found(first.lead_names, second.names, second.lead_names, first.names)
    ) / 3


def is_same_story(first: Print, second: Print) -> bool:
    """Whether two articles belong together by what they say, the time between them and who says it.

    They must also share a band, which is how they are found.
    """
    if first.version != second.version or abs(first.published_at - second.published_at) > WINDOW:
        return False
    if min(first.shingle_count, second.shingle_count) < FEWEST_SHINGLES or first.bands.isdisjoint(second.bands):
        return False
    if _is_same_text(first, second):
        return True
    if first.source_id == second.source_id:
        if first.url == second.url:
            return overlap(first, second).containment >= SAME_ADDRESS_WORDING
        return _is_same_outlets_story(first, second)
    agreed = agreement(first, second)
    if agreed < COPY_AGREEMENT or _is_about_others(first, second):
        return False
    if min(_strange_opening(first, second), _strange_opening(second, first)) > OPENING_STRANGE:
        return False
    wording = overlap(first, second).containment
    if wording >= COPY_WORDING:
        return agreed >= TEMPLATE_AGREEMENT or _states_nothing_else(first, second, wording)
    least = LEAST_WORDING if abs(first.published_at - second.published_at) <= LATE else LATE_WORDING
    return agreed >= LEAST_AGREEMENT and wording >= least and agreed + wording >= LEAST_BOTH


def _is_about_others(first: Print, second: Print) -> bool:
    """Whether both open with names, and of neither's more than a third stand anywhere in the other."""
    ours, theirs = first.lead_names, second.lead_names
    return (
        bool(ours and theirs)
        and len(ours & second.names) * STRANGERS <= len(ours)
        and len(theirs & first.names) * STRANGERS <= len(theirs)
    )


def _states_nothing_else(first: Print, second: Print, wording: float) -> bool:
    """Whether one of the articles has next to no names and numbers of its own."""
    ours, theirs = first.names | first.numbers, second.names | second.numbers
    strange = min(len(ours - theirs), len(theirs - ours))
    if wording >= CLOSE_WORDING and strange <= CLOSE_STRANGE:
        return True
    return _share(strange, strange + len(ours & theirs)) <= COPY_STRANGE + COPY_LENIENCE * (wording - COPY_WORDING)


def _strange_opening(of: Print, among: Print) -> float:
    """The part of the names and numbers of an opening that the other article states nowhere."""
    opening = of.lead_names | of.lead_numbers
    return len(opening - among.names - among.numbers) / len(opening) if opening else 0.0


def _is_same_text(first: Print, second: Print) -> bool:
    """A copy is a copy even where it states no name and no number that could agree."""
    return first.shingle_count == second.shingle_count and first.shingles == second.shingles


def _is_same_outlets_story(first: Print, second: Print) -> bool:
    """Cheapest test first: every article of an outlet with standing lines comes here."""
    if max(_headline_share(first, second), _headline_share(second, first)) < OWN_HEADLINE:
        return False
    if agreement(first, second) < OWN_AGREEMENT:
        return False
    lengths = sorted((first.shingle_count, second.shingle_count))
    least = OWN_WORDING if lengths[0] <= FLASH * lengths[1] else OWN_COPY
    return overlap(first, second).containment >= least


def _headline_share(of: Print, among: Print) -> float:
    """The part of a headline's shingles that the other article contains."""
    known = of.title_shingles
    if among.limit < _GREATEST:
        known = frozenset(value for value in known if value <= among.limit)
    return len(known & among.shingle_set) / len(known) if known else 0.0


def _found(ours: frozenset[str], their_all: frozenset[str], theirs: frozenset[str], our_all: frozenset[str]) -> float:
    return (_share(len(ours & their_all), len(ours)) + _share(len(theirs & our_all), len(theirs))) / 2


def _share(shared: int, total: int) -> float:
    return (shared + _DOUBT / 2) / (total + _DOUBT)


def _print(row: dict[str, Any]) -> Print:
    shingles = tuple(row["shingles"])
    sets = ("bands", "title_shingles", "numbers", "names", "lead_numbers", "lead_names")
    values: dict[str, Any] = row | {name: frozenset(row[name]) for name in sets}
    return Print(**values | {"shingles": shingles, "shingle_set": frozenset(shingles)})
