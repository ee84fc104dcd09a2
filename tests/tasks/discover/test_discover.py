import asyncio
from datetime import UTC, datetime, timedelta

from tasks.discover.discover import Discovery, discover
from tasks.discover.sources import Source
from tasks.web import Response, Validators

NOW = datetime(2025, 11, 6, 3, 0, tzinfo=UTC)
SITE = "https://news.example"


class Site:
    """A getter over a table of answers; writes down what it was asked."""

    def __init__(self, **answers: bytes | int | str) -> None:
        self.answers = {f"{SITE}/{name.replace('_', '.')}": answer for name, answer in answers.items()}
        self.asked: list[tuple[str, Validators | None]] = []

    async def get(self, url: str, *, validators: Validators | None = None) -> Response:
        self.asked.append((url, validators))
        answer = self.answers.get(url, "gone")
        if isinstance(answer, str):
            return Response(url, url, NOW, outcome=answer, detail="HTTP 404", status=404)
        if isinstance(answer, int):
            return Response(url, url, NOW, status=answer)
        return Response(
            url, url, NOW, status=200, headers={"etag": '"e"', "last-modified": "Thu"}, body=answer, wire_bytes=9
        )


def source(*feeds: tuple[str, str], **fields) -> Source:
    base = {"id": "s", "name": "S", "homepage": f"{SITE}/", "lang": "ja", "kind": "media", "tier": 1, "enabled": True}
    listed = [{"url": f"{SITE}/{name}", "format": kind} for name, kind in feeds]
    return Source.model_validate({**base, "feeds": listed, **fields})


def find(site: Site, watched: Source, validators: dict[str, Validators] | None = None) -> Discovery:
    return asyncio.run(discover(watched, site, validators or {}, NOW))


def rss(*items: str) -> bytes:
    return f"<rss version='2.0'><channel>{''.join(f'<item>{item}</item>' for item in items)}</channel></rss>".encode()


def item(path: str, day: int = 5, title: str = "t", guid: str = "") -> str:
    date = f"<pubDate>2025-11-{day:02} 09:00 JST</pubDate>"
    return f"<title>{title}</title><link>{path}</link><guid>{guid or path}</guid>{date}"


def test_links_are_canonical_dated_and_each_there_once() -> None:
    feed = rss(
        item("/a?ref=rss"), item("/a#top", title="edited"), item("/b?utm_source=x", day=4), item("/c", guid="/a")
    )
    found = find(Site(f_xml=feed), source(("f.xml", "rss2")))
    assert found.links["url"].to_list() == [f"{SITE}/a", f"{SITE}/b", f"{SITE}/c"]
    first = found.links.row(0, named=True)
    assert (first["title"], first["published_at"]) == ("t", datetime(2025, 11, 5, 0, 0, tzinfo=UTC))
    assert (first["published_precision"], first["published_raw"]) == ("minute", "2025-11-05 09:00 JST")
    poll = found.polls.row(0, named=True)
    assert (poll["outcome"], poll["item_count"], poll["etag"], poll["format"]) == ("ok", 4, '"e"', "rss2")
    assert poll["newest_at"] == datetime(2025, 11, 5, tzinfo=UTC)


def test_a_day_is_stored_as_its_midnight_in_tokyo_and_nothing_is_invented() -> None:
    feed = rss(
        "<link>/day</link><pubDate>2025年11月5日</pubDate>",
        "<link>/month</link><pubDate>2025年11月</pubDate>",
        "<link>/none</link>",
    )
    found = find(Site(f_xml=feed), source(("f.xml", "rss2"))).links
    assert found["published_at"].to_list() == [datetime(2025, 11, 4, 15, tzinfo=UTC), None, None]
    assert found["published_precision"].to_list() == ["day", None, None]


