"""Dates with the evidence that won, false zones undone, nothing taken from events and footers."""

from datetime import UTC, datetime

import pytest

from tasks.extract.article import Article, extract_article

REFERENCE = datetime(2026, 4, 20, 3, 0, tzinfo=UTC)
LINES = (
    "<p>架空の会社が新しい仕組みを発表した。担当者は「ゆっくり育てたい」と話している。</p>"
    "<p>来月から三つの町で試すという。</p>"
)


def read(*, head: str = "", before: str = "", after: str = "", url: str = "https://paper.example/a/1") -> Article:
    page = f"<html lang=ja><head>{head}</head><body><h1>架空の見出しひとつ</h1>{before}{LINES}{after}</body></html>"
    return extract_article(page, url, reference=REFERENCE)


def ld(**fields: str) -> str:
    inner = ",".join(f'"{key}":"{value}"' for key, value in fields.items())
    return f'<script type="application/ld+json">{{"@type":"NewsArticle",{inner}}}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


WON = {
    "JSON-LD over meta": (
        read(head=ld(datePublished="2026-04-15T10:00:00+09:00") + meta("article:published_time", "2026-04-14")),
        "2026-04-15T10:00:00+09:00",
        "jsonld",
    ),
    "meta over time": (
        read(
            head=meta("article:published_time", "2026-04-15T10:00:00+09:00"),
            before="<time datetime='2026-04-16'></time>",
        ),
        "2026-04-15T10:00:00+09:00",
        "meta",
    ),
    "time over text": (
        read(before="<p><time datetime='2026-04-15T01:00:00Z'>2026年4月15日 10時00分</time></p>"),
        "2026-04-15T01:00:00+00:00",
        "time",
    ),
    "text over address": (
        read(before="<p>2026年4月15日 10時00分</p>", url="https://paper.example/2026/04/10/a"),
        "2026-04-15T10:00:00+09:00",
        "visible",
    ),
    "address alone": (read(url="https://paper.example/2026/04/10/a"), "2026-04-10", "url"),
    "an empty field is passed over": (
        read(head=ld(datePublished="") + meta("article:published_time", "2026-04-15")),
        "2026-04-15",
        "meta",
    ),
    "a minute refines a day": (
        read(head=ld(datePublished="2026-04-15"), before="<p>2026年4月15日 10時00分</p>"),
        "2026-04-15T10:00:00+09:00",
        "visible",
    ),
    "a zone refines a bare clock": (
        read(
            head=ld(datePublished="2026-04-15T10:00:00") + meta("article:published_time", "2026-04-15T10:00:00-04:00")
        ),
        "2026-04-15T10:00:00-04:00",
        "meta",
    ),
    "a false zone is undone": (
        read(head=ld(datePublished="2026-04-15T10:00:00+00:00"), before="<p>2026年4月15日 10時00分</p>"),
        "2026-04-15T10:00:00+09:00",
        "jsonld",
    ),
    "a true UTC value stays": (
        read(head=ld(datePublished="2026-04-15T01:00:00Z"), before="<p>2026年4月15日 10時00分</p>"),
        "2026-04-15T01:00:00+00:00",
        "jsonld",
    ),
    "a label tells the dates apart": (
        read(before="<p>最終更新日：2026年4月16日　公開日：2026年4月15日</p>"),
        "2026-04-15",
        "visible",
    ),
    "updated alone is the date": (
        read(before="<p>2026年04月15日 10時00分更新</p>"),
        "2026-04-15T10:00:00+09:00",
        "visible",
    ),
    "hours ago from the fetch": (read(before="<p class=date>3時間前</p>"), "2026-04-20T09:00:00+09:00", "visible"),
    "a signature's date after the text": (read(after="<p>(2002年10月15日)</p>"), "2002-10-15", "visible"),
    "the first of several times": (
        read(
            before="<div><time datetime='2026-04-15'>15日</time></div>",
            after="<aside><time datetime='2026-04-18'>18日</time></aside>",
        ),
        "2026-04-15",
        "time",
    ),
}


