"""HTML pages that list articles: links by CSS selector, with the title and date that stand beside them."""

import re
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from tasks.dates import find_dates
from tasks.decode import decode
from tasks.discover.feeds import Entry, NotAFeed, absolute_link

_MOST_LINKS = 2_000
_MOST_BOX_CHARS = 600
"""A box with more text than this holds more than one item."""

_MOST_STEPS_UP = 3


def parse_listing(
    body: bytes, content_type: str | None, url: str, *, selector: str | None, include: str | None, now: datetime
) -> list[Entry]:
    """The articles that a listing page links to, in the order of the page, each once.

    ``selector`` names links or boxes that hold one; without it every link counts that ``include`` matches. A date
    is taken where exactly one stands in the item's box. Relative dates are read as of ``now``.

    Raises:
        NotAFeed: nothing matches, so the page has changed or the selector is wrong.
    """
    tree = LexborHTMLParser(decode(body, content_type).text)
    base = _base(tree, url)
    pattern = re.compile(include) if include else None
    try:
        nodes = tree.css(selector or "a[href]")
    except (SelectolaxError, ValueError) as error:
        raise NotAFeed(f"selector {selector!r} cannot be read: {error}") from error
    found: dict[str, Entry] = {}
    holders: dict[int, bool] = {}
    for node in nodes:
        anchor = node if node.tag == "a" else node.css_first("a[href]")
        link = None if anchor is None else absolute_link(anchor.attributes.get("href"), base)
        if anchor is None or link is None or (pattern is not None and pattern.search(link) is None):
            continue
        entry = _entry(node, anchor, link, now, holders)
        known = found.get(link)
        # A picture and a headline often lead to the same article: the one with more words speaks for it.
        if known is None or len(entry.title or "") > len(known.title or ""):
            found[link] = entry
        if len(found) >= _MOST_LINKS:
            break
    if not found:
        what = f"selector {selector!r}" if selector else f"pattern {include!r}"
        raise NotAFeed(f"{what} finds no article in the listing; has the page changed?")
    return list(found.values())


def _base(tree: LexborHTMLParser, url: str) -> str:
    node = tree.css_first("base[href]")
    return (absolute_link(node.attributes.get("href"), url) if node is not None else None) or url


def _entry(node: LexborNode, anchor: LexborNode, link: str, now: datetime, holders: dict[int, bool]) -> Entry:
    raw = _date_of(_box(node, holders), now)
    return Entry(link=link, title=_title(node, anchor, raw), dates=(raw,) if raw else ())


def _box(node: LexborNode, holders: dict[int, bool]) -> LexborNode:
    """The element that holds this item and no other; ``holders`` remembers what was found of its ancestors."""
    box = node
    for _ in range(_MOST_STEPS_UP):
        above = box.parent
        if above is None or above.tag in ("body", "html", None):
            break
        if above.mem_id not in holders:
            targets = {link.attributes.get("href") for link in above.css("a[href]")}
            holders[above.mem_id] = len(targets) <= 1 and len(above.text(separator=" ")) <= _MOST_BOX_CHARS
        if not holders[above.mem_id]:
            break
        box = above
    return box


def _date_of(box: LexborNode, now: datetime) -> str | None:
    stated = {time.attributes.get("datetime") for time in box.css("time[datetime]")} - {None, ""}
    if len(stated) == 1:
        return stated.pop()
    dates = {found.date.raw for found in find_dates(box.text(separator=" "), reference=now)}
    return dates.pop() if len(dates) == 1 else None


def _title(node: LexborNode, anchor: LexborNode, raw_date: str | None) -> str | None:
    heading = anchor.css_first("h1, h2, h3, h4, h5, h6") or node.css_first("h1, h2, h3, h4, h5, h6")
    text = " ".join((heading or anchor).text(separator=" ").split())
    if heading is None and raw_date:
        text = " ".join(text.replace(raw_date, " ").split())
    return text.strip(" |｜/／:：・-\u3000") or None
