from datetime import UTC, datetime

import pytest

from tasks.discover.feeds import Entry, NotAFeed
from tasks.discover.listings import parse_listing

NOW = datetime(2025, 11, 6, tzinfo=UTC)
URL = "https://corp.example/news/"
PAGE = """<html><head><meta charset="{}"><title>x</title></head><body>
<nav><a href="/">トップ</a><a href="/news/">一覧</a></nav>
<ul class="list">
<li><time>2025年11月5日</time> <a href="pr20251105">資金調達を実施</a></li>
<li><span>2025.11.04</span><a href="/news/pr20251104?utm_source=x"><img src="i.png"></a>
    <h3><a href="/news/pr20251104?utm_source=x">新製品を発表</a></h3></li>
<li><a href="https://corp.example/news/pr20251103"><p>2025/11/03</p><h3>提携</h3></a></li>
<li><a href="/news/pr20251102">日付が二つ 2025/11/02 2025/11/01</a></li>
<li><a href="/recruit/">採用 2025/10/01</a></li>
</ul></body></html>"""


def listing(selector: str | None, include: str | None, encoding: str = "utf-8") -> list[Entry]:
    body = PAGE.format(encoding).encode(encoding)
    return parse_listing(body, "text/html", URL, selector=selector, include=include, now=NOW)


@pytest.mark.parametrize("selector", [None, "ul.list li", "ul.list a"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_links_come_with_the_title_and_date_beside_them(selector: str | None, encoding: str) -> None:
    found = listing(selector, r"/news/pr\d{8}", encoding)
    assert [entry.link.partition("?")[0][-10:] for entry in found] == [
        "pr20251105",
        "pr20251104",
        "pr20251103",
        "pr20251102",
    ]
    assert [entry.title for entry in found][:3] == ["資金調達を実施", "新製品を発表", "提携"]
    assert [bool(entry.dates) for entry in found] == [True, True, True, False]


def test_a_selector_that_finds_nothing_is_an_error() -> None:
    with pytest.raises(NotAFeed, match=r"selector '\.gone' finds no article"):
        listing(".gone", None)
    with pytest.raises(NotAFeed, match="cannot be read"):
        listing("ul[[", None)
    with pytest.raises(NotAFeed, match="pattern"):
        listing(None, "/nothing/")


def test_a_base_element_counts() -> None:
    body = b'<base href="https://cdn.example/x/"><a class=n href="a">t</a>'
    (entry,) = parse_listing(body, None, URL, selector="a.n", include=None, now=NOW)
    assert entry.link == "https://cdn.example/x/a"
