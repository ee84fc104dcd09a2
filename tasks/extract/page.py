"""A page taken apart once: its elements in document order and its blocks of text.

Elements are parallel lists, because a page has thousands and every step of extraction walks over them. The walk
is one pass over the tree that the parser made; nothing here recurses, so no nesting is too deep.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tasks.extract.noise import NOISE_ROLES, NOISE_TAGS, is_noise_name, is_text_noise_name

Attributes = dict[str, str | None]

UNREAD_TAGS = ["nav", "script", "style", "noscript", "template", "svg", "iframe", "button", "select", "rt", "rp"]
"""Never text: ``rt`` and ``rp`` are the readings of ruby, whose base text stays."""

UNREAD_BOXES = "[role=navigation], [role=contentinfo], [role=search], [role=menu], [role=menubar], body > footer"
BLOCK_TAGS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
TEXT_TAGS = frozenset({
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "li", "td", "tr", "tbody", "table", "dd", "span", "small",
    "time", "cite", "label", "pre",
})  # fmt: skip
"""Elements that hold single paragraphs or phrases: only sure names make them noise."""
EXEMPT_TAGS = frozenset({"html", "body", "main", "article"})
STRONG_TAGS = frozenset({"b", "strong", "big", "th", "h1", "h2", "h3", "h4", "h5", "h6"})
NAMED_TAGS = (BLOCK_TAGS | TEXT_TAGS | NOISE_TAGS) - EXEMPT_TAGS
"""Elements that their names can make noise."""
PLAIN_TAGS = frozenset({"b", "i", "em", "strong", "u", "img", "picture", "source", "tbody", "wbr", "sup", "sub"})
"""Elements whose attributes say nothing about the text."""
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

FIGURE_TEXT = re.compile(r"table|quote|code")
HIDDEN_STYLE = re.compile(r"display\s*:\s*none")
LINE_ENDS = frozenset("。！？!?」』）)]】.:：;")
FIRST_WIDE = 0x2E7F
"""Above it stand the scripts that are written without spaces."""
BREAK = "\x00"
"""Stands for ``br`` while a block is gathered; the parser lets no NUL through."""
NO_ATTRIBUTES: Attributes = {}
NAME_KEYS = ("id", "data-testid", "data-component", "data-qa")
MAX_NAMES = 400
HIDING_KEYS = frozenset({"hidden", "aria-hidden", "role", "style"})
TOLD_KEYS = HIDING_KEYS.union(NAME_KEYS)
TEXT_ID = 2
"""The parser's number for a text node."""
LAST_KNOWN_ID = 1_023
"""The parser numbers the tags of HTML and SVG from one up; the number of any other tag is an address in memory."""
_KNOWN_TAGS: dict[int, str] = {}


@dataclass(slots=True)
class Block:
    """A paragraph, heading, list item, cell or line: text within one block-level element."""

    text: str
    element: int
    """Index of the block-level element."""
    tag: str
    mass: int
    """Bytes of UTF-8: a word-free length, in which a Japanese character counts three."""
    link_mass: int
    """The part of the mass that is inside links."""
    is_strong: bool = False
    """Bold or large throughout."""
    noise: int = -1
    """Index of the outermost noise element around it, or -1; set by ``body.mark_noise``."""

    @property
    def density(self) -> float:
        """The share of link text."""
        return self.link_mass / self.mass


@dataclass(slots=True)
class Page:
    """Elements in document order; index 0 is ``body``. Empty where there is no body."""

    nodes: list[LexborNode] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    """Class, id and test ids."""
    attrs: list[Attributes] = field(default_factory=list)
    is_noise: list[bool] = field(default_factory=list)
    """Whether the element itself, by tag, role or name, looks like something else than the article."""
    ends: list[int] = field(default_factory=list)
    """One past the last element inside."""
    blocks: list[Block] = field(default_factory=list)

    def text_of(self, at: int, limit: int = 200) -> str:
        """The beginning of an element's text, pieces parted by spaces; never a walk over the whole page."""
        pieces: list[str] = []
        size = 0
        for count, node in enumerate(self.nodes[at].traverse(include_text=True)):
            if size > limit or count > limit:
                break
            if node.is_text_node and (text := node.text_content):
                pieces.append(text)
                size += len(text)
        return " ".join(" ".join(pieces).split())[:limit]

    def sums(self, values: list[int]) -> list[int]:
        """Values per element turned, in place, into sums over each element's subtree."""
        parents = self.parents
        for at in range(len(values) - 1, 0, -1):
            if value := values[at]:
                values[parents[at]] += value
        return values


