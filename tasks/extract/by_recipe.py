"""A recipe applied to a parsed page."""

from dataclasses import dataclass, field
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tasks.dates import parse_date
from tasks.extract.authors import read_byline
from tasks.extract.page import Page
from tasks.extract.published import DatedEvidence
from tasks.extract.recipes import Recipe, RecipeVersion

UNREAD = frozenset({"script", "style", "rt", "rp"})


@dataclass
class Cooked:
    """What a recipe found; empty without a recipe."""

    name: str | None = None
    elements: list[int] = field(default_factory=list)
    """Addresses in memory of the body's elements."""
    drops: set[int] = field(default_factory=set)
    title: str = ""
    authors: list[str] = field(default_factory=list)
    desk: str | None = None
    published: DatedEvidence | None = None
    next_links: list[LexborNode] = field(default_factory=list)
    has_wall: bool = False
    missed: list[str] = field(default_factory=list)

    @property
    def note(self) -> str | None:
        """Which of the recipe's fields found nothing."""
        return f"recipe {self.name} found no {', '.join(self.missed)}" if self.missed else None

    def fail(self, what: str) -> None:
        """Note that a field was not found, and that the general path gives it."""
        self.missed.append(what)
        if what == "body":
            self.elements = []

    def tops(self, page: Page) -> list[int]:
        """The body's elements as indices of the page, outermost only, cleared of noise above them."""
        if not self.elements:
            return []
        wanted = set(self.elements)
        found: list[int] = []
        for at, node in enumerate(page.nodes):
            if node.mem_id in wanted and not (found and at < page.ends[found[-1]]):
                found.append(at)
        if not found:
            self.fail("body")
        for top in found:
            self._clear_noise(page, top)
        return found

    def _clear_noise(self, page: Page, top: int) -> None:
        """Inside the body only what the recipe drops and what its own boxes say is noise."""
        noise = dict.fromkeys(range(top, page.ends[top]), -1)
        for at in range(top + 1, page.ends[top]):
            above = noise.get(page.parents[at], -1)
            noise[at] = above if above >= 0 else at if page.is_noise[at] else -1
        for block in page.blocks:
            if block.element in noise:
                block.noise = noise[block.element]

    def mark_drops(self, page: Page) -> None:
        """Make noise of the elements that the recipe drops."""
        for at, node in enumerate(page.nodes):
            if node.mem_id in self.drops:
                page.is_noise[at] = True


def cook(
    tree: LexborHTMLParser, found: tuple[Recipe, RecipeVersion] | None, sites: set[str], reference: datetime | None
) -> Cooked:
    """Everything that a recipe's selectors find. To be called before the page is read, which takes elements out.

    ``sites``: squeezed names of the site, which are never persons.
    """
    if found is None:
        return Cooked()
    recipe, version = found
    cooked = Cooked(f"{recipe.id}/{version.name}")
    for selector in version.drop:
        cooked.drops |= {node.mem_id for node in tree.css(selector)}
    cooked.elements = [node.mem_id for node in _first(tree, version.body)]
    if version.body and not cooked.elements:
        cooked.fail("body")
    if version.title:
        cooked.title = _text(_first(tree, version.title)[:1], cooked.drops)
        if not cooked.title:
            cooked.fail("title")
    if version.byline:
        byline = read_byline([_text([node], cooked.drops) for node in _first(tree, version.byline)], sites)
        cooked.authors, cooked.desk = byline.authors, byline.desk
        if not byline.authors and not byline.desk:
            cooked.fail("byline")
    if version.date:
        cooked.published = _date(_first(tree, version.date), reference)
        if cooked.published is None:
            cooked.fail("date")
    cooked.next_links = [node for node in _first(tree, version.next) if node.tag == "a"]
    cooked.has_wall = bool(_first(tree, version.paywall))
    return cooked


def _first(tree: LexborHTMLParser, selectors: tuple[str, ...]) -> list[LexborNode]:
    """The nodes of the first selector that finds any."""
    for selector in selectors:
        if nodes := tree.css(selector):
            return nodes
    return []


def _text(nodes: list[LexborNode], drops: set[int]) -> str:
    """The text of nodes, or the content of a meta element, without the parts that the recipe drops."""
    parts: list[str] = []
    for node in nodes:
        if node.tag == "meta":
            parts.append(node.attributes.get("content") or "")
            continue
        hidden: set[int] = set()
        for inner in node.traverse(include_text=True):
            up = inner.parent.mem_id if inner.parent is not None else 0
            # The node itself may be one that the recipe drops from the body.
            is_root = inner.mem_id == node.mem_id
            if not is_root and (inner.mem_id in drops or up in hidden or inner.tag in UNREAD):
                hidden.add(inner.mem_id)
            elif inner.is_text_node:
                parts.append(inner.text_content or "")
    return " ".join("".join(parts).split())


def _date(nodes: list[LexborNode], reference: datetime | None) -> DatedEvidence | None:
    for node in nodes:
        attrs = node.attributes
        for raw in (attrs.get("datetime"), attrs.get("content"), node.text()):
            if raw and (stated := parse_date(raw, reference=reference)):
                return DatedEvidence(stated, "recipe")
    return None
