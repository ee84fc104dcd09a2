"""Feeds and listings as real outlets write them, quirks included."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from xml.sax.saxutils import escape as xml
from xml.sax.saxutils import quoteattr

from seeds.sample import dates
from seeds.sample.layouts.html import META_MARK, mark
from seeds.sample.model import FeedPlan, Outlet

FICTION = {"ja": "架空の記事だけを載せる見本紙面です", "en": "Sample newsroom: every story is fictional"}


@dataclass(frozen=True)
class Entry:
    """One item of a feed."""

    href: str
    """As the feed writes it."""
    url: str
    """Absolute and clean: the guid."""
    title: str
    published: datetime
    updated: datetime
    summary: str
    authors: tuple[str, ...] = ()
    issuer: str | None = None
    html: str | None = None


def write_feed(outlet: Outlet, plan: FeedPlan, entries: Sequence[Entry]) -> tuple[str, str]:
    """Text and content type of one feed, newest entry first."""
    writer, content_type = _WRITERS[plan.format]
    return writer(outlet, plan, entries), content_type


def _rss2(outlet: Outlet, plan: FeedPlan, entries: Sequence[Entry]) -> str:
    items = "\n".join(_rss2_item(plan, entry) for entry in entries)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>{xml(outlet.name)} 最新記事一覧</title>
<link>http://{outlet.host}/</link>
<description>{FICTION[outlet.lang]}</description>
<language>{outlet.lang}</language>
{items}
</channel>
</rss>
"""


def _rss2_item(plan: FeedPlan, entry: Entry) -> str:
    date = "" if plan.dates == "none" else f"\n<pubDate>{dates.rfc822(entry.published)}</pubDate>"
    author = f"\n<dc:creator><![CDATA[{'、'.join(entry.authors)}]]></dc:creator>" if entry.html else ""
    content = f"\n<content:encoded><![CDATA[{entry.html}]]></content:encoded>" if entry.html else ""
    return f"""<item>
<title>{xml(entry.title)}</title>
<link>{xml(entry.href)}</link>
<guid isPermaLink="false">{xml(entry.url)}</guid>{date}{author}
<description><![CDATA[{entry.summary}]]></description>{content}
</item>"""


def _rss1(outlet: Outlet, plan: FeedPlan, entries: Sequence[Entry]) -> str:
    """RDF: attributes on ``item``, a table of contents that is no list of items, ``dc:corp`` on the wire."""
    contents = "\n".join(f"<rdf:li rdf:resource={quoteattr(entry.href)}/>" for entry in reversed(entries))
    items = "\n".join(_rss1_item(plan, entry) for entry in entries)
    language = 'xml:language="ja"' if outlet.layout == "wire" else 'xml:lang="ja"'
    name = {"cp932": "Shift_JIS", "utf-8": "UTF-8"}[plan.encoding]
    return f"""<?xml version="1.0" encoding="{name}"?>
<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/" {language}>
<channel rdf:about="http://{outlet.host}{plan.path}">
<title>{xml(outlet.name)}</title>
<link>http://{outlet.host}/</link>
<description>{FICTION[outlet.lang]}</description>
<items><rdf:Seq>
{contents}
</rdf:Seq></items>
</channel>
{items}
</rdf:RDF>
"""


def _rss1_item(plan: FeedPlan, entry: Entry) -> str:
    stamp = f"{entry.published:%Y-%m-%d}" if plan.dates == "day" else dates.offset(entry.published)
    corp = ""
    if entry.issuer:
        corp = f"\n<dc:corp>{xml(entry.issuer)}</dc:corp>\n<date>{entry.published:%Y-%m-%d}</date>"
    creator = "" if entry.issuer else f"\n<dc:creator>{xml('、'.join(entry.authors) or '編集部')}</dc:creator>"
    summary = f"[{entry.issuer}]\n{entry.summary}" if entry.issuer else f"　{entry.summary}"
    return f"""<item rdf:about={quoteattr(entry.href)}>
<title>{xml(entry.title)}</title>
<link>{xml(entry.href)}</link>
<description><![CDATA[{summary}]]></description>
<dc:date>{stamp}</dc:date>{creator}{corp}
</item>"""