def read_page(tree: LexborHTMLParser) -> Page:
    """The elements and blocks of a page's body. Changes the tree: what is never text is taken out."""
    page = Page()
    body = tree.body
    if body is None:
        return page
    body.strip_tags(UNREAD_TAGS)
    # Last first: an inner box must not be touched after its outer one is freed.
    for node in reversed(body.css(UNREAD_BOXES)):
        node.decompose()
    _walk(body, page)
    ends = list(range(1, len(page.tags) + 1))
    for at in range(len(page.tags) - 1, 0, -1):
        up = page.parents[at]
        if ends[at] > ends[up]:
            ends[up] = ends[at]
    page.ends = ends
    return page


def _walk(body: LexborNode, page: Page) -> None:
    """Fill the page's lists. Long for its speed: a quarter of the time of an extraction is spent here.

    From child to sibling and back up by a stack: a node's parent is never asked for, which would make it an object.
    """
    nodes, tags, parents, names, attributes, noise = (
        page.nodes, page.tags, page.parents, page.names, page.attrs, page.is_noise,
    )  # fmt: skip
    # Of each open element: itself, and what held outside it.
    above: list[tuple[LexborNode, int, int, bool, bool]] = []
    # Within the open element: its index, the nearest block-level element, within a link, bold or large.
    parent, block, in_link, in_strong = -1, 0, False, False
    pieces: list[str] = []
    link_mass, is_strong, current, at = 0, True, -1, -1
    node: LexborNode | None = body
    while node is not None:
        kind = node.tag_id
        if kind == TEXT_ID:
            text = node.text_content
            if text and not text.isspace():
                if block != current:
                    _flush(page, pieces, current, link_mass, is_strong)
                    link_mass, is_strong, current = 0, True, block
                pieces.append(text)
                if in_link:
                    link_mass += len(text.strip().encode())
                is_strong = is_strong and in_strong
            elif pieces:
                pieces.append(" ")
        elif (tag := _KNOWN_TAGS.get(kind) or _tag_of(node, kind)) == "br":
            if pieces:
                pieces.append(BREAK)
        elif tag[0] not in "-!":
            at += 1
            attrs = NO_ATTRIBUTES if tag in PLAIN_TAGS else node.attributes or NO_ATTRIBUTES
            name, is_own = _told_by(tag, attrs) if attrs else ("", tag in NOISE_TAGS)
            nodes.append(node)
            tags.append(tag)
            parents.append(parent)
            names.append(name)
            attributes.append(attrs)
            noise.append(is_own)
            is_block = is_own or tag in BLOCK_TAGS
            if is_block:
                _flush(page, pieces, current, link_mass, is_strong)
                link_mass, is_strong, current = 0, True, at
            if (child := node.first_child) is not None:
                above.append((node, parent, block, in_link, in_strong))
                in_link = in_link or tag == "a"
                in_strong = in_strong or tag in STRONG_TAGS or (tag == "font" and _is_large(attrs))
                parent, block, node = at, at if is_block else block, child
                continue
        node = node.next if above else None
        while node is None and above:
            node, parent, block, in_link, in_strong = above.pop()
            node = node.next if above else None
    _flush(page, pieces, current, link_mass, is_strong)


def _flush(page: Page, pieces: list[str], element: int, link_mass: int, is_strong: bool) -> None:
    """Add the text gathered for an element, if there is one, and begin anew."""
    if pieces:
        _emit(page, "".join(pieces), element, link_mass, is_strong)
        pieces.clear()


