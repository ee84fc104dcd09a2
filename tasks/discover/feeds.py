"""RSS 0.9x to 2.0, RDF, Atom and JSON Feed: from an answer's bytes to the items it names.

feedparser (BSD) reads the XML formats, behind ``mend``; dates stay raw strings for ``tasks.dates``, since it
reads the zone JST as UTC and rolls impossible days over. JSON Feed is read here.

Errors:

    ValueError
    └── NotAFeed         the answer is no feed; the message says what it is instead
"""

import html
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import feedparser
from ada_url import URL
from selectolax.lexbor import LexborHTMLParser

from tasks.decode import decode
from tasks.discover.mend import FORBIDDEN, is_html, mend, mended_bytes
from tasks.discover.plain import one_line, paragraphs
from tasks.urls import BadUrl, canonical_url

_MOST_ITEMS = 5_000
_MOST_TAGS = 200_000
"""A feed of 5,000 full items has fewer; at 30 µs a tag more would keep the program busy for minutes."""

_FEWEST_FULL_TEXT_CHARS = 200
"""Shorter than this, ``content:encoded`` repeats the summary."""

_CUT = re.compile(r"(?:\.{3}|…|\[…\]|続きを読む|続きはこちら|Read more|Continue reading)[\s»→>]*$", re.IGNORECASE)
_MAIL_ADDRESS = re.compile(r"(?:mailto:)?[\w.+%-]+@[\w.-]+")
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]+);")


class NotAFeed(ValueError):
    """The answer is no feed; the message says what it is instead."""


@dataclass(frozen=True)
class Entry:
    """One item of a feed, sitemap or listing, as it stands there."""

    link: str
    """Absolute."""
    title: str | None = None
    guid: str | None = None
    author: str | None = None
    corp: str | None = None
    """The issuer of a release."""
    summary: str | None = None
    full_text: str | None = None
    dates: tuple[str, ...] = ()
    """Raw statements of when it was published, best first."""
    updates: tuple[str, ...] = ()
    """Raw statements of when it was changed, best first."""


@dataclass(frozen=True)
class ParsedFeed:
    """What an answer holds."""

    format: str
    entries: list[Entry]
    notes: list[str] = field(default_factory=list)
    """What was mended or left out, for a person."""