@pytest.mark.parametrize("name", WON)
def test_the_most_trusted_statement_wins(name: str) -> None:
    article, expected, evidence = WON[name]
    assert article.published is not None
    assert (article.published.date.isoformat(), article.published.evidence) == (expected, evidence)


NOTHING = {
    "the day of an event": read(before="<p>開催日：2026年4月15日（水）13時～</p>"),
    "a deadline": read(before="<p>申込締切 2026/4/15</p>"),
    "a copyright year": read(after="<footer>Copyright 2026.4.1 Paper</footer>"),
    "a build date": read(head='<meta name="build" content="2026年04月15日 03時11分">'),
    "the founding of a company": read(
        head='<script type="application/ld+json">{"@type":"Organization","foundingDate":"2023-07-01"}</script>'
    ),
    "the far future": read(head=ld(datePublished="2077-03-03")),
    "a date in running text": read(
        before="<p>会社は2026年4月15日、新しい仕組みを架空の港町で公開し、三つの工場に納めると発表していた。</p>"
    ),
    "related articles": read(after="<ul class=related><li>2026年4月1日 別の話</li><li>2026年4月2日 別の話</li></ul>"),
}


@pytest.mark.parametrize("name", NOTHING)
def test_no_date_is_invented(name: str) -> None:
    assert NOTHING[name].published is None


def test_a_corrected_zone_is_noted() -> None:
    published = WON["a false zone is undone"][0].published
    assert published is not None
    assert (published.note, published.date.zone_source) == ("false-offset", "assumed_jst")


def test_the_update_is_kept_apart() -> None:
    article = read(before="<p>2026年4月14日 01時28分 (4月14日 01時40分更新)</p>")
    assert article.published is not None
    assert article.modified is not None
    assert article.published.date.isoformat() == "2026-04-14T01:28:00+09:00"
    assert article.modified.date.isoformat() == "2026-04-14T01:40:00+09:00"


def test_an_update_beside_a_stated_publication_is_not_its_date() -> None:
    article = read(head=ld(datePublished="2026-04-14", dateModified="2026-04-16"))
    assert article.modified is not None
    assert article.modified.date.isoformat() == "2026-04-16"


STATED = {
    "令和八年三月十五日": "2026-03-15",
    "二〇二六年三月二十一日": "2026-03-21",
    "平成三十年十二月三十一日付": "2018-12-31",
    "昭和六十四年一月七日": "1989-01-07",
    "令和８．４．１": "2026-04-01",
    "更新：2026年4月4日 10:00　公開：2026年4月3日 09:00": "2026-04-03T09:00:00+09:00",
    "2026年4月2日 午後0時30分": "2026-04-02T12:30:00+09:00",
    "Published: Fri, 3 Apr 2026 07:05:00 +0900": "2026-04-03T07:05:00+09:00",
    "April 3, 2026 7:05 PM JST": "2026-04-03T19:05:00+09:00",
    "Posted 3 Apr 2026, 22:05 GMT": "2026-04-03T22:05:00+00:00",
}


@pytest.mark.parametrize("line", STATED)
def test_a_date_line_is_read_in_any_spelling(line: str) -> None:
    published = read(before=f"<p>{line}</p>").published
    assert published is not None
    assert datetime.fromisoformat(published.date.isoformat()) == datetime.fromisoformat(STATED[line])


NOT_PUBLISHED = {
    "founded, by the cell before": "<table><tr><th>設立</th><td>2019年4月1日</td></tr></table>",
    "a deadline, by the term before": "<dl><dt>申込締切</dt><dd>2026年4月1日</dd></dl>",
    "a fiscal year": "<p>令和7年度の計画</p>",
    "copyright": "<p>(c) 2019-2026 架空社</p>",
}


@pytest.mark.parametrize("name", NOT_PUBLISHED)
def test_dates_of_other_things_are_not_the_articles(name: str) -> None:
    assert read(after=NOT_PUBLISHED[name]).published is None
