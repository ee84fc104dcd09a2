"""Copies without a date stand in the order in which their links were found, whoever fetches them first."""

from datetime import timedelta
from itertools import permutations

import polars as pl
import pytest

from tasks.cluster.found import as_found
from tasks.cluster.signatures import sign
from tasks.cluster.stories import fold
from tasks.frames import Signatures, StoryMembers
from tests.tasks.cluster.newsroom import HEADLINE, RELEASE, START, article, frame

NAMES = ("a", "b", "c")
INSTANT = pl.Datetime("us", "UTC")


def stories(minutes: tuple[int, ...], *, by_link: bool) -> pl.DataFrame:
    """The story of three undated copies whose pages were fetched at these minutes."""
    rows = [
        article(name, HEADLINE, f"{RELEASE}\n{name}の記者")
        | {"published_at": None, "fetched_at": START + timedelta(minutes=at)}
        for name, at in zip(NAMES, minutes, strict=True)
    ]
    articles = frame(*rows).with_columns(link_url="url")
    links = pl.DataFrame({"url": articles["url"], "found_at": [START] * 3}, schema_overrides={"found_at": INSTANT})
    signed = sign(as_found(articles, links) if by_link else articles)
    return fold(signed, Signatures.create_empty(), StoryMembers.create_empty()).sort("article_id")


@pytest.mark.parametrize("minutes", list(permutations((1, 2, 3))))
def test_the_order_of_fetching_does_not_move_a_story(minutes: tuple[int, ...]) -> None:
    assert stories(minutes, by_link=True).equals(stories((1, 2, 3), by_link=True))


def test_the_copies_are_such_as_would_be_moved_by_it() -> None:
    assert not stories((3, 2, 1), by_link=False).equals(stories((1, 2, 3), by_link=False))


def test_a_copy_that_was_found_earlier_leads() -> None:
    links = pl.DataFrame({"url": ["u"], "found_at": [START]}, schema_overrides={"found_at": INSTANT})
    later = START + timedelta(hours=1)
    articles = pl.DataFrame({"link_url": ["u", "v"], "fetched_at": [later, later]}).cast({"fetched_at": INSTANT})
    assert as_found(articles, links)["fetched_at"].to_list() == [START, later]
