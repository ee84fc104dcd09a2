"""The next page of the same article, told from the next article."""

import re
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tasks.extract.recipes import RecipeVersion
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
NUMBER = re.compile(r"^\s*(\d{1,2})\s*$")
PAGER_NAME = re.compile(r"pag(?:er|ing|ination|e-?nav|es)|(?:^|[\s_-])(?:numb|next|page)(?:$|[\s_-])", re.IGNORECASE)

PAGE_PART = re.compile(
    r"(?P<stem>.*?)(?:(?:_|-|/p(?:age)?/?|/)(?P<n>\d{1,2}))?(?P<tail>\.\w{3,5})?/?$", re.DOTALL | re.IGNORECASE
)
PAGE_KEYS = frozenset({"page", "p", "pn", "paged", "pg", "pageno", "page_no", "currentpage"})
MAX_PAGES = 99


def next_page(html: str, url: str) -> str | None:
    """The address of the article's next page, absolute and canonical, or None.

    Trusted are ``rel=next`` and links that say «next page» or carry the next number, and only within the same host
    and under the same article's address. 次の記事 is another article.
    """
    return next_page_of(LexborHTMLParser(html), url, None)


def next_page_of(tree: LexborHTMLParser, url: str | None, version: RecipeVersion | None) -> str | None:
    """As ``next_page``, for a parsed page and with a recipe's selectors first."""
    if not url:
        return None
    links: list[LexborNode] = []
    for selector in version.next if version else ():
        links += tree.css(selector)
    links += tree.css('link[rel~="next"], a[rel~="next"]')
    anchors = [a for a in tree.css("a[href]") if not (a.attributes.get("href") or "#").startswith(("#", "javascript:"))]
    links += [a for a in anchors if _says_next(a)]
    current = _page_number(url, url) or 1
    links += [a for a in anchors if _says_number(a, current + 1)]
    for link in links:
        text = link.text() if link.tag == "a" else ""
        if NEIGHBOUR_WORDS.search(text):
            continue
        target = _absolute(link.attributes.get("href"), url)
        if target and _page_number(target, url) == current + 1:
            return target
    return None


def _absolute(href: str | None, url: str) -> str | None:
    try:
        return canonical_url(href, url) if href else None
    except BadUrl:
        return None


def _says_next(link: LexborNode) -> bool:
    text = link.text()
    return len(text) < 60 and bool(NEXT_WORDS.match(" ".join(text.split())))


def _says_number(link: LexborNode, number: int) -> bool:
    """Whether a link is the given number in a pager."""
    match = NUMBER.match(link.text())
    if not match or int(match[1]) != number:
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


def _page_number(target: str, article: str) -> int | None:
    """The page of the article that an address is; None where it is no page of this article."""
    try:
        there, here = urlsplit(target), urlsplit(article)
    except ValueError:
        return None
    if there.hostname != here.hostname:
        return None
    if there.path.rstrip("/") == here.path.rstrip("/"):
        return _number_in_query(there.query, here.query)
    if _without_page(there.query) != _without_page(here.query):
        return None
    stem, number = _split_path(there.path)
    article_stem, _ = _split_path(here.path)
    if number is None:
        return 1 if there.path.rstrip("/") == article_stem else None
    return number if _is_same_stem(stem, article_stem, here.path) and number <= MAX_PAGES else None


def _split_path(path: str) -> tuple[str, int | None]:
    """An address path as the article's stem (with its file ending) and the page number."""
    match = PAGE_PART.fullmatch(path)
    if match is None:
        return path.rstrip("/"), None
    stem, tail = match["stem"].rstrip("/"), match["tail"] or ""
    return stem + tail, int(match["n"]) if match["n"] else None


def _is_same_stem(stem: str, article_stem: str, article_path: str) -> bool:
    """The same article: equal stems, or the article's own path before the number (…/83099 and …/83099/page2)."""
    return stem in (article_stem, article_path.rstrip("/"))


def _pairs(query: str) -> list[tuple[str, str]]:
    return [(key.lower(), value) for key, _, value in (part.partition("=") for part in query.split("&")) if key]


def _without_page(query: str) -> list[tuple[str, str]]:
    return sorted(pair for pair in _pairs(query) if pair[0] not in PAGE_KEYS)


def _number_in_query(there: str, here: str) -> int | None:
    if _without_page(there) != _without_page(here):
        return None
    numbers = [value for key, value in _pairs(there) if key in PAGE_KEYS]
    if not numbers:
        return 1
    return int(numbers[0]) if numbers[0].isdecimal() and len(numbers[0]) < 3 else None