def _tag_of(node: LexborNode, kind: int) -> str:
    """An element's tag; one that HTML knows is remembered by the parser's number for it."""
    tag = node.tag or "-"
    if kind <= LAST_KNOWN_ID:
        _KNOWN_TAGS[kind] = tag
    return tag


def _told_by(tag: str, attrs: Attributes) -> tuple[str, bool]:
    """The names that a site gave to an element, in one string, and whether they or its state make it noise."""
    name = attrs.get("class") or ""
    if (name and len(attrs) == 1) or TOLD_KEYS.isdisjoint(attrs):
        name = name[:MAX_NAMES]
        # Without a name only the tag can tell, and links and pictures are told by nothing here.
        return name, _is_noise(tag, name) if name and tag in NAMED_TAGS else tag in NOISE_TAGS
    more = [value for key in NAME_KEYS if (value := attrs.get(key))]
    name = " ".join([name, *more])[:MAX_NAMES]
    return name, _is_noise(tag, name) or (not HIDING_KEYS.isdisjoint(attrs) and _is_hidden(tag, attrs))


def _is_large(attrs: Attributes) -> bool:
    """Whether a font element's size is above the usual 3."""
    size = (attrs.get("size") or "").strip()
    return size[:1] == "+" or size in ("4", "5", "6", "7")


@lru_cache(maxsize=65_536)
def _is_noise(tag: str, name: str) -> bool:
    """Whether tag and names say that an element is not the article's text."""
    if tag in EXEMPT_TAGS:
        return False
    if tag in NOISE_TAGS:
        return not (tag == "figure" and FIGURE_TEXT.search(name))
    if not name:
        return False
    if tag in TEXT_TAGS:
        return is_text_noise_name(name)
    return tag in BLOCK_TAGS and is_noise_name(name)


def _is_hidden(tag: str, attrs: Attributes) -> bool:
    """Whether an element's attributes hide it or give it the role of something else."""
    if tag in EXEMPT_TAGS:
        return False
    if "hidden" in attrs or attrs.get("role") in NOISE_ROLES:
        return True
    # Paragraphs behind a soft wall are hidden from screen readers and yet the text.
    if attrs.get("aria-hidden") == "true" and tag not in TEXT_TAGS:
        return True
    style = attrs.get("style") or ""
    return "none" in style and HIDDEN_STYLE.search(style) is not None


def _emit(page: Page, raw: str, element: int, link_mass: int, is_strong: bool) -> None:
    """Add the block or, where there are line breaks, the blocks of a gathered text."""
    tag = page.tags[element]
    if tag == "pre":
        lines = [raw.replace(BREAK, "\n").strip("\n")]
    elif BREAK in raw:
        lines = split_breaks(raw)
    else:
        line = " ".join(raw.split())
        if line:
            mass = len(line) if line.isascii() else len(line.encode())
            page.blocks.append(Block(line, element, tag, mass, min(mass, link_mass), is_strong))
        return
    total = sum([len(line.encode()) for line in lines]) or 1
    for line in lines:
        if line:
            mass = len(line.encode())
            page.blocks.append(Block(line, element, tag, mass, min(mass, link_mass * mass // total), is_strong))


def split_breaks(raw: str) -> list[str]:
    """The paragraphs of a text with line breaks.

    Two breaks part paragraphs, as does one after the end of a sentence or before an ideographic space; any other
    single break only wraps a line, and joins without a space where both sides are Japanese.
    """
    paragraphs: list[list[str]] = []
    is_apart, last = True, ""
    for part in raw.split(BREAK):
        line = " ".join(part.split())
        if not line:
            is_apart = True
            continue
        if is_apart or last in LINE_ENDS or part.lstrip(" \t\r\n")[:1] == "\u3000":
            paragraphs.append([line])
        else:
            is_japanese = ord(last) > FIRST_WIDE and ord(line[0]) > FIRST_WIDE
            paragraphs[-1] += [line] if is_japanese else [" ", line]
        is_apart, last = False, line[-1]
    return ["".join(paragraph) for paragraph in paragraphs]
