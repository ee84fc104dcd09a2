"""The next page of an article is followed, the next article never."""

import pytest

from tasks.extract.pagination import next_page

NEXT = [
    ("https://a.example/x/news083.html", '<link rel="next" href="news083_2.html">', "https://a.example/x/news083_2.html"),
    ("https://a.example/x/news083_2.html", '<link rel=next href=news083_3.html>', "https://a.example/x/news083_3.html"),
    ("https://a.example/x/1", '<p class="ctrl"><a href="/x/1?page=2">次のページへ</a></p>', "https://a.example/x/1?page=2"),
    ("https://a.example/x/1?page=2", '<a href="?page=3">次へ ›</a>', "https://a.example/x/1?page=3"),
    ("https://a.example/d/83099", '<a href="/d/83099/page2">続きを読む</a>', "https://a.example/d/83099/page2"),
    ("https://a.example/d/83099/page2", '<a href="/d/83099/page3">次ページ</a>', "https://a.example/d/83099/page3"),
    ("https://a.example/v/367061", '<div class="pager"><a href="/v/367061/2">2</a></div>', "https://a.example/v/367061/2"),
    ("https://a.example/elem/4370509/", '<div class="pages pager"><a href="/elem/4370509-2/">次へ</a></div>', "https://a.example/elem/4370509-2/"),
]  # fmt: skip

NOT_NEXT = [
    ("https://a.example/blog/26/x.html", '<div class="pager"><a rel="next" href="/blog/26/y.html">≫次の記事</a></div>'),
    ("https://a.example/x/1", '<a rel="next" href="/x/2">次の記事へ</a>'),
    ("https://a.example/x/12", '<div class=pager><a href="/x/13">次へ</a></div>'),
    ("https://a.example/2025/10/01/", '<div class=pager><a href="/2025/10/02/">次へ</a></div>'),
    ("https://a.example/x/1", '<a href="https://b.example/x/1?page=2">続きを読む</a>'),
    ("https://a.example/x/1", '<a href="/register?back=/x/1">続きを読む</a>'),
    ("https://a.example/x/1", '<a href="/x/1/photo/2">写真一覧 1/12</a>'),
    ("https://a.example/x/1?page=2", '<a href="?page=1">前のページ</a> pager'),
    ("https://a.example/x/1", '<a href="#top">次のページ</a>'),
    ("https://a.example/x/1", "<p>次のページはありません</p>"),
]


@pytest.mark.parametrize(("url", "html", "expected"), NEXT)
def test_the_next_page_is_found(url: str, html: str, expected: str) -> None:
    assert next_page(f"<body>{html}</body>", url) == expected


@pytest.mark.parametrize(("url", "html"), NOT_NEXT)
def test_another_article_is_not_a_page(url: str, html: str) -> None:
    assert next_page(f"<body>{html}</body>", url) is None
