"""Questions asked of the sample newsroom's truth, and the same answers counted in plain Python beside them."""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from math import sqrt
from pathlib import Path

import pytest

from tests.warehouse.sample_truth import (
    ARTICLES,
    COMPANIES,
    NEWEST,
    STARTUPS,
    Told,
    answer,
    monday,
    of_company,
    since,
    stories,
)
from warehouse.query import ask_question
from warehouse.questions import list_questions


@pytest.mark.parametrize("name", [found.name for found in list_questions()])
def test_every_question_can_be_asked(snapshot: Path, name: str) -> None:
    assert ask_question(snapshot, name).columns


def test_totals(snapshot: Path) -> None:
    found = answer(snapshot, "totals")[0]
    assert (found["articles"], found["stories"]) == (len(ARTICLES), stories(ARTICLES))
    assert found["companies"] == len(frozenset().union(*(article.companies for article in ARTICLES)))
    assert found["themes"] == len(frozenset().union(*(article.themes for article in ARTICLES)))
    assert (found["from_on"], found["to_on"]) == (min(article.on for article in ARTICLES), NEWEST)


def test_each_version_of_the_registers_is_told_with_what_it_made(snapshot: Path) -> None:
    rows = answer(snapshot, "tags_by_register")
    totals = answer(snapshot, "totals")[0]
    assert [row["register_version"] for row in rows] == ["r1"]
    assert [rows[0][name] for name in ("articles", "mentions", "funding_claims")] == [
        totals[name] for name in ("articles", "mentions", "funding_claims")
    ]
    assert "register_version" in ask_question(snapshot, "evidence").columns


def test_companies_by_week(snapshot: Path) -> None:
    first = monday(NEWEST) - timedelta(weeks=7)
    expected = {}
    for company in STARTUPS:
        for week in {monday(article.on) for article in of_company(company) if article.on >= first}:
            told = [article for article in of_company(company) if monday(article.on) == week]
            about = stories(article for article in told if company in article.salient)
            expected[week, company] = (len(told), stories(told), len({article.source for article in told}), about)
    found = answer(snapshot, "companies_by_week")
    startups = {row["company_id"]: row for row in found if row["company_id"] in STARTUPS}
    assert startups
    assert {
        (row["week_on"], row["company_id"]): (row["articles"], row["stories"], row["outlets"], row["about"])
        for row in found
        if row["company_id"] in STARTUPS
    } == expected
    assert all(row["is_complete"] and row["coverage"] == 1 for row in found)


def test_trending_companies(snapshot: Path) -> None:
    end = monday(NEWEST + timedelta(days=1))
    expected = {}
    for company in STARTUPS:
        recent = stories(a for a in of_company(company) if end - timedelta(weeks=4) <= a.on < end)
        earlier = stories(a for a in of_company(company) if end - timedelta(weeks=8) <= a.on < end - timedelta(weeks=4))
        if recent or earlier:
            score = sqrt(2) * (sqrt(recent + 0.375) - sqrt(earlier + 0.375))
            expected[company] = (recent, earlier, pytest.approx(score, abs=0.006))
    found = answer(snapshot, "trending_companies")
    assert [row["momentum"] for row in found] == sorted((row["momentum"] for row in found), reverse=True)
    best = sorted(expected, key=lambda company: (-expected[company][2].expected, -expected[company][0], company))[:10]
    assert [row["company_id"] for row in found] == best
    assert {row["company_id"]: (row["stories"], row["stories_before"], row["momentum"]) for row in found} == {
        company: expected[company] for company in best
    }


def test_themes_that_moved(snapshot: Path) -> None:
    end = monday(NEWEST + timedelta(days=1))
    expected: dict[str, list[int]] = {}
    for number in (0, 1):
        low, high = end - timedelta(weeks=4 * number + 4), end - timedelta(weeks=4 * number)
        for theme in {theme for article in ARTICLES for theme in article.themes}:
            told = stories(a for a in ARTICLES if theme in a.themes and low <= a.on < high)
            expected.setdefault(theme, []).append(told)
    found = {row["theme_id"]: [row["stories"], row["stories_before"]] for row in answer(snapshot, "themes_that_moved")}
    assert found == {theme: counts for theme, counts in expected.items() if any(counts)}


def test_themes_by_week(snapshot: Path) -> None:
    found = answer(snapshot, "themes_by_week", theme="funding", weeks="20")
    told = defaultdict(set)
    for article in ARTICLES:
        if "funding" in article.themes:
            told[monday(article.on)].add(article.story)
    weekly = {week: stories(a for a in ARTICLES if monday(a.on) == week) for week in told}
    assert {row["week_on"]: (row["stories"], row["share"]) for row in found} == {
        week: (len(keys), pytest.approx(len(keys) / weekly[week], abs=0.0001)) for week, keys in told.items()
    }


def test_share_of_voice(snapshot: Path) -> None:
    month = [article for article in ARTICLES if article.on >= NEWEST.replace(day=1)]
    counts = {company: stories(of_company(company, month)) for company in STARTUPS}
    found = answer(snapshot, "share_of_voice", months="1", top="1000")
    assert {row["company_id"]: (row["stories"], row["share"]) for row in found} == {
        company: (count, pytest.approx(count / sum(counts.values()), abs=0.0001))
        for company, count in counts.items()
        if count
    }


def test_mentioned_with(snapshot: Path) -> None:
    partners: Counter[str] = Counter()
    for story in {article.story for article in ARTICLES}:
        named = frozenset().union(*(article.companies for article in ARTICLES if article.story == story))
        partners.update(named - {"sakana-ai"} if "sakana-ai" in named else ())
    total, own = stories(ARTICLES), stories(of_company("sakana-ai"))
    found = answer(snapshot, "mentioned_with", company="sakana-ai")
    assert {row["partner_id"]: (row["stories"], row["lift"]) for row in found} == {
        partner: (count, pytest.approx(count * total / own / stories(of_company(partner)), abs=0.006))
        for partner, count in partners.items()
    }


