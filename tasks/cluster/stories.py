"""Articles into stories: who belongs together, who leads, and how the others relate to the lead.

Two articles are joined where ``judge.is_same_story`` says so, and a story is everything joined directly or
through others. Both depend on the set of articles alone, so the order and the batches in which they arrive
change nothing; the cost of a batch depends on what was published within a fortnight of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

import dataframely as dy
import polars as pl

from tasks.cluster.judge import WINDOW, Print, is_same_story, overlap, prints
from tasks.frames import Signatures, StoryMembers

RELEASE_GRACE = timedelta(days=1)
"""A release leads its story when it came out at most this long after the first report. Reports under embargo
or ahead of the hour precede it by minutes; a copy that a portal files next week is a copy."""

REPRINT_SHARE = 0.72
"""A text that takes this part of its wording from one other is its reprint, even where it was cut or has
lines of its own around it; a rewrite takes less."""

COMPARED = 32
"""A member is compared with its lead and at most this many of the first members of its story."""


def candidates_for(
    new: dy.DataFrame[Signatures], stored: pl.DataFrame, known: pl.DataFrame
) -> dy.DataFrame[Signatures]:
    """The rows of ``stored`` that ``fold`` must see: the join rule, as Polars runs it in memory.

    In a warehouse it is, with ``window`` = ``judge.WINDOW``::

        met     = stored rows of the same version that share an element of bands with a new row and whose
                  published_at is at most window away from that row's
        touched = story_ids of met and of the new rows
        result  = stored rows that are in met, or whose article is in a touched story

    Filter on the earliest and latest new ``published_at``, a window wider, before unnesting ``bands``: that
    keeps the cost independent of the table's size.
    """
    if new.is_empty():
        return Signatures.create_empty()
    low, high = _reach(new)
    keys = new.select("bands", "version", new_at="published_at").explode("bands", empty_as_null=False)
    met = (
        stored.filter(pl.col("published_at").is_between(low, high))
        .select("article_id", "bands", "version", "published_at")
        .explode("bands", empty_as_null=False)
        .join(keys, on=["bands", "version"])
        .filter((pl.col("published_at") - pl.col("new_at")).abs() <= WINDOW)
        .select("article_id")
        .unique()
    )
    near = pl.concat([met, new.select("article_id")])
    touched = known.join(near, on="article_id", how="semi").select("story_id").unique()
    members = known.join(touched, on="story_id", how="semi").select("article_id")
    found = stored.join(pl.concat([near, members]).unique(), on="article_id", how="semi")
    return Signatures.cast(found)


def fold(
    new: dy.DataFrame[Signatures],
    candidates: dy.DataFrame[Signatures],
    known: dy.DataFrame[StoryMembers],
) -> dy.DataFrame[StoryMembers]:
    """The memberships that are new or differ from ``known``, by story and then by time.

    ``candidates`` are the stored signatures that ``candidates_for`` describes, and ``known`` the memberships
    of these and of the new articles, as far as there are any. An article that is in ``new`` and stored
    already was edited: its new signature counts, and it may leave its story. A story takes the id of its
    lead, so a membership may change without its article having changed.
    """
    signatures = pl.concat([candidates.join(new, on="article_id", how="anti"), new])
    pool = {each.article_id: each for each in prints(signatures)}
    stories = {row[0]: row[1] for row in known.select("article_id", "story_id").iter_rows() if row[0] in pool}
    unsettled = set(new["article_id"]) | (pool.keys() - stories.keys())
    broken = {stories[each] for each in unsettled if each in stories}
    loose = unsettled | {each for each, story in stories.items() if story in broken}
    groups = _joined(pool, stories, loose, _meetings(signatures, loose))
    before = {row["article_id"]: row for row in known.iter_rows(named=True)}
    rows = [
        row
        for group in groups
        if any(stories.get(each.article_id) != _lead(group).article_id for each in group) or _has(group, unsettled)
        for row in _memberships(group)
        if _differs(row, before.get(str(row["article_id"])))
    ]
    return StoryMembers.validate(pl.DataFrame(rows, schema=StoryMembers.create_empty().schema))


def _joined(
    pool: Mapping[str, Print], stories: Mapping[str, str], loose: set[str], meetings: Iterable[tuple[str, str]]
) -> list[list[Print]]:
    """The groups of the pool, each in order of publication.

    Stories without a loose member stand as they are: their pairs were judged before. All members of a story
    are loose when one was edited, as that one may have been what held the story together.
    """
    parent = {each: each for each in pool}
    for each, story in stories.items():
        if each not in loose:
            anchor = f"\0{story}"  # no article has such an id
            parent.setdefault(anchor, anchor)
            parent[each] = anchor
    for first, second in meetings:
        ours, theirs = _root(parent, first), _root(parent, second)
        if ours != theirs and is_same_story(pool[first], pool[second]):
            parent[max(ours, theirs)] = min(ours, theirs)
    groups: defaultdict[str, list[Print]] = defaultdict(list)
    for article in sorted(pool.values(), key=_in_order):
        groups[_root(parent, article.article_id)].append(article)
    return list(groups.values())


def _meetings(signatures: pl.DataFrame, loose: set[str]) -> list[tuple[str, str]]:
    """Each pair of articles that shares a band and has a loose one in it, once."""
    bands = signatures.select("article_id", "version", "bands").explode("bands", empty_as_null=False)
    ours = bands.filter(pl.col("article_id").is_in(list(loose)))
    pairs = (
        ours.join(bands, on=["bands", "version"], suffix="_other")
        .filter(~pl.col("article_id_other").is_in(list(loose)) | (pl.col("article_id") < pl.col("article_id_other")))
        .filter(pl.col("article_id") != pl.col("article_id_other"))
        .select("article_id", "article_id_other")
        .unique()
    )
    return pairs.rows()


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


def _has(group: list[Print], ids: set[str]) -> bool:
    return any(each.article_id in ids for each in group)


def _in_order(article: Print) -> tuple[object, str]:
    return article.published_at, article.article_id


def _reach(new: pl.DataFrame) -> tuple[pl.Expr, pl.Expr]:
    """The instants between which a stored article can meet a new one."""
    at = new["published_at"]
    return pl.lit(at.min()) - WINDOW, pl.lit(at.max()) + WINDOW
