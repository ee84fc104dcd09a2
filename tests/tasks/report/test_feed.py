from dataclasses import replace
from datetime import timedelta

import feedparser

from tasks.report.feed import render_feed
from tasks.report.model import Report
from tests.tasks.report.conftest import NOW, WEEK, Reporting
from tests.warehouse.newsdesk import Newsdesk


def feed(report: Report, before: bytes | None = None) -> bytes:
    return render_feed(report, f"{report.week.label}.html", "kawaraban.atom", before)


def test_a_feed_reader_understands_it(desk: Newsdesk, reporting: Reporting) -> None:
    for number in range(3):
        desk.article(
            f"a{number}",
            "07-02",
            "alpha",
            title="<b>太字</b> & \x0b\x00 \ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
        )
    read = feedparser.parse(feed(reporting()))
    assert not read.bozo
    assert read.version == "atom10"
    [entry] = read.entries
    assert entry.title == "瓦版 週報 2025年第27週"
    assert entry.link == "2025-W27.html"
    assert entry.updated == "2025-07-07T00:00:00Z"
    assert entry.published == "2025-07-06T14:59:59Z"
    assert "&lt;b&gt;太字&lt;/b&gt; &amp; " in entry.content[0].value
    assert "😀" in entry.content[0].value


def test_other_weeks_are_kept_and_the_newest_comes_first(desk: Newsdesk, reporting: Reporting) -> None:
    before = feed(reporting(WEEK))
    both = feed(reporting(WEEK.back(2)), before)
    assert [entry.link for entry in feedparser.parse(both).entries] == ["2025-W27.html", "2025-W25.html"]


def test_a_week_told_again_is_new_only_where_it_says_something_else(desk: Newsdesk, reporting: Reporting) -> None:
    first = feed(reporting())
    later = replace(reporting(), made_at=NOW + timedelta(days=1))
    assert feed(later, first) == first
    desk.article("a", "07-02", "alpha")
    changed = feedparser.parse(feed(replace(reporting(), made_at=NOW + timedelta(days=1)), first))
    assert [entry.updated for entry in changed.entries] == ["2025-07-08T00:00:00Z"]
    assert changed.feed.updated == "2025-07-08T00:00:00Z"


def test_a_feed_that_cannot_be_read_is_begun_anew(desk: Newsdesk, reporting: Reporting) -> None:
    assert feed(reporting(), b"<feed") == feed(reporting(), None)


def test_a_feed_keeps_a_year(desk: Newsdesk, reporting: Reporting) -> None:
    report = reporting()
    known = None
    for back in range(60, -1, -1):
        known = feed(replace(report, week=WEEK.back(back)), known)
    entries = feedparser.parse(known).entries
    assert len(entries) == 52
    assert entries[0].link == "2025-W27.html"
