"""The next page of the same article, told from the next article."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tasks.extract.nesting import shallow
from tasks.urls import BadUrl, canonical_url

NEXT_WORDS = re.compile(
    r"^[\s»›>→▶≫【\[（(]*(?:次(?:の)?ページ(?:へ|に続く)?|次へ|続きを読む|続きはこちら|next(?: page)?"
    r"|continue reading|weiter)"
    r"(?=$|[\s»›>→▶≫】\]）):：。|｜])",
    re.IGNORECASE,
)
NEIGHBOUR_WORDS = re.compile(
    r"次の記事|前の記事|次回|前回|next (?:article|post|story)|関連記事|前のページ", re.IGNORECASE
)
PAGER_NAME = re.compile(r"pag(?:er|ing|ination|e-?nav|es)|(?:^|[\s_-])(?:numb|next|page)(?:$|[\s_-])", re.IGNORECASE)

PAGE_PART = re.compile(r"(?P<stem>.+?)(?:[_-]|/p(?:age)?[/-]?|/)(?P<n>\d{1,2})(?P<tail>\.\w{3,5})?/?$", re.IGNORECASE)
FILE_TAIL = re.compile(r"\.\w{3,5}$")
PAGE_KEYS = frozenset({"page", "p", "pn", "paged", "pg", "pageno", "page_no", "currentpage"})
PAGE_WORD = re.compile(r"ページ|page", re.IGNORECASE)


def next_page(html: str, url: str) -> str | None:
    """The address of the article's next page, absolute and canonical, or None.

    Trusted are ``rel=next`` and links that say «next page» or carry the next number, and only within the same host
    and under the same article's address. 次の記事 is another article.
    """
    tree = LexborHTMLParser(shallow(html))
    heads = [node.attributes.get("href") or "" for node in tree.css('link[rel~="next"]')]
    return choose_next(tree.css("a[href]"), heads, url)


def choose_next(anchors: Iterable[LexborNode], heads: Iterable[str], url: str | None) -> str | None:
    """The next page among links; ``heads``: addresses that the page's head gives as next."""
    if not url:
        return None
    for href in heads:
        target = _absolute(href, url)
        if target and _follows(target, url, is_sure=True):
            return target
    number = (_number_in_address(url) or 1) + 1
    ranked: list[tuple[int, LexborNode]] = []
    for link in anchors:
        if "next" in (link.attributes.get("rel") or "").split():
            ranked.append((0, link))
        elif _says_next(link):
            ranked.append((1, link))
        elif _says_number(link, number):
            ranked.append((2, link))
    for rank, link in sorted(ranked, key=lambda each: each[0]):
        text = link.text()
        target = _absolute(link.attributes.get("href"), url)
        is_sure = rank != 1 or bool(PAGE_WORD.search(text))
        if target and not NEIGHBOUR_WORDS.search(text) and _follows(target, url, is_sure=is_sure):
            return target
    return None


def _absolute(href: str | None, url: str) -> str | None:
    if not href or href.startswith(("#", "javascript:")):
        return None
    try:
        return canonical_url(href, url)
    except BadUrl:
        return None


def _says_next(link: LexborNode) -> bool:
    text = link.text()
    return len(text) < 60 and bool(NEXT_WORDS.match(" ".join(text.split())))


def _says_number(link: LexborNode, number: int) -> bool:
    """Whether a link is the given number in a pager."""
    if link.text().strip() != str(number):
        return False
    box = link.parent
    for _ in range(4):
        if box is None or not box.tag:
            return False
        attrs = box.attributes or {}
        if PAGER_NAME.search(f"{attrs.get('class') or ''} {attrs.get('id') or ''}"):
            return True
        box = box.parent
    return False


def _number_in_address(url: str) -> int | None:
    """The page number that an address carries in its query or at the end of its path."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if number := _number_in_query(parts.query):
        return number
    match = PAGE_PART.fullmatch(parts.path)
    return int(match["n"]) if match else None


def _follows(target: str, article: str, *, is_sure: bool) -> bool:
    """Whether an address is the page after another of the same article.

    ``is_sure``: the link says that it leads to a page; without that only the second page of an address is believed,
    for …/12 and …/13 may as well be two articles or two days.
    """
    try:
        there, here = urlsplit(target), urlsplit(article)
    except ValueError:
        return False
    if there.hostname != here.hostname or _without_page(there.query) != _without_page(here.query):
        return False
    if there.path.rstrip("/") == here.path.rstrip("/"):
        return _number_in_query(there.query) == (_number_in_query(here.query) or 1) + 1
    next_part = PAGE_PART.fullmatch(there.path)
    if next_part is None:
        return False
    stem, number, tail = next_part["stem"], int(next_part["n"]), next_part["tail"] or ""
    own_tail = FILE_TAIL.search(here.path)
    own_stem = FILE_TAIL.sub("", here.path).rstrip("/")
    if number == 2 and stem == own_stem and tail in ("", own_tail[0] if own_tail else ""):
        return True
    own_part = PAGE_PART.fullmatch(here.path)
    return (
        is_sure
        and own_part is not None
        and stem == own_part["stem"]
        and number == int(own_part["n"]) + 1
        and number > 2
    )


def _pairs(query: str) -> list[tuple[str, str]]:
    return [(key.lower(), value) for key, _, value in (part.partition("=") for part in query.split("&")) if key]


def _without_page(query: str) -> list[tuple[str, str]]:
    return sorted(pair for pair in _pairs(query) if pair[0] not in PAGE_KEYS)


def _number_in_query(query: str) -> int | None:
    numbers = [value for key, value in _pairs(query) if key in PAGE_KEYS]
    return int(numbers[0]) if numbers and numbers[0].isdecimal() and len(numbers[0]) < 3 else None
