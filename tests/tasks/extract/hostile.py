"""Pages made to break an extractor, each growing with ``size``."""

from collections.abc import Callable

PARAGRAPH = "<p>架空の町で新しい図書館が開いた。住民は朝から列を作り、本を借りて帰った。</p>"

HOSTILE: dict[str, Callable[[int], str]] = {
    "deep nesting": lambda size: "<div class='author date'>" * size + PARAGRAPH * 3,
    "deep inline nesting": lambda size: "<p>" + "<time class=byline>2026年1月2日" * size + PARAGRAPH,
    "many links": lambda size: "<ul class=pager>" + '<li><a href="/x?page=2">2</a>' * size + "</ul>" + PARAGRAPH,
    "many siblings of one name": lambda size: ("<div class=entry>" + PARAGRAPH + "</div>") * size,
    "many breaks": lambda size: "<p>" + "行の途中<br>" * size,
    "many headlines": lambda size: "<h1>見出し" * size + PARAGRAPH,
    "many dates": lambda size: "<p>2026年1月2日 10時00分 更新</p>" * size,
    "many time elements": lambda size: '<time datetime="2026-01-02T03:04:05Z">x</time>' * size + PARAGRAPH,
    "many authors": lambda size: '<a rel="author">山田 太郎</a>、' * size + PARAGRAPH,
    "long attribute": lambda size: f'<div class="{"related article-body " * size}">{PARAGRAPH}</div>',
    "long headline": lambda size: (
        f'<meta property="og:title" content="{"見出し | 架空新聞 - " * size}"><h1>a</h1>' + PARAGRAPH
    ),
    "long byline": lambda size: f'<meta name="author" content="{"山田、" * size}">' + PARAGRAPH,
    "many metas": lambda size: '<meta property="article:published_time" content="昨日">' * size + PARAGRAPH,
    "many keywords": lambda size: f'<meta name="keywords" content="{"語," * size}">' + PARAGRAPH,
    "deep JSON": lambda size: '<script type="application/ld+json">' + '{"@graph":[' * size + "</script>" + PARAGRAPH,
    "wide JSON": lambda size: (
        '<script type="application/ld+json">['
        + '{"@type":"NewsArticle","author":[]},' * size
        + "{}]</script>"
        + PARAGRAPH
    ),
    "one long word": lambda size: "<p>" + "あ" * size + "</p>",
    "one long line of brackets": lambda size: "<p>" + "（" * size + "【" * size + "</p>",
    "unclosed comment": lambda size: PARAGRAPH + "<!--" + "-" * size,
    "broken tags": lambda size: "<p <div </ <b><i></p></b>" * size + PARAGRAPH,
    "table in table": lambda size: "<table><tr><td>" * size + PARAGRAPH,
    "many cells": lambda size: "<table>" + "<tr><td>値<td>1" * size + "</table>" + PARAGRAPH,
    "NUL bytes": lambda size: PARAGRAPH + "\x00" * size + "<p>\x00あ\x00</p>",
    "entities": lambda size: "<p>" + "&amp;&#x3042;&#xD800;&nbsp;" * size + "</p>",
}
