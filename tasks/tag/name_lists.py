"""What Japanese news list beside a company is a company."""

import itertools
import re
from collections import defaultdict
from collections.abc import Sequence

from tasks.tag import name_grammar as grammar
from tasks.tag.name_candidate import Candidate
from tasks.tag.unknown_name import NAMED_AT

Span = tuple[int, int]
_MAX_GAP = 54
_TO_COUNT = re.compile(r"[^。\n]{0,60}?(?=(?:の|など)?[0-9]+社)")
_GAP_STARTS = frozenset("(、とや・お及な並")
_BRACKETED = re.compile(r"^\([^)]{1,40}\)")


def add_listed(
    view: str, tokens: Sequence[Span], registered: set[Span], candidates: defaultdict[str, Candidate]
) -> None:
    """Adds evidence for names listed with ``registered`` companies or with candidates that are names already.

    ``tokens`` are places of runs that may be names, whether or not anything speaks for them.
    """
    if not (tokens or candidates):
        return
    said = {place for candidate in candidates.values() for place in candidate.places}
    entries = sorted({*tokens, *registered, *said})
    links = [
        (p, q)
        for p, q in itertools.pairwise(entries)
        if p[1] < q[0] <= p[1] + _MAX_GAP and view[p[1]] in _GAP_STARTS and _is_list_gap(view[p[1] : q[0]])
    ]
    if not links:
        return
    named = {name for name, candidate in candidates.items() if candidate.score >= NAMED_AT}
    for _ in range(len(links)):
        grown = False
        for known, other in [*links, *((q, p) for p, q in links)]:
            name = view[other[0] : other[1]]
            is_new = known not in registered
            if other in registered or name in named or (is_new and view[known[0] : known[1]] not in named):
                continue
            candidate = candidates[name]
            if candidate.points.get("person", 0.0) < 0:
                continue
            counted = grammar.COUNT_AFTER.match(view, _list_end(view, other[1]))
            candidate.add("list", 2.0 if is_new or counted else 1.8, *other)
            if candidate.score >= NAMED_AT:
                named.add(name)
                grown = True
        if not grown:
            return


def _list_end(view: str, end: int) -> int:
    """Where the names of a list end and their count may follow (A、Bの2社)."""
    match = _TO_COUNT.match(view, end)
    return match.end() if match else end


def _is_list_gap(gap: str) -> bool:
    """Whether two names stand in one list: 、 or と between them, perhaps a legal form or what the second one is."""
    gap = _BRACKETED.sub("", gap) if gap[0] == "(" else gap
    return 0 < len(gap) <= 14 and grammar.LIST_GAP.fullmatch(gap) is not None
