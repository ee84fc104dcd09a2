"""How often to look at a source: as often as it publishes, within bounds.

A source that publishes every few minutes is looked at as often as its ``poll_minutes`` allow; one that publishes
once a month gets a look or two a day. The estimate is the one feed readers have long used: half of the time that
usually passes between two items, lengthened while the source is silent for longer than that.
"""

import itertools
from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median

LONGEST_POLL_INTERVAL = timedelta(hours=12)
"""Even the quietest source is looked at twice a day: a funding round that is read a day late is old news."""

_FEWEST_DATES = 3
_NEWEST_DATES = 30
"""Older gaps say little about today's rhythm."""


def poll_interval(poll_minutes: int, published: Sequence[datetime], now: datetime) -> timedelta:
    """How long to wait from one look at a source to the next.

    Args:
        poll_minutes: the source's shortest interval; what comes back is never shorter.
        published: aware instants of its items, in any order; those ahead of ``now`` do not count. With fewer than
            three the shortest interval is used, since nothing is known.
        now: aware.
    """
    shortest = timedelta(minutes=poll_minutes)
    past = sorted((at for at in set(published) if at <= now), reverse=True)[:_NEWEST_DATES]
    if len(past) < _FEWEST_DATES:
        return shortest
    gaps = [later - earlier for later, earlier in itertools.pairwise(past)]
    usual = median(gap.total_seconds() for gap in gaps)
    silence = (now - past[0]).total_seconds()
    # Bursts make small gaps: a source that fell silent is not about to publish within minutes.
    expected = timedelta(seconds=max(usual / 2, silence / 8))
    return max(shortest, min(expected, LONGEST_POLL_INTERVAL))
