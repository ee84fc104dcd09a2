"""The page as a browser would read it, without one."""

import itertools

import pytest
from selectolax.lexbor import LexborHTMLParser as Page

from tasks.report.page import render_page
from tests.tasks.report.conftest import Reporting, weekly
from tests.warehouse.newsdesk import Newsdesk

HOSTILE = "</a></title><script>alert(1)</script><img src=x onerror=alert(1)>\"'{{ 7*7 }}&amp;"


def page(reporting: Reporting, lang: str = "ja") -> Page:
    return Page(render_page(reporting(lang=lang), digest_name="week.md", feed_name="news.atom"))


def busy(desk: Newsdesk, on: str = "07-02", **changes: object) -> None:
    """A week in which every section has something to say."""
    weekly(desk, "beta", range(1, 9))
    for number in range(5):
        desk.article(f"a{number}", on, "alpha", themes=("speech",), unknown=("カワラミル",), **changes)  # type: ignore[arg-type]
    desk.claim("a1", "alpha", 100_000_000, evidence=f"1億円を調達した{HOSTILE}")


def test_texts_of_the_web_stay_texts(desk: Newsdesk, reporting: Reporting) -> None:
    desk.con.execute("update core.companies set name_ja = $name", {"name": f"ALPHA{HOSTILE}"})
    desk.con.execute("update core.themes set name_ja = $name || theme_id", {"name": HOSTILE})
    desk.con.execute("update core.sources set name = $name", {"name": HOSTILE})
    busy(desk, title=HOSTILE, body=f"ALPHA{HOSTILE}は発表した。")
    read = page(reporting)
    assert read.css("script, img, iframe, object, embed, form, base") == []
    assert not [a for node in read.css("*") for a in node.attributes if a.startswith("on")]
    texts = [node.text() for node in read.css("h2 a, .headline a")]
    assert HOSTILE in texts
    assert HOSTILE in read.css_first("blockquote").text()
    assert HOSTILE in read.css_first("svg.spark").attributes["aria-label"]
    assert any("</a></title><script>" in node.text() for node in read.css("svg.wide text"))


def test_only_addresses_of_the_web_become_links(desk: Newsdesk, reporting: Reporting) -> None:
    busy(desk)
    for number, url in enumerate(
        ["javascript:alert(1)", "data:text/html,x", "//minato.example/x", "http://[", "vbscript:x"]
    ):
        desk.con.execute("update core.articles set url = ? where article_id = ?", [url, f"a{number}"])
    desk.con.execute("delete from core.articles where article_id like 'beta%'")
    read = page(reporting)
    links = {node.attributes["href"] for node in read.css("a")}
    assert {link for link in links if link and not link.startswith("#")} == {"week.md", "news.atom"}
    assert read.css("h2 span, .headline span")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_figure_leads_to_a_place_of_the_page(desk: Newsdesk, reporting: Reporting, lang: str) -> None:
    busy(desk)
    read = page(reporting, lang)
    ids = [node.attributes["id"] for node in read.css("[id]")]
    assert len(ids) == len(set(ids))
    asked = {node.attributes["href"][1:] for node in read.css('a[href^="#"]')}
    assert asked <= set(ids)
    figures = {node.attributes["href"] for node in read.css("svg a")}
    assert {"#c--alpha", "#c--alpha--2025-W27", "#c--alpha--speech"} <= figures


def test_the_page_asks_for_nothing_and_forbids_asking(desk: Newsdesk, reporting: Reporting) -> None:
    busy(desk)
    read = page(reporting)
    assert read.css("[src], [srcset], [poster], [background], image, use") == []
    styles = read.css_first("style").text()
    assert "url(" not in styles
    assert "@import" not in styles
    assert {node.attributes["rel"] for node in read.css("link")} == {"icon", "alternate"}
    policy = read.css_first('meta[http-equiv="Content-Security-Policy"]').attributes["content"]
    assert policy.startswith("default-src 'none'")


def test_a_gap_is_said_plainly_and_no_nought_is_drawn(desk: Newsdesk, reporting: Reporting) -> None:
    desk.con.execute("delete from raw.polls")
    desk.poll("minato", "06-15 09:00", "04-01 00:00")
    desk.poll("minato", "07-08 09:00", "07-03 00:00")
    busy(desk, on="07-04")
    read = page(reporting)
    told = read.css_first("section.coverage").text()
    assert "「無かった」のではなく、分かりません" in told
    assert "minato 6月30日、7月1日、7月2日を収集できず" in " ".join(told.split())
    assert "?" in [node.text() for node in read.css("svg.spark text")]


def test_an_empty_week_is_a_whole_page_that_says_so(desk: Newsdesk, reporting: Reporting) -> None:
    read = page(reporting)
    assert "この週の記事はありません" in read.css_first("main").text()
    assert "資金調達は見つかっていません" in read.css_first("main").text()
    assert read.css("svg") == []


def test_invented_news_is_marked_and_real_news_is_not(desk: Newsdesk, reporting: Reporting) -> None:
    busy(desk)
    assert "すべて架空" in page(reporting).css_first(".sample").text()
    desk.con.execute("update core.articles set url = 'https://example.org/' || article_id")
    desk.con.execute("update core.sources set homepage = 'https://example.org/'")
    assert page(reporting).css_first(".sample") is None


def test_tables_have_captions_and_headings_come_in_order(desk: Newsdesk, reporting: Reporting) -> None:
    busy(desk)
    read = page(reporting)
    assert all(table.css_first("caption") is not None for table in read.css("table"))
    assert all(drawing.attributes.get("aria-label") for drawing in read.css("svg"))
    levels = [int(node.tag[1]) for node in read.css("h1, h2, h3, h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
