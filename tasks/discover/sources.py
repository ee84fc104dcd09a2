"""The list of sources: one ``[[source]]`` block of TOML each, checked on load.

Errors:

    Exception
    └── SourcesError     the file cannot be used; one line for each fault: file, source, key, what was expected
"""

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from tasks.files import read_toml
from tasks.urls import BadUrl, host_of

FeedFormat = Literal["rss2", "rss1", "atom", "jsonfeed", "sitemap", "news-sitemap", "listing"]
SourceKind = Literal["media", "wire", "company", "public", "blog", "preprint"]


class SourcesError(Exception):
    """The sources file cannot be used; the message has one line for each fault."""


def _web_address(text: str) -> str:
    try:
        host_of(text)
    except BadUrl as error:
        raise ValueError("expected an address that begins with http:// or https://") from error
    if not text.startswith(("http://", "https://")):
        raise ValueError("expected an address that begins with http:// or https://")
    return text


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"expected a regular expression ({error})") from error
    return text


WebAddress = Annotated[str, AfterValidator(_web_address)]
Pattern = Annotated[str, AfterValidator(_pattern)]


class Feed(BaseModel):
    """One address that names articles."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: WebAddress
    format: FeedFormat
    """What is expected there; what really comes is recognised and told."""
    selector: str | None = None
    """CSS selector of a listing's items: links, or boxes that hold one."""
    include: Pattern | None = None
    """A link counts only where this matches somewhere in it."""

    @model_validator(mode="after")
    def _listing_has_a_way_to_its_links(self) -> Self:
        if self.format == "listing" and self.selector is None and self.include is None:
            raise ValueError("expected selector or include: a listing's links must be told from the rest")
        return self


class Source(BaseModel):
    """One publisher to watch."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
    name: Annotated[str, Field(min_length=1)]
    homepage: WebAddress
    lang: Literal["ja", "en"]
    kind: SourceKind
    tier: Annotated[int, Field(ge=1, le=3)]
    """1 mild terms, on by default; 2 restricted, off until the operator accepts; 3 documented only."""
    enabled: bool
    feeds: Annotated[tuple[Feed, ...], Field(min_length=1)]
    article_url: Pattern | None = None
    """A link of any of the feeds counts only where this matches somewhere in it."""
    min_interval_seconds: Annotated[float, Field(ge=0, le=3600)] = 5.0
    """Between two requests to one of its hosts."""
    poll_minutes: Annotated[int, Field(ge=1, le=10_080)] = 60
    """The shortest time between two looks at its feeds."""
    min_items: Annotated[int, Field(ge=0)] | None = None
    """Fewer than this in a feed is worth a look."""
    max_silence_days: Annotated[int, Field(ge=1)] | None = None
    """A newest item older than this is worth a look."""
    max_links_per_poll: Annotated[int, Field(ge=1)] | None = None
    """The newest so many of a feed are taken."""
    requires_terms: bool = False
    """Switched on only by an operator who accepts its terms by name."""
    store_body: bool = True
    """Whether article bodies may be kept."""
    terms: str | None = None
    """One line."""
    terms_url: WebAddress | None = None
    terms_checked_on: date | None = None
    evidence: str | None = None
    """Why the addresses are believed to be right."""
    confidence: Literal["high", "medium", "low"] | None = None

    @model_validator(mode="after")
    def _addresses_differ(self) -> Self:
        urls = [feed.url for feed in self.feeds]
        if len(set(urls)) < len(urls):
            raise ValueError("expected each feed address once")
        return self


def load_sources(path: Path) -> list[Source]:
    """The sources of a TOML file, in its order.

    Raises:
        SourcesError: the file is missing or is no TOML, a block has a fault, or an id or feed occurs twice.
    """
    table = read_toml(path, SourcesError, "expected TOML with [[source]] blocks")
    blocks = table.get("source")
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise SourcesError(f"{path}: expected [[source]] blocks")
    faults = [f"{path}: unknown table {name!r}; expected only [[source]] blocks" for name in table if name != "source"]
    sources = []
    for number, block in enumerate(blocks, start=1):
        try:
            sources.append(Source.model_validate(block))
        except ValidationError as error:
            name = f"source {block.get('id', '')!r}" if block.get("id") else f"source number {number}"
            faults += [f"{path}: {name}: {_fault(detail)}" for detail in _innermost(error.errors())]
    faults += [f"{path}: {fault}" for fault in _repeated(sources)]
    if faults:
        raise SourcesError("\n".join(faults))
    return sources


def _innermost(details: list[ErrorDetails]) -> list[ErrorDetails]:
    """The errors without those of a whole whose part has one: a list is not empty because its one item is wrong."""
    places = [detail["loc"] for detail in details]
    return [d for d in details if not any(p[: len(d["loc"])] == d["loc"] and p != d["loc"] for p in places)]


def _fault(detail: ErrorDetails) -> str:
    """One line of a pydantic error: key, what was expected, what was found."""
    key = ".".join(str(part) for part in detail["loc"])
    message = str(detail["msg"]).removeprefix("Value error, ")
    found = repr(detail.get("input"))
    shown = f" (found {found})" if detail["type"] != "missing" and len(found) <= 80 else ""
    return f"{key + ': ' if key else ''}{message}{shown}"


def _repeated(sources: list[Source]) -> list[str]:
    """Ids and feed addresses that occur twice."""
    faults, ids, feeds = [], set[str](), dict[str, str]()
    for source in sources:
        if source.id in ids:
            faults.append(f"source {source.id!r}: id: expected each id once")
        ids.add(source.id)
        for feed in source.feeds:
            if feed.url in feeds and feeds[feed.url] != source.id:
                faults.append(f"source {source.id!r}: feeds: {feed.url} is {feeds[feed.url]!r}'s too; expected once")
            feeds.setdefault(feed.url, source.id)
    return faults
