from tasks.discover.hosts import SourceFinder
from tasks.discover.sources import Feed, Source


def source(source_id: str, homepage: str, feed: str, article_url: str | None = None) -> Source:
    return Source(
        id=source_id, name=source_id, homepage=homepage, lang="ja", kind="media", tier=1, enabled=True,
        feeds=(Feed(url=feed, format="rss2"),), article_url=article_url,
    )  # fmt: skip


FINDER = SourceFinder(
    [
        source("portal", "https://www.portal.example/", "https://rss.portal.example/all.xml"),
        source("desk", "https://www.portal.example/ai/", "https://rss.portal.example/ai.xml"),
        source("column", "https://www.portal.example/", "https://rss.portal.example/c.xml", r"/column/\d+"),
        source("harbour", "http://harbour.example/", "http://harbour.example/feed"),
    ]
)


def test_a_host_of_one_source_is_that_source_with_or_without_www() -> None:
    assert FINDER.source_of("http://www.harbour.example/1") == "harbour"
    assert FINDER.source_of("https://harbour.example:443/1") == "harbour"


def test_sources_that_share_a_host_are_told_apart_by_address() -> None:
    assert FINDER.source_of("https://www.portal.example/ai/1.html") == "desk"
    assert FINDER.source_of("https://www.portal.example/column/12") == "column"
    assert FINDER.source_of("https://www.portal.example/news/1.html") == "portal"


def test_an_unknown_host_has_no_source() -> None:
    assert FINDER.source_of("https://other.example/") is None
    assert FINDER.source_of("https://harbour.example.evil.example/") is None
