"""What a page says about itself for machines: JSON-LD, meta tags, link relations."""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

JsonObject = dict[str, Any]

ARTICLE_TYPE = re.compile(
    r"(?:^|/)(?:\w*Article|\w*Posting|Report|Review|ClaimReview|Liveblog\w*|Recipe|VideoObject|PodcastEpisode)$"
)
"""schema.org types whose dates and authors are those of the page's text."""
PAGE_TYPE = re.compile(r"(?:^|/)\w*(?:WebPage|ItemPage|AboutPage)$")
FACTS = 'title, meta, link, html, script[type*="ld+json"], a[rel~="next"], [class*="pag"] a[href], a[class*="next"]'
"""One query, because each looks at every element of the page."""
MAX_JSON_CHARS = 2_000_000
"""A script longer than this is a data dump, not a description."""
MAX_OBJECTS = 2_000


@dataclass(slots=True)
class Facts:
    """The machine-readable statements of a page."""

    metas: dict[str, list[str]] = field(default_factory=dict)
    """Contents by lower-case property, name, itemprop or http-equiv, in document order; never empty strings."""
    links: dict[str, list[str]] = field(default_factory=dict)
    """Addresses by lower-case ``rel``, as written."""
    title: str = ""
    """The text of the title element."""
    lang: str = ""
    article: JsonObject = field(default_factory=dict)
    """The JSON-LD object of the article, empty where there is none."""
    objects: list[JsonObject] = field(default_factory=list)
    """Every JSON-LD object with a type, nested ones too."""
    pager_links: list[LexborNode] = field(default_factory=list)
    """Links that may lead to the article's next page: by their relation or the name of their box."""

    def meta(self, *names: str) -> str:
        """The first content of the first of these names that has one, else an empty string."""
        for name in names:
            if found := self.metas.get(name):
                return found[0]
        return ""


def read_facts(tree: LexborHTMLParser) -> Facts:
    """All statements of a page; malformed ones are passed over."""
    facts = Facts()
    scripts: list[str] = []
    for node in tree.css(FACTS):
        tag, attrs = node.tag, node.attributes
        if tag == "meta":
            _add_meta(facts, attrs)
        elif tag == "a":
            facts.pager_links.append(node)
        elif tag == "link":
            _add_link(facts, attrs)
        elif tag == "script":
            scripts.append(node.text())
        elif tag == "html":
            facts.lang = (attrs.get("lang") or attrs.get("xml:lang") or "").lower()
        elif not facts.title:
            facts.title = " ".join(node.text().split())
    for script in scripts:
        facts.objects.extend(typed_objects(read_json(script)))
    facts.article = main_article(facts)
    return facts


def _add_meta(facts: Facts, attrs: dict[str, str | None]) -> None:
    # Some archived copies have "value" for "content".
    content = (attrs.get("content") or attrs.get("value") or "").strip()
    if not content:
        return
    for kind in ("property", "name", "itemprop", "http-equiv"):
        if name := attrs.get(kind):
            facts.metas.setdefault(name.strip().lower(), []).append(content)


def _add_link(facts: Facts, attrs: dict[str, str | None]) -> None:
    href = (attrs.get("href") or "").strip()
    if href:
        for rel in (attrs.get("rel") or "").lower().split():
            facts.links.setdefault(rel, []).append(href)


COMMENT = re.compile(r"^\s*(?://)?\s*(?:<!\[CDATA\[|<!--)|(?://)?\s*(?:\]\]>|-->)\s*;?\s*$", re.MULTILINE)
TRAILING_COMMA = re.compile(r",(\s*[}\]])")


def read_json(text: str) -> Any:
    """The value of a JSON-LD script, mended where editors break it: CDATA wrappers, trailing commas, raw newlines."""
    if len(text) > MAX_JSON_CHARS:
        return None
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        mended = TRAILING_COMMA.sub(r"\1", COMMENT.sub("", text)).strip().rstrip(";")
    try:
        return json.JSONDecoder(strict=False).raw_decode(mended)[0]
    except (ValueError, RecursionError):
        return None


def typed_objects(value: Any) -> Iterator[JsonObject]:
    """Every object with a type in document order, without recursion so that no nesting is too deep."""
    stack, count = [value], 0
    while stack and count < MAX_OBJECTS:
        current = stack.pop()
        count += 1
        if isinstance(current, list):
            stack.extend(reversed(current[:200]))
        elif isinstance(current, dict):
            if current.get("@type"):
                yield current
            inner = [
                current.get(key) for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemReviewed")
            ]
            stack.extend(each for each in reversed(inner) if isinstance(each, dict | list))


def types_of(thing: JsonObject) -> list[str]:
    """The types of an object as a list."""
    kind = thing.get("@type")
    return [str(each) for each in kind] if isinstance(kind, list) else [str(kind)] if kind else []


def is_type(thing: JsonObject, pattern: re.Pattern[str]) -> bool:
    """Whether one of an object's types matches."""
    return any(pattern.search(each) for each in types_of(thing))


def main_article(facts: Facts) -> JsonObject:
    """The article object that says most; later ones fill in what the first leaves open only if it has no date."""
    found = [each for each in facts.objects if is_type(each, ARTICLE_TYPE)]
    dated = [each for each in found if string_of(each.get("datePublished"))]
    headed = [each for each in dated if string_of(each.get("headline"))]
    return (headed or dated or found or [{}])[0]


def string_of(value: Any) -> str:
    """A JSON-LD value as one line of text: of a list the first, of an object its value or name."""
    for _ in range(4):
        if isinstance(value, list):
            value = value[0] if value else ""
        elif isinstance(value, dict):
            value = value.get("@value") or value.get("name") or value.get("@id") or ""
        else:
            break
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = str(value)
    text = " ".join((html.unescape(text) if "&" in text else text).split())
    return text if text.isascii() else without_surrogates(text)


def without_surrogates(text: str) -> str:
    """Text that can be encoded: JSON's escapes can spell half a character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def utf8(text: str) -> bytes:
    """A text as the parser takes it, half characters replaced; once, because a page has hundreds of kilobytes."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return without_surrogates(text).encode()
