"""A worker's wrong clock does not get into the warehouse."""

from datetime import timedelta
from pathlib import Path

import pytest

from tasks import frames
from tasks.handover.clock import on_our_clock
from tasks.handover.delivery import Delivery
from tests import samples

URLS = ("http://minato.example/1", "http://minato.example/2")
ORDERED = samples.NOW
FOUND = samples.NOW + timedelta(minutes=10)


def delivery(minutes: float) -> Delivery:
    """Two pages that a worker says it fetched so long after the order, and that are to be tried again in an hour."""
    at = ORDERED + timedelta(minutes=minutes)
    pages = samples.pages(*URLS, fetched_at=at, retry_at=at + timedelta(hours=1))
    return Delivery(Path(), pages, samples.articles(URLS[0], fetched_at=at), frames.Outcomes.create_empty())


@pytest.mark.parametrize(
    ("said", "meant", "off"), [(5, 5, 0), (-60, 0, 60), (70, 10, 60)], ids=["right", "an hour slow", "an hour fast"]
)
def test_what_was_fetched_for_an_order_was_fetched_between_order_and_delivery(said: int, meant: int, off: int) -> None:
    made, found_off = on_our_clock(delivery(said), ORDERED, FOUND)
    at = ORDERED + timedelta(minutes=meant)
    assert made.pages["fetched_at"].unique().to_list() == [at]
    assert made.articles["fetched_at"].to_list() == [at]
    assert made.pages["retry_at"].unique().to_list() == [at + timedelta(hours=1)]
    assert found_off == timedelta(minutes=off)


def test_an_empty_delivery_has_no_clock() -> None:
    empty = Delivery(
        Path(), frames.Pages.create_empty(), frames.Articles.create_empty(), frames.Outcomes.create_empty()
    )
    assert on_our_clock(empty, ORDERED, FOUND) == (empty, timedelta(0))
