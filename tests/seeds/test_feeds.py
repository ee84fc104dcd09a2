"""The feeds: every format is there, a feed reader reads each, and together they list every link."""

import json
import re
import xml.etree.ElementTree as ET
from html import unescape
from urllib.parse import urljoin

import feedparser
import pytest
from selectolax.lexbor import LexborHTMLParser

from seeds.sample import Newsroom
from seeds.sample.model import FeedPlan, Outlet
from tasks.decode import decode

VERSIONS = {"rss2": "rss20", "rss1": "rss10", "atom": "atom10"}


def feed_bytes(room: Newsroom, outlet: Outlet, plan: FeedPlan, edition: int = -1) -> bytes:
    return room.editions[edition][outlet.host].resources[plan.path].body


def plans(room: Newsroom) -> list[tuple[Outlet, FeedPlan]]:
    return [(outlet, plan) for outlet in room.outlets for plan in outlet.feeds]


def links_of(room: Newsroom, outlet: Outlet, plan: FeedPlan, edition: int = -1) -> list[str]:
    """The links as the feed writes them."""
    body = feed_bytes(room, outlet, plan, edition)
    if plan.format in VERSIONS:
        found = re.findall(r'<link>(.+?)</link>|<link rel="alternate"[^>]*href="(.+?)"', decode(body, kind="xml").text)
        return [unescape("".join(link)) for link in found]
    if plan.format == "jsonfeed":
        return [item["url"] for item in json.loads(body)["items"]]
    if plan.format == "listing":
        anchors = LexborHTMLParser(decode(body).text).css("ul.news-list a")
        return [anchor.attributes["href"] or "" for anchor in anchors]
    return [loc.text or "" for loc in ET.fromstring(body).iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


def test_every_format_is_there(room: Newsroom) -> None:
    assert {plan.format for _, plan in plans(room)} == {*VERSIONS, "jsonfeed", "listing", "sitemap", "news-sitemap"}


def test_a_feed_reader_reads_them_all(room: Newsroom) -> None:
    for outlet, plan in plans(room):
        if plan.format in VERSIONS:
            feed = feedparser.parse(feed_bytes(room, outlet, plan))
            assert not feed.bozo, (outlet.id, feed.get("bozo_exception"))
            assert feed.version == VERSIONS[plan.format]
            titles = {link.article.title for link in room.truth if link.source_id == outlet.id and link.article}
            assert titles <= {entry.title for entry in feed.entries}
            assert all(("published" in entry or "updated" in entry) == (plan.dates != "none") for entry in feed.entries)


@pytest.mark.parametrize("edition", [0, 1])
def test_the_feeds_of_an_outlet_list_exactly_its_links(room: Newsroom, edition: int) -> None:
    for outlet in room.outlets:
        listed = {link for plan in outlet.feeds for link in links_of(room, outlet, plan, edition)}
        listed.discard(f"http://{outlet.host}/")
        truth = [link for link in room.truth_at(edition) if link.source_id == outlet.id]
        assert listed == {written for link in truth for written in link.listed}
        assert {urljoin(f"http://{outlet.host}/", link).partition("?")[0] for link in listed} == {
            link.url for link in truth
        }


def test_some_links_are_relative_and_some_carry_tracking_parameters(room: Newsroom) -> None:
    written = {link.source_id: link.listed[0] for link in room.truth}
    assert written["donabe"].startswith("/")
    assert written["kumade"].endswith("?ref=rss")
    assert "utm_source=" in written["techo"]


def test_one_feed_is_in_shift_jis_and_one_listing_in_euc_jp(room: Newsroom) -> None:
    by_id = {outlet.id: outlet for outlet in room.outlets}
    kikou, hashibami = by_id["kikou"], by_id["hashibami"]
    assert decode(feed_bytes(room, kikou, kikou.feeds[0]), kind="xml").encoding == "Shift_JIS"
    assert decode(feed_bytes(room, hashibami, hashibami.feeds[0])).encoding == "EUC-JP"


def test_an_edit_changes_the_date_in_the_feed(room: Newsroom) -> None:
    edited = next(link for link in room.truth if link.features == ("edited",))
    outlet = next(outlet for outlet in room.outlets if outlet.id == edited.source_id)
    dates = [
        entry.updated
        for edition in (0, 1)
        for entry in feedparser.parse(feed_bytes(room, outlet, outlet.feeds[0], edition)).entries
        if entry.link == edited.url
    ]
    assert dates == ["2025-09-26T09:00:00.000Z", "2025-09-27T09:00:00.000Z"]


def test_the_news_sitemap_forgets_what_the_archive_keeps(room: Newsroom) -> None:
    outlet = next(outlet for outlet in room.outlets if outlet.id == "yomoyama")
    news, archive = (set(links_of(room, outlet, plan)) for plan in outlet.feeds)
    assert news < archive
    assert len(news) >= 5


def test_the_truth_knows_which_dates_the_feeds_state(room: Newsroom) -> None:
    stated = {link.source_id: link.feed_date for link in room.truth}
    assert stated["tokyopost"] is None
    assert stated["denpa"] == next(link.published for link in reversed(room.truth) if link.source_id == "denpa")
    assert len(stated["hashibami"] or "") == len(stated["kikou"] or "") == len("2025-09-29")
    daily = [link for link in room.truth if link.source_id == "yomoyama"]
    assert {link.feed_date is None for link in daily} == {True, False}
