"""Bylines in their forms: persons as authors, desks and publishers apart."""

import json

import pytest

from tasks.extract.article import Article, extract_article

LINES = (
    "<p>架空の会社が新しい仕組みを発表した。担当者は「ゆっくり育てたい」と話している。</p>"
    "<p>来月から三つの町で試すという。</p>"
)


def read(*, head: str = "", before: str = "", after: str = "", body: str = LINES) -> Article:
    page = f"<head>{head}</head><body><article><h1>架空の見出しひとつ</h1>{before}{body}{after}</article></body>"
    return extract_article(page, "https://www.minato-times.example/a/1")


def jsonld(author: object) -> str:
    value = {"@type": "NewsArticle", "publisher": {"@type": "Organization", "name": "みなと新聞"}, "author": author}
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


PERSON = {"@type": "Person", "name": "水上 渚"}
SPLIT_NAME = {"@type": "Person", "givenName": "Kai", "familyName": "Morita"}
BYLINES = [
    (read(before="<p>[水上渚，MediaOne]</p>"), ["水上渚"], "MediaOne"),
    (read(before="<p>[水上渚MediaOne]</p>"), ["水上渚"], "MediaOne"),
    (read(before="<p>［水上渚, 森田海, MediaOne］</p>"), ["水上渚", "森田海"], "MediaOne"),
    (read(before="<p>[MediaOne]</p>"), [], "MediaOne"),
    (read(before="<p>文● 水上渚／みなと編集部</p>"), ["水上渚"], "みなと編集部"),
    (read(before="<p>文●水上渚　編集●みなと編集部</p>"), ["水上渚"], None),
    (read(before="<p>著者：水上渚</p>"), ["水上渚"], None),
    (read(before="<p>聞き手＝水上渚</p>"), ["水上渚"], None),
    (read(before='<p class="byline">水上渚記者</p>'), ["水上渚"], None),
    (read(before='<p class="author">水上 渚 2026年4月15日 10時00分</p>'), ["水上 渚"], None),
    (read(before='<div id="mainByline">[水上渚, 森田海MediaOne]</div>'), ["水上渚", "森田海"], "MediaOne"),
    (read(before="<p>By Nagisa Minakami</p>"), ["Nagisa Minakami"], None),
    (read(before='<a rel="author" href="/m">Nagisa Minakami</a>'), ["Nagisa Minakami"], None),
    (read(body=LINES.replace("架空の会社", "【港町＝水上渚】架空の会社", 1)), ["水上渚"], None),
    (read(after="<p>（水上渚）</p>"), ["水上渚"], None),
    (read(after="<p>【水上渚、森田海】</p>"), ["水上渚", "森田海"], None),
    (read(head=jsonld(PERSON)), ["水上 渚"], None),
    (read(head=jsonld([PERSON, SPLIT_NAME])), ["水上 渚", "Kai Morita"], None),
    (read(head=jsonld({"@type": "Organization", "name": "みなと新聞"})), [], "みなと新聞"),
    (read(head=jsonld({"@type": "Person", "name": "みなと新聞"})), [], "みなと新聞"),
    (read(head=jsonld("Nagisa Minakami and Kai Morita")), ["Nagisa Minakami", "Kai Morita"], None),
    (read(head='<meta name="author" content="水上渚">'), ["水上渚"], None),
    (read(head='<meta name="author" content="https://paper.example/m">'), [], None),
    (read(head='<meta name="writer" content="<b>水上渚</b>，みなと編集部">'), ["水上渚"], "みなと編集部"),
    (read(head='<meta name="author" content="編集部">'), [], "編集部"),
    (read(head='<meta name="author" content="minato-times">'), [], "minato-times"),
    (read(after="<p>（写真＝水上渚）</p>"), [], None),
    (read(after="<p>（税込）</p>"), [], None),
    (read(after="<p>[閉じる]</p>"), [], None),
    (read(), [], None),
]  # fmt: skip


@pytest.mark.parametrize(("article", "authors", "desk"), BYLINES)
def test_a_byline_gives_persons_and_desk(article: Article, authors: list[str], desk: str | None) -> None:
    assert (article.authors, article.desk) == (authors, desk)


def test_a_byline_is_not_part_of_the_body() -> None:
    assert read(before="<p>[水上渚，MediaOne]</p>").body == read().body