def _atom(outlet: Outlet, plan: FeedPlan, entries: Sequence[Entry]) -> str:
    items = "\n".join(
        f"""<entry>
<title>{xml(entry.title)}</title>
<link rel="alternate" type="text/html" href={quoteattr(entry.href)}/>
<id>tag:{outlet.host},{entry.published:%Y}:{xml(entry.url.rpartition("/")[2])}</id>
<published>{dates.zulu(entry.published)}</published>
<updated>{dates.zulu(entry.updated)}</updated>
<author><name/></author>
<summary>{xml(entry.summary)}</summary>
</entry>"""
        for entry in entries
    )
    newest = max((entry.updated for entry in entries), default=None)
    updated = f"<updated>{dates.zulu(newest)}</updated>" if newest else ""
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{outlet.lang}">
<title>{xml(outlet.name)}</title>
<subtitle>{FICTION[outlet.lang]}</subtitle>
<link rel="self" href="http://{outlet.host}{plan.path}"/>
<id>tag:{outlet.host},2025:feed</id>
{updated}
{items}
</feed>
"""


def _json_feed(outlet: Outlet, plan: FeedPlan, entries: Sequence[Entry]) -> str:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "description": FICTION[outlet.lang],
        "home_page_url": f"http://{outlet.host}/",
        "feed_url": f"http://{outlet.host}{plan.path}",
        "items": [
            {
                "id": entry.url,
                "url": entry.href,
                "title": entry.title,
                "summary": entry.summary,
                "date_published": dates.offset(entry.published),
                "authors": [{"name": name} for name in entry.authors],
            }
            for entry in entries
        ],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)


def _news_sitemap(outlet: Outlet, _plan: FeedPlan, entries: Sequence[Entry]) -> str:
    urls = "\n".join(
        f"""<url><loc>{xml(entry.href)}</loc><news:news><news:publication><news:name>{xml(outlet.name)}</news:name>
<news:language>{outlet.lang}</news:language></news:publication>
<news:publication_date>{dates.offset(entry.published)}</news:publication_date>
<news:title>{xml(entry.title)}</news:title></news:news></url>"""
        for entry in entries
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- {FICTION[outlet.lang]} -->
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
{urls}
</urlset>
"""


def _sitemap(outlet: Outlet, _plan: FeedPlan, entries: Sequence[Entry]) -> str:
    urls = "\n".join(
        f"<url><loc>{xml(entry.href)}</loc><lastmod>{dates.offset(entry.updated)}</lastmod></url>" for entry in entries
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- {FICTION[outlet.lang]} -->
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{urls}
</urlset>
"""


def _listing(outlet: Outlet, _plan: FeedPlan, entries: Sequence[Entry]) -> str:
    items = "\n".join(
        f'<li><span class="date">{dates.kanji_day(e.published)}（{dates.weekday(e.published)}）</span> '
        f'<a href="{escape(e.href)}">{escape(e.title)}</a></li>'
        for e in entries
    )
    return f"""<html lang="{outlet.lang}"><head>
<meta http-equiv="Content-Type" content="text/html; charset={outlet.declared}">
<title>記事一覧｜{escape(outlet.name)}</title>
{META_MARK}</head>
<body>{mark(outlet.lang)}
<h1>{escape(outlet.name)}　記事一覧</h1>
<p><a href="/">ホーム</a>｜<a href="/about.html">会社案内</a>｜<a href="/ad/">広告掲載</a></p>
<ul class="news-list">
{items}
</ul>
<p><a href="/rule.html">利用規約</a></p>
<p>{escape(outlet.footer)}</p>
</body></html>
"""


_XML = "application/xml"
_WRITERS: dict[str, tuple[Callable[[Outlet, FeedPlan, Sequence[Entry]], str], str]] = {
    "atom": (_atom, "application/atom+xml"),
    "jsonfeed": (_json_feed, "application/feed+json"),
    "listing": (_listing, "text/html"),
    "news-sitemap": (_news_sitemap, _XML),
    "rss1": (_rss1, "application/rdf+xml"),
    "rss2": (_rss2, "application/rss+xml"),
    "sitemap": (_sitemap, _XML),
}
