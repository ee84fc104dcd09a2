"""Sitemaps, sitemap indexes and news sitemaps (sitemaps.org 0.9, Google's news extension), gzipped or not.

The document is mended first, which drops its document type: entities cannot be declared, so the standard
library's parser is safe here. What stands before a fault is kept.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field

from tasks.discover.feeds import Entry, NotAFeed, absolute_link
from tasks.discover.mend import is_html, mend, mended_bytes
from tasks.inflate import BadBody, inflate

MOST_SITEMAP_BYTES = 50 * 2**20
"""The protocol's own limit for one file, uncompressed."""

_MOST_URLS = 50_000


@dataclass(frozen=True)
class ParsedSitemap:
    """What a sitemap names: pages, or further sitemaps."""

    format: str
    """sitemap, news-sitemap or sitemap-index."""
    entries: list[Entry]
    children: list[Entry] = field(default_factory=list)
    """Sitemaps of an index; ``updates`` says when each changed."""
    notes: list[str] = field(default_factory=list)


def parse_sitemap(body: bytes, content_type: str | None, url: str) -> ParsedSitemap:
    """The pages, or the further sitemaps, that a sitemap names, in its order.

    Raises:
        NotAFeed: the answer is something else.
    """
    if body.startswith(b"\x1f\x8b"):
        try:
            body = inflate(body, "gzip", MOST_SITEMAP_BYTES)
        except BadBody as error:
            raise NotAFeed(f"a gzipped sitemap that cannot be read: {error}") from error
    text = mend(body, content_type)
    if is_html(text):
        raise NotAFeed("an HTML page in place of a sitemap")
    root, elements, fault = None, [], None
    try:
        for event, element in ET.iterparse(_Feeder(mended_bytes(text)), events=("start", "end")):  # noqa: S314 - no DTD
            if root is None:
                root = _local(element.tag)
            if event == "end" and _local(element.tag) in ("url", "sitemap"):
                elements.append(_fields(element))
                element.clear()
                if len(elements) >= _MOST_URLS:
                    break
    except ET.ParseError as error:
        fault = str(error)
    if root not in ("urlset", "sitemapindex"):
        raise NotAFeed(f"no sitemap: its root is {root!r}" if root else f"no sitemap: it begins with {text[:40]!r}")
    entries = [entry for fields in elements if (entry := _entry(fields, url)) is not None]
    notes = [f"read up to a fault: {fault}"] if fault else []
    if len(entries) < len(elements):
        notes.append(f"{len(elements) - len(entries)} addresses that cannot be used")
    if root == "sitemapindex":
        return ParsedSitemap("sitemap-index", [], entries, notes)
    is_news = any("news:publication_date" in fields or "news:title" in fields for fields in elements)
    return ParsedSitemap("news-sitemap" if is_news else "sitemap", entries, [], notes)


class _Feeder:
    """Bytes as the file that ``iterparse`` wants."""

    def __init__(self, data: bytes) -> None:
        self._data = memoryview(data)
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        end = len(self._data) if size < 0 else self._at + size
        piece, self._at = self._data[self._at : end], end
        return bytes(piece)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _fields(element: ET.Element) -> dict[str, str]:
    """Text of an entry's children by name; those of the news extension with ``news:`` before."""
    return dict(_walk(element))


def _walk(element: ET.Element) -> Iterator[tuple[str, str]]:
    for child in element:
        text = (child.text or "").strip()
        if text:
            is_news = "sitemap-news" in child.tag
            yield (f"news:{_local(child.tag)}" if is_news else _local(child.tag)), text
        if "sitemap-news" in child.tag:
            yield from _walk(child)


def _entry(fields: dict[str, str], url: str) -> Entry | None:
    link = absolute_link(fields.get("loc"), url)
    if link is None:
        return None
    title = fields.get("news:title")
    return Entry(
        link=link,
        title=" ".join(title.split()) if title else None,
        dates=tuple(date for date in [fields.get("news:publication_date")] if date),
        updates=tuple(date for date in [fields.get("lastmod")] if date),
    )
