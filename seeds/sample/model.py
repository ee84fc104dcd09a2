"""What the newsroom is made of: spans, blocks, articles, outlets. Plain data, no behaviour of the web."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

JST = timezone(timedelta(hours=9), "JST")

BODY_KINDS = ("paragraph", "heading", "question", "item", "note")
"""Blocks that a reader calls the body; the others are captions and the profile at the end of a release."""


class SampleError(ValueError):
    """A text or an outlet of the sample newsroom is written wrongly; the message names file and key."""


@dataclass(frozen=True)
class Span:
    """A run of text within a block. ``company`` and ``unknown`` mark a name that a tagger should find."""

    text: str
    company: str | None = None
    unknown: str | None = None
    reading: str | None = None
    is_decoy: bool = False
    """Looks like a registered name and is none."""


@dataclass(frozen=True)
class Block:
    """One paragraph, heading, question, list item, note, caption, profile line or page break."""

    kind: str
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """As a reader quotes it: ruby without its readings."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True)
class Funding:
    """A round or loan that the text announces; ``words`` is the evidence and stands in the text."""

    company: str
    amount: float | None
    currency: str | None
    round: str | None
    investors: tuple[str, ...]
    words: str
    lead: str | None = None


@dataclass(frozen=True)
class Article:
    """One article of one outlet, as it reads at one time."""

    key: str
    outlet: str
    title: Block
    blocks: tuple[Block, ...]
    published: datetime
    authors: tuple[str, ...] = ()
    salient: tuple[str, ...] = ()
    salient_optional: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    themes_optional: tuple[str, ...] = ()
    funding: tuple[Funding, ...] = ()
    story: str | None = None
    role: str = "lead"
    kind: str = "ニュース"
    issuer: str | None = None
    access: str = "free"
    """free, registration (the whole text below a notice) or stub (only the beginning)."""
    is_sponsored: bool = False
    features: tuple[str, ...] = ()
    modified: datetime | None = None
    edited: "Article | None" = None
    """The version that replaces this one from ``edited.modified`` on."""

    @property
    def body(self) -> tuple[str, ...]:
        """Body paragraphs in order, heads and notes included."""
        return tuple(block.text for block in self.blocks if block.kind in BODY_KINDS)

    @property
    def companies(self) -> tuple[str, ...]:
        """Ids of the registered organisations that title and body name, in order of appearance."""
        return _distinct(span.company for span in self._read_spans())

    @property
    def unknown_names(self) -> tuple[str, ...]:
        """Organisations outside the register that title and body name."""
        return _distinct(span.unknown for span in self._read_spans())

    def _read_spans(self) -> Iterable[Span]:
        yield from self.title.spans
        for block in self.blocks:
            if block.kind in BODY_KINDS:
                yield from block.spans

    def at(self, instant: datetime) -> "Article":
        """The version that was online at ``instant``."""
        is_edited = self.edited is not None and self.edited.modified is not None and self.edited.modified <= instant
        return self.edited if is_edited and self.edited is not None else self


@dataclass(frozen=True)
class FeedPlan:
    """One way an outlet lists its articles."""

    path: str
    format: str
    encoding: str = "utf-8"
    query: str = ""
    """Tracking parameters that the feed appends to its links."""
    links: str = "absolute"
    """absolute or relative."""
    dates: str = "second"
    """second, day or none."""
    days: int | None = None
    """Only articles of the last so many days; null lists all."""


@dataclass(frozen=True)
class Outlet:
    """An invented publisher: its host, its house style and its habits."""

    id: str
    name: str
    host: str
    lang: str
    layout: str
    tagline: str
    path: str
    """Address of an article: ``{key} {yyyy} {yy} {mm} {dd} {n3} {n6} {n9}`` are filled in."""
    feeds: tuple[FeedPlan, ...]
    encoding: str = "utf-8"
    declared: str = "utf-8"
    http_charset: str = "utf-8"
    precision: str = "minute"
    disallow: tuple[str, ...] = ()
    crawl_delay: float | None = None
    is_gzipped: bool = False
    validators: str = "both"
    """both, etag or date: what its server sends."""
    ranking: tuple[str, ...] = ()
    footer: str = ""


@dataclass(frozen=True)
class Oddity:
    """A link of a feed behind which no article stands."""

    key: str
    outlet: str
    kind: str
    """gone, forbidden, listing, consent or file."""
    title: str
    published: datetime
    path: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Texts:
    """Everything that is written by hand, read and checked."""

    outlets: tuple[Outlet, ...]
    articles: tuple[Article, ...]
    oddities: tuple[Oddity, ...] = field(default=())


def _distinct(names: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
