import gzip

import pytest

from tasks.discover.feeds import NotAFeed
from tasks.discover.sitemaps import parse_sitemap

URL = "https://news.example/sitemap.xml"
NEWS = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://news.example/a?x=1&y=2</loc><lastmod>2025-11-06</lastmod><image:image><image:loc>https://i.example/a.png</image:loc>
<image:title>picture</image:title></image:image><news:news><news:publication><news:name>N</news:name></news:publication>
<news:publication_date>2025-11-05T10:00:00+09:00</news:publication_date><news:title>見出し</news:title></news:news></url>
<url><loc>/b</loc></url><url><lastmod>2025-11-01</lastmod></url></urlset>"""


def test_a_news_sitemap_gives_title_and_publication() -> None:
    found = parse_sitemap(NEWS.encode(), "application/xml", URL)
    first, second = found.entries
    assert (found.format, first.link, first.title) == ("news-sitemap", "https://news.example/a?x=1&y=2", "見出し")
    assert (first.dates, first.updates) == (("2025-11-05T10:00:00+09:00",), ("2025-11-06",))
    assert (second.link, second.dates, second.updates) == ("https://news.example/b", (), ())
    assert found.notes == ["1 addresses that cannot be used"]


def test_a_gzipped_sitemap_is_read_and_a_bomb_is_not() -> None:
    assert len(parse_sitemap(gzip.compress(NEWS.encode()), "application/gzip", URL).entries) == 2
    with pytest.raises(NotAFeed, match="gzipped sitemap"):
        parse_sitemap(gzip.compress(bytes(51 * 2**20)), None, URL)


def test_an_index_names_sitemaps_not_pages() -> None:
    index = "<sitemapindex><sitemap><loc>/s1.xml</loc><lastmod>2025-11-01</lastmod></sitemap></sitemapindex>"
    found = parse_sitemap(index.encode(), None, URL)
    assert (found.format, found.entries, found.children[0].link) == ("sitemap-index", [], "https://news.example/s1.xml")


def test_what_stands_before_a_fault_is_kept() -> None:
    found = parse_sitemap(b"<urlset><url><loc>/a</loc></url><url><loc>/b</loc><oops></urlset>", None, URL)
    assert [entry.link for entry in found.entries] == ["https://news.example/a"]
    assert found.notes[0].startswith("read up to a fault")


@pytest.mark.parametrize("body", [b"<html></html>", b"", b"<rss></rss>", b"User-agent: *"])
def test_what_is_no_sitemap_is_an_error(body: bytes) -> None:
    with pytest.raises(NotAFeed):
        parse_sitemap(body, None, URL)
