"""Makes the Atom feed (RFC 4287): one entry a week, with the week's findings as its content.

The feed has one address, so an earlier feed is read and its other weeks are kept. Written with the standard library:
the feed libraries at hand only write, and bring an XML library with them.
"""

import re
import uuid
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, time

from tasks.report.model import Report
from tasks.report.page import environment
from tasks.report.telling import opening
from tasks.report.words import TOKYO, load_words

ATOM = "http://www.w3.org/2005/Atom"
MOST = 52
"""Weeks that a feed keeps."""

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold in any form."""

ET.register_namespace("", ATOM)


def render_feed(report: Report, page_name: str, feed_name: str, before: bytes | None = None) -> bytes:
    """The feed with the report as an entry, in place of the entry that ``before`` has of the same week.

    ``page_name`` and ``feed_name`` are files beside each other, so links are relative. A week whose content is as it
    was keeps its time, so that readers are not told twice. A ``before`` that cannot be read is begun anew.
    """
    entry = _entry(report, page_name)
    others = []
    for old in _entries(before):
        if old.findtext(_name("id")) != entry.findtext(_name("id")):
            others.append(old)
        elif old.findtext(_name("content")) == entry.findtext(_name("content")):
            entry = old
    entries = sorted([entry, *others], key=lambda e: e.findtext(_name("published"), ""), reverse=True)[:MOST]
    words = load_words(report.lang)
    feed = ET.Element(_name("feed"), {"{http://www.w3.org/XML/1998/namespace}lang": report.lang})
    _add(feed, "id", _urn(f"feed:{report.lang}:{report.is_sample}"))
    _add(feed, "title", words.text("title"))
    _add(feed, "subtitle", words.text("sample" if report.is_sample else "tagline"))
    _add(feed, "updated", max(e.findtext(_name("updated"), "") for e in entries))
    _add(feed, "link", rel="self", href=feed_name, type="application/atom+xml")
    _add(_add(feed, "author"), "name", "Kawaraban")
    _add(feed, "generator", "Kawaraban")
    feed.extend(entries)
    ET.indent(feed)
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True)) + b"\n"


def _entry(report: Report, page_name: str) -> ET.Element:
    words = load_words(report.lang)
    entry = ET.Element(_name("entry"))
    _add(entry, "id", _urn(f"week:{report.week.label}:{report.lang}:{report.is_sample}"))
    _add(entry, "title", f"{words.text('title')} {words.week(report.week)}")
    _add(entry, "published", _instant(datetime.combine(report.week.sunday, time(23, 59, 59), TOKYO)))
    _add(entry, "updated", _instant(report.made_at))
    _add(entry, "link", rel="alternate", href=page_name, type="text/html")
    body = environment().get_template("entry.html").render(r=report, words=words, t=words.markup, opening=opening)
    # Blank lines mean nothing in HTML; XML readers differ on the ends of lines, so there is but one form of them.
    _add(entry, "content", "\n".join(line for line in body.splitlines() if line.strip()), type="html")
    return entry


def _entries(feed: bytes | None) -> list[ET.Element]:
    """The entries of an earlier feed; none where it is no Atom."""
    if feed is None:
        return []
    try:
        root = ET.fromstring(feed)  # noqa: S314  a file that only this module writes
    except ET.ParseError:
        return []
    return root.findall(_name("entry"))


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, _name(name), attributes)
    if text is not None:
        child.text = _NOT_XML.sub("\ufffd", text)
    return child


def _name(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _urn(what: str) -> str:
    """An id that stays the same wherever the files lie."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"kawaraban:report:{what}").urn


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
