"""Builds the index: for each figure of a report, the articles that it counts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tasks.report.model import Index, IndexedStory, IndexLine, Topic
from tasks.report.reading import Reading, link
from tasks.report.week import BEFORE, Week

RECENT = 4
"""Weeks that the heat map looks at."""


@dataclass(frozen=True)
class Wanted:
    """What a report shows figures of: ids."""

    companies: Sequence[str]
    themes: Sequence[str]
    stories: Sequence[str]


@dataclass(frozen=True)
class _Told:
    """An article of a story, and what it counts for."""

    number: int
    on: date
    companies: frozenset[str]
    about: frozenset[str]
    themes: frozenset[str]


def read_index(reading: Reading, week: Week, wanted: Wanted) -> Index:
    """The index of the nine weeks up to ``week``."""
    rows = reading.rows(
        "index",
        first=week.back(BEFORE).monday,
        sunday=week.sunday,
        companies=list(dict.fromkeys(wanted.companies)),
        themes=list(wanted.themes),
        stories=list(wanted.stories),
    )
    numbers: dict[str, int] = {}
    articles: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        number = numbers.setdefault(row["story_id"], len(numbers) + 1)
        articles.setdefault(number, []).append(row)
    told = [
        _Told(
            numbers[row["story_id"]],
            row["counted_on"],
            frozenset(row["companies"]),
            frozenset(row["about"]),
            frozenset(row["themes"]),
        )
        for row in rows
    ]
    companies = [reading.company(company) for company in dict.fromkeys(wanted.companies)]
    return Index(
        stories=tuple(
            IndexedStory(number, tuple(link(row) for row in _lead_first(story, group)))
            for (story, number), group in zip(numbers.items(), articles.values(), strict=True)
        ),
        numbers=numbers,
        companies=tuple(_company_line(reading, week, company, told) for company in companies),
        themes=tuple(_theme_line(week, reading.theme(theme), told) for theme in wanted.themes),
    )


def _lead_first(story_id: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A story's rows with its lead in front; its id is its lead's."""
    return sorted(rows, key=lambda row: row["article_id"] != story_id)


def _company_line(reading: Reading, week: Week, company: Topic, told: Sequence[_Told]) -> IndexLine:
    named = [t for t in told if company.id in t.companies]
    since = week.back(RECENT - 1).monday
    recent = [t for t in told if since <= t.on <= week.sunday]
    about = {t.number for t in recent if company.id in t.about}
    themes: dict[str, set[int]] = {}
    for article in recent:
        if article.number in about:
            for theme in article.themes:
                themes.setdefault(theme, set()).add(article.number)
    lines = [(reading.theme(theme), tuple(sorted(numbers))) for theme, numbers in themes.items()]
    return IndexLine(company, _by_week(week, named), tuple(sorted(lines, key=lambda line: (-len(line[1]), line[0].id))))


def _theme_line(week: Week, theme: Topic, told: Sequence[_Told]) -> IndexLine:
    return IndexLine(theme, _by_week(week, [t for t in told if theme.id in t.themes]), ())


def _by_week(week: Week, told: Sequence[_Told]) -> tuple[tuple[Week, tuple[int, ...]], ...]:
    within: Callable[[Week], Iterable[int]] = lambda w: {t.number for t in told if w.monday <= t.on <= w.sunday}  # noqa: E731
    found = ((w, tuple(sorted(within(w)))) for w in week.told())
    return tuple((w, numbers) for w, numbers in found if numbers)
