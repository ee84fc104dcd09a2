"""What a report says, before any form: the page, the digest and the feed are made from one of these.

Ids are those of the warehouse; names are in the report's language where the register has both. Scores are standard
errors (trend.rate_change): 2 is a clear rise, -2 a clear fall, between -1 and 1 little can be said.
"""

from dataclasses import dataclass
from datetime import date, datetime

from tasks.report.week import Week


@dataclass(frozen=True)
class Link:
    """An article that a reader can open."""

    title: str
    url: str | None
    """http or https; None where the stored address is neither."""
    source: str
    on: date
    lang: str


@dataclass(frozen=True)
class Quote:
    """A sentence that an article says, under its headline."""

    link: Link
    sentence: str


@dataclass(frozen=True)
class WeekCount:
    """The stories of one week; ``count`` is None where a gap in coverage leaves it unknown."""

    week: Week
    count: int | None
    is_complete: bool


@dataclass(frozen=True)
class Topic:
    """A theme or a company by its name."""

    id: str
    name: str


@dataclass(frozen=True)
class Mover:
    """A company whose week differs from the eight before."""

    company: Topic
    story_count: int
    article_count: int
    outlet_count: int
    expected: float | None
    """Stories that the eight weeks before lead to expect, gaps allowed for; None where they are not known."""
    score: float | None
    weeks: tuple[WeekCount, ...]
    """Oldest first."""
    themes: tuple[Topic, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class Share:
    """A company's part of all stories about Japanese start-ups."""

    company: Topic
    story_count: int
    share: float
    earlier_share: float | None
    """Over the four weeks before; None where they hold no story."""


@dataclass(frozen=True)
class Change:
    """The last four weeks of a company or theme against the four before."""

    topic: Topic
    story_count: int
    """In the week told; -1 where it is not asked for."""
    recent: int
    earlier: int
    expected: float | None
    score: float | None


@dataclass(frozen=True)
class Heat:
    """Themes by company: stories of the last four weeks about the one and on the other."""

    companies: tuple[Topic, ...]
    themes: tuple[Topic, ...]
    counts: dict[tuple[str, str], int]
    """(company id, theme id) to stories; absent is none."""


@dataclass(frozen=True)
class Round:
    """A funding round of the last four weeks."""

    announced_on: date
    company: str
    is_this_week: bool
    amount: float | None
    currency: str | None
    round: str | None
    lead: str | None
    investors: tuple[str, ...]
    quote: Quote
    articles: tuple[Link, ...]
    disagreements: tuple[str, ...]
    """Of amount, round, lead, instrument and date: what the articles give differently."""


@dataclass(frozen=True)
class NewName:
    """A name written for the first time in the week."""

    name: str
    is_registered: bool
    quote: Quote
    articles: tuple[Link, ...]


@dataclass(frozen=True)
class Gap:
    """A source of which something is not known."""

    source: str
    days: tuple[date, ...]
    """Days of the week that no poll reaches."""
    is_unwatched: bool
    """Nothing was expected of it yet: the whole week is unknown."""


@dataclass(frozen=True)
class Coverage:
    """How much of a week the sources delivered."""

    week: Week
    share: float
    is_complete: bool
    covered: int
    expected: int
    """Pairs of source and day."""
    source_count: int
    """Sources expected to deliver."""


@dataclass(frozen=True)
class Story:
    """A story of the week by itself."""

    story_id: str
    link: Link
    opening: str
    outlet_count: int
    article_count: int


@dataclass(frozen=True)
class IndexedStory:
    """A numbered story of the index, with all its articles of the nine weeks, its lead first."""

    number: int
    articles: tuple[Link, ...]


@dataclass(frozen=True)
class IndexLine:
    """The stories that stand behind the figures of a company or theme, by their numbers."""

    topic: Topic
    weeks: tuple[tuple[Week, tuple[int, ...]], ...]
    """Newest first; weeks without stories are left out. A story told over two weeks stands in both."""
    themes: tuple[tuple[Topic, tuple[int, ...]], ...]
    """Of a company: the stories of the last four weeks about it, by theme."""


@dataclass(frozen=True)
class Index:
    """What every figure can be walked back to."""

    stories: tuple[IndexedStory, ...]
    """Newest first, numbered from 1."""
    numbers: dict[str, int]
    """story_id to number."""
    companies: tuple[IndexLine, ...]
    themes: tuple[IndexLine, ...]


@dataclass(frozen=True)
class Report:
    """One week."""

    week: Week
    lang: str
    """ja or en: the language of the report's own words."""
    made_at: datetime
    is_sample: bool
    is_over: bool
    """Its Sunday had ended in Tokyo when the report was made."""
    article_count: int
    story_count: int
    outlet_count: int
    movers: tuple[Mover, ...]
    """Clear and likely rises, strongest first."""
    quiet: tuple[Mover, ...]
    """Falls, strongest first."""
    others: tuple[Mover, ...]
    """Other start-ups named in the week."""
    stories: tuple[Story, ...]
    shares: tuple[Share, ...]
    momentum: tuple[Change, ...]
    themes: tuple[Change, ...]
    heat: Heat
    rounds: tuple[Round, ...]
    names: tuple[NewName, ...]
    coverage: Coverage | None
    """None where nothing was expected of any source in the week."""
    coverage_before: tuple[Coverage, ...]
    """Of the weeks before that have one, oldest first."""
    gaps: tuple[Gap, ...]
    index: Index