def parse_feed(body: bytes, content_type: str | None, feed_url: str) -> ParsedFeed:
    """The items of a feed in its own order; relative links are resolved against ``feed_url``.

    Raises:
        NotAFeed: the answer is something else.
    """
    head = body[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith((b"{", b"[")):
        return _parse_json(body, content_type, feed_url)
    text = mend(body, content_type)
    if is_html(text):
        raise NotAFeed(f"an HTML page in place of a feed{_hint(text, feed_url)}")
    end = _end_of_tags(text, _MOST_TAGS)
    parsed = _parse_xml(text[:end], feed_url)
    version = str(parsed.get("version") or "")
    if not version:
        raise NotAFeed(f"no feed: it begins with {text[:40]!r}" if text else "an empty answer in place of a feed")
    notes = [f"mended: {parsed.get('bozo_exception')}"] if parsed.bozo else []
    if end < len(text):
        notes.append(f"read up to {_MOST_TAGS:,} tags")
    found = [entry for item in parsed.entries[:_MOST_ITEMS] if (entry := _entry(item, version, feed_url)) is not None]
    if len(found) < len(parsed.entries):
        notes.append(f"{len(parsed.entries) - len(found)} items without a usable link")
    return ParsedFeed(_format_of(version), found, notes)


def _parse_xml(text: str, feed_url: str) -> Any:
    """feedparser's reading of mended text."""
    try:
        # A stream, never bytes or a string: feedparser would take those for a file name or address and open it.
        return feedparser.parse(
            io.BytesIO(mended_bytes(text)),
            response_headers={"content-type": "application/xml; charset=utf-8", "content-location": feed_url},
            sanitize_html=False,  # nothing is shown as HTML, and its cleaning takes ruby apart
        )
    except (ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError) as error:
        # Its second, lenient parser is not prepared for all that it meets: it ends in any of these.
        raise NotAFeed(f"a feed too broken to be read ({type(error).__name__}: {error})") from error


def _end_of_tags(text: str, most: int) -> int:
    """Where the tag after the first ``most`` begins, or the end of the text."""
    if text.count("<") <= most:
        return len(text)
    at = -1
    for _ in range(most + 1):
        at = text.find("<", at + 1)
    return at


def _format_of(version: str) -> str:
    if version.startswith("atom"):
        return "atom"
    return "rss1" if version in ("rss10", "rss090") else "rss2"


def _hint(text: str, feed_url: str) -> str:
    """Feeds that the page itself declares, for the person who has to mend the source."""
    links = LexborHTMLParser(text).css('link[rel~="alternate"][href]')
    declared = [
        node.attributes["href"] or ""
        for node in links
        if re.search(r"rss|atom|feed\+json|rdf", node.attributes.get("type") or "")
    ]
    for href in declared:
        try:
            return f"; the page declares {canonical_url(href, feed_url)}"
        except BadUrl:
            continue
    return ""


def _entry(item: Any, version: str, feed_url: str) -> Entry | None:
    link = absolute_link(item.get("link") or _link_among(item) or _guid_link(item), feed_url)
    if link is None:
        return None
    published = [item.get("published"), item.get("created"), item.get("issued")]
    updated = [dict.get(item, "updated"), item.get("plain_date")]  # its own get() passes published off as updated
    if not version.startswith("atom"):
        # RSS has no "updated": what is filed there is dc:date, the item's one date.
        published, updated = published + updated, []
    return Entry(
        link=link,
        title=_title(item),
        guid=_text(item.get("id")),
        author=_author(item),
        corp=_text(item.get("dc_corp") or item.get("corp")),
        summary=_summary(item),
        full_text=_full_text([part.get("value", "") for part in item.get("content", [])]),
        dates=_kept(published),
        updates=_kept(updated),
    )


def _link_among(item: Any) -> str | None:
    """The alternate link where feedparser chose none."""
    for link in item.get("links", []):
        if link.get("rel", "alternate") == "alternate" and link.get("href"):
            return str(link["href"])
    return None


def _guid_link(item: Any) -> str | None:
    guid = str(item.get("id") or "")
    return guid if guid.startswith(("http://", "https://")) else None


def absolute_link(link: str | None, feed_url: str) -> str | None:
    """``link`` as an absolute web address, otherwise in its own spelling; None where it is none."""
    if not link or not link.strip():
        return None
    try:
        canonical_url(link, feed_url)
    except BadUrl:
        return None
    text = link.strip()
    return text if text.lower().startswith(("http://", "https://")) else str(URL(text, feed_url).href)


def _title(item: Any) -> str | None:
    value = item.get("title")
    if value is None:
        return None
    detail = item.get("title_detail") or {}
    if detail.get("type") in ("text/html", "application/xhtml+xml"):
        return one_line(value)
    return " ".join((html.unescape(value) if _ENTITY.search(value) else value).split())


def _author(item: Any) -> str | None:
    """Names of the authors; of ``address (name)`` and ``name <address>``, RSS's own form, the name."""
    raw = _text(item.get("author"))
    if raw is not None and "@" in raw:  # feedparser cuts addresses after four letters of their last label
        return _text(_MAIL_ADDRESS.sub(" ", raw).strip(" ()<>\t"))
    names = [_text(author.get("name")) for author in item.get("authors", []) if author]
    return "、".join(dict.fromkeys(name for name in names if name)) or raw


def _summary(item: Any) -> str | None:
    value = _text(item.get("summary"))
    return paragraphs(value) or None if value else None


def _full_text(contents: list[str]) -> str | None:
    """The longest content, where it is a whole text and not an excerpt."""
    texts = sorted((paragraphs(content) for content in contents if content), key=len)
    if not texts or len(texts[-1]) < _FEWEST_FULL_TEXT_CHARS or _CUT.search(texts[-1]):
        return None
    return texts[-1]


def _text(value: object) -> str | None:
    """A non-empty string, white space at its ends gone; None for everything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return FORBIDDEN.sub("", str(value)).strip(" \t\r\n\u3000") or None


def _kept(values: list[object]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for value in values if (text := _text(value)) is not None))


def _parse_json(body: bytes, content_type: str | None, feed_url: str) -> ParsedFeed:
    """JSON Feed 1.0 and 1.1 (jsonfeed.org), read leniently."""
    try:
        feed = json.loads(decode(body, content_type, "xml").text)
    except (ValueError, RecursionError) as error:
        raise NotAFeed(f"neither XML nor sound JSON ({error})") from error
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise NotAFeed("JSON without a list of items: no JSON Feed")
    items = [item for item in feed["items"][:_MOST_ITEMS] if isinstance(item, dict)]
    entries = list(_json_entries(items, feed_url))
    lost = len(feed["items"]) - len(entries)
    return ParsedFeed("jsonfeed", entries, [f"{lost} items without a usable link"] if lost else [])


def _json_entries(items: list[dict[str, Any]], feed_url: str) -> Iterator[Entry]:
    for item in items:
        links = (_text(item.get("url")), _text(item.get("external_url")), _guid_link(item))
        link = next((found for link in links if (found := absolute_link(link, feed_url)) is not None), None)
        if link is None:
            continue
        authors = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
        names = [_text(author.get("name")) for author in authors or [] if isinstance(author, dict)]
        markup, plain = _text(item.get("content_html")), _text(item.get("content_text"))
        summary = _text(item.get("summary"))
        yield Entry(
            link=link,
            title=" ".join(str(_text(item.get("title")) or "").split()) or None,
            guid=_text(item.get("id")),
            author="、".join(dict.fromkeys(name for name in names if name)) or None,
            summary=paragraphs(summary) if summary else None,
            full_text=_full_text([markup or html.escape(plain or "").replace("\n", "<br>")]),
            dates=_kept([item.get("date_published")]),
            updates=_kept([item.get("date_modified")]),
        )