def test_one_failing_feed_does_not_stop_the_others() -> None:
    site = Site(a_xml=b"<html>moved</html>", b_xml="try-later", d_xml=rss(item("/x")))
    found = find(site, source(("a.xml", "rss2"), ("b.xml", "atom"), ("c.xml", "rss1"), ("d.xml", "rss2")))
    assert found.polls["outcome"].to_list() == ["not-a-feed", "try-later", "gone", "ok"]
    assert found.links.height == 1
    assert all(detail for detail in found.polls["detail"].to_list()[:3])


def test_validators_are_used_and_kept_when_nothing_changed() -> None:
    known = Validators('"old"', "Wed")
    site = Site(f_xml=304)
    found = find(site, source(("f.xml", "rss2")), {f"{SITE}/f.xml": known})
    assert site.asked == [(f"{SITE}/f.xml", known)]
    poll = found.polls.row(0, named=True)
    assert (poll["outcome"], poll["etag"], poll["last_modified"]) == ("not-modified", '"old"', "Wed")
    assert found.links.height == 0


def test_only_articles_count_and_none_at_all_is_told() -> None:
    feed = rss(item("/news/1"), item("/shop/1"), item("https://ads.example/news/2"))
    found = find(Site(f_xml=feed), source(("f.xml", "rss2"), article_url=r"^https://news\.example/news/"))
    assert found.links["url"].to_list() == [f"{SITE}/news/1"]
    none = find(Site(f_xml=feed), source(("f.xml", "rss2"), article_url="/blog/"))
    assert "none of 3 items" in none.polls["detail"][0]


def test_the_newest_are_taken_where_a_source_has_a_limit() -> None:
    feed = rss(item("/old", day=1), item("/new", day=5), "<link>/undated</link>", item("/mid", day=3))
    found = find(Site(f_xml=feed), source(("f.xml", "rss2"), max_links_per_poll=2))
    assert found.links["url"].to_list() == [f"{SITE}/new", f"{SITE}/mid"]


def test_broken_expectations_are_told() -> None:
    feed = rss(item("/a", day=1), "<link>/future</link><pubDate>2026-09-01T00:00:00+09:00</pubDate>")
    found = find(Site(f_xml=feed), source(("f.xml", "rss1"), min_items=5, max_silence_days=3))
    detail = found.polls["detail"][0]
    assert "expected rss1, found rss2" in detail
    assert "only 2 items, expected at least 5" in detail
    assert "stale: the newest item is 5 days old" in detail


def test_an_index_leads_to_its_newest_sitemaps_on_the_same_host() -> None:
    days = "".join(f"<sitemap><loc>/s{n}.xml</loc><lastmod>2025-10-{n:02}</lastmod></sitemap>" for n in range(1, 9))
    away = "<sitemap><loc>https://elsewhere.example/s.xml</loc><lastmod>2025-11-05</lastmod></sitemap>"
    children = {f"s{n}_xml": f"<urlset><url><loc>/p{n}</loc></url></urlset>".encode() for n in range(1, 9)}
    site = Site(map_xml=f"<sitemapindex>{days}{away}</sitemapindex>".encode(), **children)
    found = find(site, source(("map.xml", "sitemap")))
    assert found.links["url"].to_list() == [f"{SITE}/p{n}" for n in (8, 7, 6, 5, 4)]
    assert found.polls.height == 6
    assert set(found.polls["outcome"]) == {"ok"}


def test_a_link_in_two_feeds_is_one_link_with_the_knowledge_of_both() -> None:
    first, second = rss("<link>/a</link>"), rss(item("/a", title="題"))
    found = find(Site(a_xml=first, b_xml=second), source(("a.xml", "rss2"), ("b.xml", "rss2")))
    assert found.links.select("url", "title", "feed_url").rows() == [(f"{SITE}/a", "題", f"{SITE}/a.xml")]
    assert found.links["published_at"][0] is not None


def test_dates_far_ahead_are_not_the_newest() -> None:
    soon = (NOW + timedelta(days=30)).isoformat()
    found = find(Site(f_xml=rss(item("/a"), f"<link>/b</link><pubDate>{soon}</pubDate>")), source(("f.xml", "rss2")))
    assert found.polls["newest_at"][0] == datetime(2025, 11, 5, tzinfo=UTC)
