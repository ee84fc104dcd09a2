"""The pages of one article joined: what each repeats of the one before is dropped."""

from collections.abc import Sequence

from tasks.extract.article import Article
from tasks.extract.lines import squeeze

REPEATED_LINES = 6
"""Headline, date, byline and lead recur in the first lines of each page."""


def join_parts(parts: Sequence[Article]) -> tuple[Article, int]:
    """The first page's article with the text of all, and how many pages gave text.

    Stops at a page whose text is that of an earlier one: sites answer page 9 of 3 with page 1 or 3.
    """
    first = parts[0]
    lines = first.body.split("\n") if first.body else []
    seen_bodies = {squeeze(first.body)}
    count = 1
    for part in parts[1:]:
        key = squeeze(part.body)
        if not key or key in seen_bodies:
            break
        seen_bodies.add(key)
        fresh = part.body.split("\n")
        known = {squeeze(line) for line in lines} | {squeeze(first.title)}
        start = [line for line in fresh[:REPEATED_LINES] if squeeze(line) not in known]
        lines += start + fresh[REPEATED_LINES:]
        count += 1
    first.body = "\n".join(lines)
    return first, count
