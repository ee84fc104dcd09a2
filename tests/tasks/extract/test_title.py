"""The headline is chosen among many statements, without the names of site and section."""

import pytest

from tasks.extract.article import extract_article

LINES = (
    "<p>架空の会社が新しい仕組みを発表した。担当者は「ゆっくり育てたい」と話している。</p>"
    "<p>来月から三つの町で試すという。</p>"
)
HEAD = "港町の工場に「話す点検係」 架空の会社が公開"
URL = "https://www.minato-times.example/a/1"


def title_of(head: str, body: str, url: str | None = URL) -> str:
    return extract_article(f"<head>{head}</head><body>{body}</body>", url).title


def og(text: str, site: str = "") -> str:
    name = f'<meta property="og:site_name" content="{site}">' if site else ""
    return f'<meta property="og:title" content="{text}">{name}'


PAGES = {
    "og:title and nothing else": (og(HEAD), LINES),
    "a bar and the site's name": (og(f"{HEAD} | みなとタイムズ", "みなとタイムズ"), LINES),
    "a full-width bar": (f"<title>{HEAD}｜みなとタイムズ</title>", f"<h1>{HEAD}</h1>{LINES}"),
    "a full-width colon": (f"<title>{HEAD}：みなとタイムズ</title>", f"<h1>{HEAD}</h1>{LINES}"),
    "a dash and the host's name": (og(f"{HEAD} - Minato Times"), LINES),
    "section and site": (f"<title>{HEAD} | 経済 | みなとタイムズ</title>", f"<h1>{HEAD}</h1>{LINES}"),
    "the site's name first": (
        f"<title>みなとタイムズ | {HEAD}</title>",
        f"<h1>みなとタイムズ</h1><h2>{HEAD}</h2>{LINES}",
    ),
    "a page number": (f"<title>{HEAD}（1/3 ページ） - みなとタイムズ</title>", f"<h1>{HEAD}</h1>{LINES}"),
    "an h1 of the site": (og(HEAD), f"<h1>みなとタイムズ</h1>{LINES}"),
    "ideographic space and half-width": (og(HEAD.replace(" ", "　")), f"<h1>{HEAD}</h1>{LINES}"),
    "a logo in the h1": (f"<title>{HEAD} - Minato Times</title>", f'<h1><img alt="写真">{HEAD}</h1>{LINES}'),
    "an h1 in the related box": (og(HEAD), f'<h1>{HEAD}</h1>{LINES}<div class="related"><h1>別の記事</h1></div>'),
    "a teaser in og:title": (
        og("まちの未来を変えるかもしれない小さな発明とは") + f"<title>{HEAD}</title>"
        f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{HEAD}"}}</script>',
        f"<h1>{HEAD}</h1>{LINES}",
    ),
    "a table page without any head": (
        "<title>みなとタイムズ 社説</title>",
        f"<table><tr><td><b>{HEAD}</b></td></tr><tr><td>2004年4月1日</td></tr><tr><td>{LINES * 3}</td></tr></table>",
    ),
    "the title element repeats the line over the text": (
        f"<title>みなと日記: {HEAD}</title>",
        f'<h1>みなと日記</h1><div class="entry"><h3>{HEAD}</h3>{LINES}</div>',
    ),
}


OTHER = "話す点検係が港町の工場で働きはじめた"


def ld(headline: str) -> str:
    return f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{headline}"}}</script>'


WEIGHED = {
    "JSON-LD states the heading over the text, og:title repeats the title element": (
        og(OTHER) + f"<title>{OTHER}</title>" + ld(HEAD),
        f"<nav><h1>{OTHER}</h1></nav><h2>{HEAD}</h2>{LINES}",
    ),
    "a share title of its own beside JSON-LD": (og(HEAD) + f"<title>{OTHER}</title>" + ld(OTHER), LINES),
    "no JSON-LD: what readers are shown": (og(OTHER) + f"<title>{OTHER}</title>", f"<h1>{HEAD}</h1>{LINES}"),
    "no JSON-LD, but the h1 is that of a section": (og(HEAD), f"<h1>経済のニュース一覧</h1>{LINES}"),
    "an h1 that leaves out the end": (og(f"{HEAD} - 動画も") + ld(f"{HEAD} - 動画も"), f"<h1>{HEAD}</h1>{LINES}"),
    "a line of a table, cut short": (
        f"<title>{HEAD}</title>",
        f"<table><tr><td><b>{HEAD[:12]}…（第3号）</b></td></tr><tr><td>{LINES * 3}</td></tr></table>",
    ),
    "a class that says title in short": (
        "<title>みなとタイムズ</title>",
        f'<div>教育</div><div class="ttl_main">{HEAD}</div><div><b>小見出し</b></div><div>{LINES * 3}</div>',
    ),
    "a heading with the series before": (
        f"<title>{HEAD} : 連載 : みなと新聞</title>",
        f"<h3>みなと新聞の連載</h3><h3>港を歩く / {HEAD}</h3>{LINES * 3}",
    ),
}


@pytest.mark.parametrize("name", WEIGHED)
def test_statements_that_differ_are_weighed(name: str) -> None:
    ends = {
        "an h1 that leaves out the end": f"{HEAD} - 動画も",
        "a heading with the series before": f"港を歩く / {HEAD}",
    }
    assert title_of(*WEIGHED[name]) == ends.get(name, HEAD)


@pytest.mark.parametrize("name", PAGES)
def test_the_headline_is_found(name: str) -> None:
    assert title_of(*PAGES[name]) == HEAD


@pytest.mark.parametrize(
    "headline", ["第1部：はじめに", "A社 - B社 の提携が白紙に", "速報｜港で火災", "新型「X-1」：発売は10:30から"]
)
def test_marks_inside_a_headline_are_no_separators(headline: str) -> None:
    assert title_of(og(headline), f"<h1>{headline}</h1>{LINES}") == headline


def test_a_page_that_states_none_has_none() -> None:
    assert title_of("", "<p>短い。</p>", None) == ""
