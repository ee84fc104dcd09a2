"""The sample newsroom's truth, as Python rows and as a warehouse that read every source without a gap."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from seeds.sample import Newsroom
from tasks.tag.registers import Company, load_registers
from tests.conftest import ROOT
from tests.warehouse.newsdesk import Newsdesk
from warehouse.connect import open_writer
from warehouse.migrate import migrate
from warehouse.query import ask_question
from warehouse.snapshot import publish

REGISTERS = load_registers(ROOT / "seeds" / "companies.csv", ROOT / "seeds" / "themes.csv")
COMPANIES: dict[str, Company] = {company.id: company for company in REGISTERS.companies}


@dataclass(frozen=True)
class Told:
    """One article of the newsroom that a reader gets to read."""

    key: str
    source: str
    on: date
    at: datetime
    """Midnight after ``on`` where the page tells no hour."""
    story: str
    role: str
    title: str
    lang: str
    companies: frozenset[str]
    salient: frozenset[str]
    themes: frozenset[str]
    unknown: frozenset[str]
    funding: tuple[Any, ...]
    body: str
    has_hour: bool


def _read() -> Iterator[Told]:
    for link in Newsroom.build().truth:
        if link.outcome != "loaded" or link.article is None:
            continue
        article, has_hour = link.article, len(link.article.published) > 10
        on = date.fromisoformat(article.published[:10])
        midnight = datetime.fromisoformat(f"{on + timedelta(days=1)}T00:00+09:00")
        yield Told(
            key=link.canonical, source=link.source_id, on=on,
            at=datetime.fromisoformat(article.published) if has_hour else midnight,
            story=article.story, role=article.role, title=article.title, lang=article.lang,
            companies=frozenset(article.companies) & COMPANIES.keys(),
            salient=frozenset(article.salient) & set(article.companies) & COMPANIES.keys(),
            themes=frozenset(article.themes), unknown=frozenset(article.unknown_names), funding=article.funding,
            body="\n".join(article.body), has_hour=has_hour,
        )  # fmt: skip


ARTICLES = list(_read())
STARTUPS = {company.id for company in COMPANIES.values() if company.kind == "startup" and company.country == "JP"}
NEWEST = max(article.on for article in ARTICLES)


def since(days: int) -> list[Told]:
    return [article for article in ARTICLES if article.on > NEWEST - timedelta(days=days)]


def stories(articles: Iterable[Told]) -> int:
    return len({article.story for article in articles})


def of_company(company: str, articles: Iterable[Told] = ARTICLES) -> list[Told]:
    return [article for article in articles if company in article.companies]


def monday(on: date) -> date:
    return on - timedelta(days=on.weekday())


def publish_truth(folder: Path) -> Path:
    """The truth as a published warehouse, every source read without a gap."""
    leads = {article.story: article.key for article in ARTICLES if article.role == "lead"}
    with open_writer(folder / "writer.duckdb") as writer:
        migrate(writer)
        desk = Newsdesk(writer.con)
        writer.con.execute("begin")
        for source in sorted({article.source for article in ARTICLES}):
            desk.source(source)
            desk.poll(source, "10-20 09:00", back_to="05-01 00:00")
        for company in COMPANIES.values():
            desk.company(company.id, company.kind, company.country)
        for theme in REGISTERS.themes:
            desk.theme(theme.id, None)
        for article in sorted(ARTICLES, key=lambda article: article.role != "lead"):
            _load(desk, article, leads[article.story])
        writer.con.execute("commit")
        return publish(writer, folder / "kawaraban.duckdb").path


def _load(desk: Newsdesk, article: Told, story: str) -> None:
    desk.article(
        article.key, article.on.isoformat(), *sorted(article.companies), source=article.source, story=story,
        role=article.role, salient=tuple(article.salient), themes=tuple(article.themes),
        unknown=tuple(article.unknown), title=article.title, body=article.body, lang=article.lang,
        published_at=article.at if article.has_hour else None, first_seen_at=article.at,
    )  # fmt: skip
    for number, claim in enumerate(article.funding, start=1):
        desk.claim(
            article.key, claim.company, claim.amount, number, is_registered=claim.company in COMPANIES,
            currency=claim.currency, round=claim.round, investors=list(claim.investors), lead=claim.lead,
            evidence=claim.words,
        )  # fmt: skip


def answer(snapshot: Path, name: str, **given: str) -> list[dict[str, Any]]:
    return list(ask_question(snapshot, name, given).records())
