"""Articles into stories: who belongs together, who leads, and how the others relate to the lead.

Two articles are joined where ``judge.is_same_story`` says so, and a story is everything joined directly or
through others. Both depend on the set of articles alone, so the order and the batches in which they arrive
change nothing, up to the limits of ``meetings`` and ``candidates``, which bound what one article may cost. The
cost of a batch depends on what was published within a fortnight of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from functools import partial

import dataframely as dy
import polars as pl

from tasks.cluster.judge import Print, is_same_story, overlap, prints
from tasks.cluster.meetings import Meetings
from tasks.frames import Signatures, StoryMembers

RELEASE_GRACE = timedelta(days=1)
"""A release leads its story when it came out at most this long after the first report. Reports under embargo
or ahead of the hour precede it by minutes; a copy that a portal files next week is a copy."""

REPRINT_SHARE = 0.72
"""A text that takes this part of its wording from one other is its reprint, even where it was cut or has
lines of its own around it; a rewrite takes less."""

COMPARED = 16
"""A member is compared with its lead and at most this many of the first members of its story."""


def fold(
    new: dy.DataFrame[Signatures],
    candidates: dy.DataFrame[Signatures],
    known: dy.DataFrame[StoryMembers],
) -> dy.DataFrame[StoryMembers]:
    """The memberships that are new or differ from ``known``, by story and then by time.

    ``candidates`` are the stored signatures that ``candidates.candidates_for`` describes, and ``known`` the
    memberships of the new articles and of all members of the stories that these and the candidates belong to.
    An article that is in ``new`` and stored already was edited: its new signature counts, and it may leave its
    story. A story takes the id of its lead, so a membership may change without its article having changed.
    """
    pool = {each.article_id: each for each in prints(candidates.join(new, on="article_id", how="anti"))}
    stored = set(pool)
    pool |= {each.article_id: each for each in prints(new)}
    before = {row["article_id"]: row for row in known.iter_rows(named=True)}
    stories = {each: str(row["story_id"]) for each, row in before.items()}
    unsettled = {each for each in pool if each not in stored or each not in stories}
    absent = _absent(stories, pool)
    broken = {stories[each] for each in unsettled if each in stories} - absent.keys()
    loose = unsettled | {each for each in pool if stories.get(each) in broken}
    rows: list[dict[str, object]] = []
    for group in _joined(pool, stories, loose):
        lead = _lead(group)
        moved = {
            stories[each.article_id] for each in group if each.article_id in stories and each.article_id not in loose
        }
        if moved - {lead.article_id} or any(
            each.article_id in unsettled or stories.get(each.article_id) != lead.article_id for each in group
        ):
            rows += _memberships(group)
            rows += [
                before[each] | {"story_id": lead.article_id}
                for story in moved - {lead.article_id}
                for each in absent.get(story, ())
            ]
    changed = [row for row in rows if _differs(row, before.get(str(row["article_id"])))]
    return StoryMembers.validate(pl.DataFrame(changed, schema=StoryMembers.create_empty().schema))


def _absent(stories: Mapping[str, str], pool: Mapping[str, Print]) -> dict[str, list[str]]:
    """The members of large stories that were not read: they follow their story and keep their role."""
    absent: defaultdict[str, list[str]] = defaultdict(list)
    for each, story in stories.items():
        if each not in pool:
            absent[story].append(each)
    return dict(absent)


def _joined(pool: Mapping[str, Print], stories: Mapping[str, str], loose: set[str]) -> list[list[Print]]:
    """The groups of the pool, each in order of publication.

    Stories without a loose member stand as they are: their pairs were judged before. All members of a story
    are loose when one was edited, as that one may have been what held the story together; a story of which
    only a part was read is too large for that.
    """
    parent = {each: each for each in pool}
    for each in pool.keys() - loose:
        anchor = f"\0{stories[each]}"  # no article has such an id
        parent.setdefault(anchor, anchor)
        parent[each] = anchor
    meetings = Meetings(partial(_root, parent), pool.values())
    in_order = sorted(pool.values(), key=_in_order)
    for article in in_order:
        if article.article_id not in loose:
            meetings.add(article)
    for article in in_order:
        if article.article_id in loose:
            for other in meetings.of(article):
                if is_same_story(article, other):
                    ours, theirs = _root(parent, article.article_id), _root(parent, other.article_id)
                    parent[max(ours, theirs)] = min(ours, theirs)
            meetings.add(article)
    groups: defaultdict[str, list[Print]] = defaultdict(list)
    for article in in_order:
        groups[_root(parent, article.article_id)].append(article)
    return list(groups.values())


def _root(parent: dict[str, str], node: str) -> str:
    while parent[node] != node:
        parent[node] = parent[parent[node]]
        node = parent[node]
    return node


def _lead(group: list[Print]) -> Print:
    """The earliest release, if it came out with the first report, else the first report."""
    first = group[0]
    releases = (each for each in group if each.is_release and each.published_at - first.published_at <= RELEASE_GRACE)
    return next(releases, first)


def _memberships(group: list[Print]) -> Iterator[dict[str, object]]:
    lead = _lead(group)
    for place, each in enumerate(group):
        if each is lead:
            yield _row(each, lead, "lead", None)
        else:
            earlier = [lead, *(other for other in group[: min(place, COMPARED)] if other is not lead)]
            yield _row(each, lead, *_relation(each, earlier))


def _relation(article: Print, earlier: Iterable[Print]) -> tuple[str, float]:
    """What an article is to the earlier ones of its story, and its closest containment in one of them."""
    taken = closest = 0.0
    is_own = False
    for other in earlier:
        common = overlap(article, other)
        taken = max(taken, common.shared / common.first if common.first else 0.0)
        closest = max(closest, common.containment)
        is_own |= article.source_id == other.source_id
    if is_own:
        return "update", closest
    return ("reprint" if taken >= REPRINT_SHARE else "rewrite"), closest


def _row(article: Print, lead: Print, role: str, similarity: float | None) -> dict[str, object]:
    return {
        "article_id": article.article_id,
        "story_id": lead.article_id,
        "role": role,
        "similarity": similarity,
    }


def _differs(row: dict[str, object], before: dict[str, object] | None) -> bool:
    """Whether a membership says something new; single precision is what is stored."""
    if before is None or any(row[name] != before[name] for name in ("story_id", "role")):
        return True
    ours, theirs = row["similarity"], before["similarity"]
    if ours is None or theirs is None:
        return ours is not theirs
    return abs(float(str(ours)) - float(str(theirs))) > 1e-6


def _in_order(article: Print) -> tuple[object, str]:
    return article.published_at, article.article_id
