"""Reads a week from the published file into a Report. Nothing here knows of HTML or Markdown."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from tasks.report.index import Wanted, read_index
from tasks.report.links import safe_url
from tasks.report.model import (
    Change,
    Coverage,
    Gap,
    Heat,
    Link,
    Mover,
    NewName,
    Quote,
    Report,
    Round,
    Share,
    Story,
    WeekCount,
)
from tasks.report.reading import Reading, default_week, link, open_reading
from tasks.report.telling import shorten
from tasks.report.week import BEFORE, NoArticles, Week
from tasks.report.words import TOKYO

MOVERS = 5
QUOTES = 4
BARS = 10
THEMES = 8
STORIES = 6
HEAT_COMPANIES = 8
HEAT_THEMES = 10
"""How many of each a reader is shown; the digest and the feed show the same."""

LIKELY = 1.0
"""Least score, in standard errors, of a change that is told; a clear one has 2."""


def read_report(snapshot: Path, week: Week | None, lang: str, now: datetime) -> Report:
    """The report of a week, by default of the last whole one in the file at ``snapshot``.

    Raises:
        NoArticles: no week was given and the file has no article to find one by.
        WarehouseError: nothing was published, or the file cannot be read.
    """
    with open_reading(snapshot, lang) as reading:
        week = week or default_week(reading)
        if week is None:
            raise NoArticles(f"{snapshot}: no article yet, so no week to tell of; start «kawaraban run» first")
        return _read(reading, week, now)


def _read(reading: Reading, week: Week, now: datetime) -> Report:
    days = {"monday": week.monday, "sunday": week.sunday}
    totals = reading.rows("totals", **days)[0]
    movers = _movers(reading, week)
    rising, quiet, others = _sorted_movers(movers)
    shares = _shares(reading, days)
    momentum = _momentum(reading, days)
    themes = _themes(reading, days)
    heat = _heat(reading, days)
    weeks = _weeks(reading, [mover.company.id for mover in rising], week)
    rising = tuple(_with_quotes(reading, mover, week, weeks) for mover in rising)
    stories = _stories(reading, days, {quote.link.url for mover in rising for quote in mover.quotes})
    shown = [m.company.id for m in (*rising, *quiet, *others)]
    shown += [s.company.id for s in shares] + [c.topic.id for c in momentum] + [c.id for c in heat.companies]
    wanted = Wanted(shown, [c.topic.id for c in themes], [s.story_id for s in stories])
    coverage = _coverage(reading, week)
    return Report(
        week=week,
        lang=reading.lang,
        made_at=now,
        is_sample=totals["is_sample"],
        is_over=now.astimezone(TOKYO).date() > week.sunday,
        article_count=totals["article_count"],
        story_count=totals["story_count"],
        outlet_count=totals["outlet_count"],
        movers=rising,
        quiet=quiet,
        others=others,
        stories=stories,
        shares=shares,
        momentum=momentum,
        themes=themes,
        heat=heat,
        rounds=_rounds(reading, week, days),
        names=_names(reading, days),
        coverage=coverage[-1] if coverage and coverage[-1].week == week else None,
        coverage_before=tuple(c for c in coverage if c.week != week),
        gaps=tuple(Gap(row["name"], tuple(row["days"]), row["is_unwatched"]) for row in reading.rows("gaps", **days)),
        index=read_index(reading, week, wanted),
    )


def _movers(reading: Reading, week: Week) -> list[Mover]:
    """Every Japanese start-up of the nine weeks, without quotes and weeks yet."""
    rows = reading.rows("movers", monday=week.monday, sunday=week.sunday)
    return [
        Mover(
            company=reading.company(row["company_id"]),
            story_count=row["story_count"],
            article_count=row["article_count"],
            outlet_count=row["outlet_count"],
            expected=row["expected"],
            score=row["score"],
            weeks=(),
            themes=(),
            quotes=(),
        )
        for row in rows
    ]


def _sorted_movers(movers: Sequence[Mover]) -> tuple[tuple[Mover, ...], tuple[Mover, ...], tuple[Mover, ...]]:
    """(rises of at least two stories, falls, others named in the week); where nothing rose, nothing is told to have."""
    rising = [m for m in movers if m.score is not None and m.score >= LIKELY and m.story_count >= 2][:MOVERS]
    quiet = [m for m in reversed(movers) if m.score is not None and m.score <= -LIKELY][:MOVERS]
    told = {m.company.id for m in (*rising, *quiet)}
    others = [m for m in movers if m.story_count and m.company.id not in told]
    others.sort(key=lambda m: (-m.story_count, m.company.id))
    return tuple(rising), tuple(quiet), tuple(others)


def _weeks(reading: Reading, companies: list[str], week: Week) -> dict[tuple[str, Week], WeekCount]:
    """What is known of each company's nine weeks."""
    rows = (
        reading.rows("timeline", companies=companies, first=week.back(BEFORE).monday, sunday=week.sunday)
        if companies
        else []
    )
    counts = (
        (row["company_id"], WeekCount(Week(row["period_on"]), row["story_count"], row["is_complete"])) for row in rows
    )
    return {(company, count.week): count for company, count in counts}


def _with_quotes(reading: Reading, mover: Mover, week: Week, known: dict[tuple[str, Week], WeekCount]) -> Mover:
    """The mover with its nine weeks and the sentences that say why."""
    days = {"company": mover.company.id, "monday": week.monday, "sunday": week.sunday}
    weeks = (known.get((mover.company.id, w), WeekCount(w, None, False)) for w in reversed(week.told()))
    return replace(
        mover,
        weeks=tuple(weeks),
        themes=tuple(reading.theme(row["theme_id"]) for row in reading.rows("week_themes", **days)[:3]),
        quotes=tuple(
            Quote(link(row), shorten(row["sentence"], row["alias"])) for row in reading.rows("quotes", **days)[:QUOTES]
        ),
    )