def test_company_themes(snapshot: Path) -> None:
    about = [article for article in ARTICLES if "sakana-ai" in article.salient]
    keys = {article.story for article in about}
    counts: Counter[str] = Counter()
    for theme in {theme for article in ARTICLES for theme in article.themes}:
        counts[theme] = stories(a for a in ARTICLES if a.story in keys and theme in a.themes)
    found = answer(snapshot, "company_themes", company="sakana-ai")
    assert {row["theme_id"]: row["stories"] for row in found} == {t: n for t, n in counts.items() if n}


def test_new_names(snapshot: Path) -> None:
    first: dict[str, date] = {}
    for article in ARTICLES:
        for name in article.unknown:
            first[name] = min(first.get(name, article.on), article.on)
    found = {row["name"]: row["first_on"] for row in answer(snapshot, "new_names", days="60")}
    assert found == {name: on for name, on in first.items() if on > NEWEST - timedelta(days=60)}


def test_first_appearances(snapshot: Path) -> None:
    first = {company: min((a.on for a in of_company(company)), default=None) for company in COMPANIES}
    found = {row["company_id"]: row["first_on"] for row in answer(snapshot, "first_appearances", days="60")}
    assert found == {c: on for c, on in first.items() if on is not None and on > NEWEST - timedelta(days=60)}


def test_funding_rounds(snapshot: Path) -> None:
    told: dict[tuple[str, float | None], list[Told]] = defaultdict(list)
    for article in ARTICLES:
        for claim in article.funding:
            told[claim.company, claim.amount].append(article)
    found = answer(snapshot, "funding_rounds", days="365")
    for row in found:
        company = next((c.id for c in COMPANIES.values() if c.id.upper() == row["company_name"]), row["company_name"])
        assert (company, row["amount"]) in told
        articles = told[company, row["amount"]]
        assert row["articles"] >= len({article.key for article in articles})
        assert row["first_told_at"] <= min(article.at for article in articles)
    assert {claim.company for article in ARTICLES for claim in article.funding} == {
        next((c.id for c in COMPANIES.values() if c.id.upper() == row["company_name"]), row["company_name"])
        for row in found
    }


def test_first_to_report(snapshot: Path) -> None:
    told: dict[str, dict[str, datetime]] = defaultdict(dict)
    for article in ARTICLES:
        by_outlet = told[article.story]
        by_outlet[article.source] = min(by_outlet.get(article.source, article.at), article.at)
    shared = {story: by_outlet for story, by_outlet in told.items() if len(by_outlet) > 1}
    firsts = Counter(min(by_outlet, key=lambda source: (by_outlet[source], source)) for by_outlet in shared.values())
    found = answer(snapshot, "first_to_report", days="365")
    assert {row["source_id"]: row["first"] for row in found if row["first"]} == dict(firsts)
    assert {row["source_id"]: row["shared"] for row in found} == {
        source: sum(source in by_outlet for by_outlet in shared.values())
        for source in {article.source for article in ARTICLES}
    }


def test_biggest_stories(snapshot: Path) -> None:
    outlets = defaultdict(set)
    for article in ARTICLES:
        outlets[article.story].add(article.source)
    counts = sorted((len(sources) for sources in outlets.values()), reverse=True)[:20]
    found = answer(snapshot, "biggest_stories", days="365")
    assert [row["outlets"] for row in found] == counts


def test_english_and_japanese(snapshot: Path) -> None:
    first = (NEWEST.replace(day=1) - timedelta(days=45)).replace(day=1)
    expected = {}
    for company in STARTUPS:
        told = [article for article in of_company(company) if article.on >= first]
        if told:
            expected[company] = tuple(
                sum(
                    stories(a for a in told if a.lang == lang and (a.on.year, a.on.month) == month)
                    for month in {(a.on.year, a.on.month) for a in told}
                )
                for lang in ("ja", "en")
            )
    found = answer(snapshot, "english_and_japanese", kind="startup")
    rows = {row["company_id"]: (row["ja_stories"], row["en_stories"]) for row in found}
    assert rows
    assert {company: rows[company] for company in rows if company in STARTUPS} == {
        company: counts for company, counts in expected.items() if company in rows
    }


def test_headlines(snapshot: Path) -> None:
    recent = {article.story for article in since(28) if "sakana-ai" in article.salient}
    found = answer(snapshot, "headlines", company="sakana-ai")
    assert {row["title"] for row in found} == {a.title for a in ARTICLES if a.story in recent and a.role == "lead"}


def test_company_timeline(snapshot: Path) -> None:
    found = {row["period_on"]: row["stories"] for row in answer(snapshot, "company_timeline", company="sakana-ai")}
    told = {monday(article.on) for article in of_company("sakana-ai")}
    assert all(
        count == stories(a for a in of_company("sakana-ai") if monday(a.on) == week)
        for week, count in found.items()
        if count is not None
    )
    assert told <= set(found)
    assert len(told) < sum(count is not None for count in found.values())


def test_story_spread(snapshot: Path) -> None:
    outlets = defaultdict(set)
    for article in ARTICLES:
        outlets[article.story].add(article.source)
    found = answer(snapshot, "story_spread")
    keys = {row["url"].split("/", 3)[3] for row in found}
    widest = [a for a in ARTICLES if a.key in keys]
    assert len(outlets[widest[0].story]) == max(len(sources) for sources in outlets.values())
    assert [row["role"] for row in found].count("lead") == 1
