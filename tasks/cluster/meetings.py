"""Who is judged against whom: the articles that share most with one, at most so many whatever the input.

A pair can be one story only where it shares a band and a fact (``judge``). A band that few articles have says
much; one that hundreds have is a template's line or a story of hundreds of copies. Such a hot band holds a few
members of each story that it knows, which is all that a further copy must meet, and is full after ``FULL``.
What shares nothing but full bands is found by its rarest names and numbers, the only things in which notices
from one template differ. So the cost of an article is bounded, and up to ``EACH`` copies a story and ``FULL``
articles a band every pair is judged.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import chain

from tasks.cluster.judge import Print

EACH = 8
"""Members of one story that a band holds."""

FULL = 128
"""Members that a band holds in all."""

RARE = 64
"""A name or number that more articles state finds none."""

NEAREST = 32
"""Articles judged for the bands that they share, and as many for the facts."""

Root = Callable[[str], str]
"""The story of an article as far as it is known."""


class Meetings:
    """The articles met so far, by what they share. ``pool``: all that will be met."""

    def __init__(self, root: Root, pool: Iterable[Print]) -> None:
        self._root = root
        counts = Counter(chain.from_iterable(each.bands for each in pool))
        self._bands: dict[int, list[Print]] = {band: [] for band, count in counts.items() if count > 1}
        self._facts: defaultdict[str, list[Print]] = defaultdict(list)
        self._can_fill = max(counts.values(), default=0) >= FULL

    def add(self, article: Print) -> None:
        """Later articles meet this one."""
        for members in self._met(article):
            if len(members) < FULL and self._has_room(members, article):
                members.append(article)
        if self._can_fill:
            for fact in article.facts:
                holders = self._facts[fact]
                if len(holders) <= RARE:
                    holders.append(article)

    def of(self, article: Print) -> Iterator[Print]:
        """Those to judge ``article`` against, closest first; the caller's unions are seen between two of them."""
        met = self._met(article)
        yield from self._closest(article, met)
        if any(len(members) >= FULL for members in met):
            holders = (self._facts.get(fact, []) for fact in article.facts)
            yield from self._closest(article, [rare for rare in holders if len(rare) <= RARE])

    def _met(self, article: Print) -> list[list[Print]]:
        return [self._bands[band] for band in article.bands if band in self._bands]

    def _has_room(self, members: list[Print], article: Print) -> bool:
        if len(members) < EACH:
            return True
        story = self._root(article.article_id)
        return sum(self._root(each.article_id) == story for each in members) < EACH

    def _closest(self, article: Print, met: list[list[Print]]) -> Iterator[Print]:
        """At most ``NEAREST`` that are in no common story yet: most in common first, then nearest in time."""
        shared = Counter(other.article_id for members in met for other in members)
        known = {other.article_id: other for members in met for other in members}

        def distance(other: str) -> tuple[Hashable, ...]:
            return -shared[other], abs(known[other].published_at - article.published_at), other

        judged = 0
        for other in sorted(shared, key=distance):
            if self._root(other) != self._root(article.article_id):
                yield known[other]
                judged += 1
            if judged == NEAREST:
                return