def _shares(reading: Reading, days: dict[str, Any]) -> tuple[Share, ...]:
    return tuple(
        Share(reading.company(row["company_id"]), row["story_count"], row["story_share"], row["earlier_share"])
        for row in reading.rows("share", **days)[:BARS]
    )


def _change(topic: Any, row: dict[str, Any]) -> Change:
    return Change(topic, row.get("story_count", -1), row["recent"], row["earlier"], row["expected"], row["score"])


def _momentum(reading: Reading, days: dict[str, Any]) -> tuple[Change, ...]:
    """The companies that moved most, rises first. One story against none is left out: it says nothing."""
    changes = [_change(reading.company(row["company_id"]), row) for row in reading.rows("momentum", **days)]
    moved = [c for c in changes if c.score is not None and max(c.recent, c.earlier) >= 2][:BARS]
    return tuple(sorted(moved, key=lambda c: (-(c.score or 0), -c.recent, c.topic.id)))


def _themes(reading: Reading, days: dict[str, Any]) -> tuple[Change, ...]:
    """The themes that moved most, rises first; where nothing can be compared, those most told in the week."""
    changes = [_change(reading.theme(row["theme_id"]), row) for row in reading.rows("themes", **days)]
    moved = [c for c in changes if c.score is not None and abs(c.score) >= LIKELY]
    if not moved:
        told = [c for c in changes if c.story_count]
        return tuple(sorted(told, key=lambda c: (-c.story_count, c.topic.id))[:THEMES])
    strongest = sorted(moved, key=lambda c: (-abs(c.score or 0), c.topic.id))[:THEMES]
    return tuple(sorted(strongest, key=lambda c: (-(c.score or 0), c.topic.id)))


def _heat(reading: Reading, days: dict[str, Any]) -> Heat:
    """The companies and themes with most in common, each ordered by its sum."""
    counts = {(row["company_id"], row["theme_id"]): row["story_count"] for row in reading.rows("heat", **days)}
    companies = _largest([(company, n) for (company, _), n in counts.items()], HEAT_COMPANIES)
    kept = {pair: n for pair, n in counts.items() if pair[0] in companies}
    themes = _largest([(theme, n) for (_, theme), n in kept.items()], HEAT_THEMES)
    shown = {company for company, theme in kept if theme in themes}
    return Heat(
        companies=tuple(reading.company(company) for company in companies if company in shown),
        themes=tuple(reading.theme(theme) for theme in themes),
        counts={pair: n for pair, n in kept.items() if pair[1] in themes},
    )


def _largest(counts: Sequence[tuple[str, int]], top: int) -> list[str]:
    """The keys with the largest sums."""
    sums: dict[str, int] = {}
    for key, count in counts:
        sums[key] = sums.get(key, 0) + count
    return sorted(sums, key=lambda key: (-sums[key], key))[:top]


def _stories(reading: Reading, days: dict[str, Any], quoted: set[str | None]) -> tuple[Story, ...]:
    """The most widely told stories that the reader has not met as a quote."""
    rows = reading.rows("stories", top=STORIES + len(quoted), **days)
    found = [
        Story(row["story_id"], link(row), row["opening"], row["outlet_count"], row["article_count"]) for row in rows
    ]
    return tuple(story for story in found if story.link.url is None or story.link.url not in quoted)[:STORIES]


def _rounds(reading: Reading, week: Week, days: dict[str, Any]) -> tuple[Round, ...]:
    found = []
    for row in reading.rows("rounds", **days):
        first = Link(
            row["first_title"] or "",
            safe_url(row["first_url"]),
            row["first_source"] or "",
            row["announced_on"],
            row["lang"] if row["lang"] in ("ja", "en") else "und",
        )
        found.append(
            Round(
                announced_on=row["announced_on"],
                company=reading.company(row["company"]).name,
                is_this_week=row["announced_on"] >= week.monday,
                amount=row["amount"],
                currency=row["currency"],
                round=row["round"],
                lead=reading.company(row["lead"]).name if row["lead"] else None,
                investors=tuple(reading.company(name).name for name in row["investors"] if name != row["lead"]),
                quote=Quote(first, shorten(row["first_evidence"], None)),
                articles=tuple(link(article) for article in row["articles"]),
                disagreements=tuple(row["disagreements"]),
            )
        )
    return tuple(found)


def _names(reading: Reading, days: dict[str, Any]) -> tuple[NewName, ...]:
    """Registered companies that appear for the first time, then names that no register knows."""
    registered = [
        NewName(reading.company(row["company_id"]).name, True, Quote(link(row), row["title"]), (link(row),))
        for row in reading.rows("first_appearances", **days)
    ]
    unknown = []
    for row in reading.rows("new_names", **days):
        articles = tuple(link(article) for article in row["articles"])
        first = next((a for a in articles if a.url == safe_url(row["first_url"])), articles[0])
        unknown.append(NewName(row["name"], False, Quote(first, shorten(row["first_sentence"], row["name"])), articles))
    return (*registered, *unknown)


def _coverage(reading: Reading, week: Week) -> list[Coverage]:
    """Of the nine weeks, oldest first."""
    rows = reading.rows("coverage", first=week.back(BEFORE).monday, monday=week.monday)
    return [
        Coverage(
            week=Week(row["period_on"]),
            share=row["coverage"],
            is_complete=row["is_complete"],
            covered=row["covered_count"],
            expected=row["expected_count"],
            source_count=row["source_count"],
        )
        for row in rows
    ]
