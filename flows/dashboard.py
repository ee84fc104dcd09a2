"""What a run shows on the Prefect dashboard: artifacts with stable keys, so that each has a history.

The dashboard is told, never asked: where it does not listen, a run warns and goes on, because its data are published.
"""

from collections.abc import Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import flows.prefect_defaults  # noqa: F401  before anything of Prefect

# isort: split
from collections.abc import Iterator

import httpx
from prefect import get_run_logger
from prefect.artifacts import acreate_markdown_artifact, acreate_progress_artifact, aupdate_progress_artifact
from prefect.exceptions import PrefectException

from flows.markdown import bullets, change, link, moment, number, sparkline, table, text
from warehouse.query import ask
from warehouse.questions import find_question, question
from warehouse.writer import statement

Record = Mapping[str, Any]
WEEKS = 12
"""Length of a sparkline."""
MOST_ROWS = 50
"""A page of the dashboard is read, not searched; the questions have the rest."""


async def show_cycle(outcomes: Mapping[str, int], run_id: str, snapshot: Path) -> None:
    """Writes the artifacts, each under a key of its own, from the file just published."""
    run, totals = (next(ask(snapshot, sql, v).records()) for sql, v in _head(run_id))
    failures = _records(snapshot, statement("dashboard_failures"), run_id=run_id)
    pages = {
        "run-summary": ("What the run did, and what the file holds now", summary(outcomes, run, totals, failures)),
        "sources": ("How each source delivers", sources(_records(snapshot, question("source_health")))),
        "trending-companies": (
            "Japanese AI start-ups: stories of the last four whole weeks against the four before",
            _trending(snapshot),
        ),
        "funding-claims": (
            "Rounds announced lately, and who said so first",
            funding(_records(snapshot, question("funding_rounds")), _names(snapshot)),
        ),
        "new-names": (
            "Company names that are in no register yet; «kawaraban companies add» takes one up",
            new_names(_records(snapshot, question("new_names"))),
        ),
        "data-checks": (
            "What the checks of the last publish found",
            data_checks(_records(snapshot, question("checks"))),
        ),
    }
    with _unless_away():
        for key, (description, markdown) in pages.items():
            await acreate_markdown_artifact(key=key, markdown=markdown, description=description)


class FetchProgress:
    """The progress of fetching, under the key ``fetching``: moved after each batch, at 100 when all are loaded."""

    def __init__(self, link_count: int) -> None:
        self._link_count, self._done_count = link_count, 0
        self._artifact: UUID | None = None

    async def start(self) -> None:
        """Shows the bar; nothing is shown where there is nothing to fetch."""
        if self._link_count:
            with _unless_away():
                self._artifact = await acreate_progress_artifact(progress=0.0, key="fetching", description=self._told())

    async def advance(self, links: int) -> None:
        """So many more links have ended."""
        self._done_count += links
        if self._artifact is not None:
            done = 100 * self._done_count / self._link_count
            with _unless_away():
                await aupdate_progress_artifact(self._artifact, progress=done, description=self._told())

    def _told(self) -> str:
        return f"{self._done_count:,} of {self._link_count:,} links fetched and loaded"


@contextmanager
def _unless_away() -> Iterator[None]:
    """Warns where the dashboard cannot be told; what it would have shown is in the warehouse."""
    try:
        yield
    except (httpx.HTTPError, PrefectException) as error:
        get_run_logger().warning("the dashboard could not be told, the run goes on: %s", str(error) or repr(error))


def summary(outcomes: Mapping[str, int], run: Record, totals: Record, failures: list[Record]) -> str:
    """The run: its times, its outcomes, which sum to its links, what failed, and what the file holds."""
    ordered = sorted(outcomes.items(), key=lambda outcome: (-outcome[1], outcome[0]))
    links = sum(outcomes.values())
    rows = [*((text(name), number(count)) for name, count in ordered), ("**all**", f"**{number(links)}**")]
    when = (
        f"From {moment(run['started_at'])} to {moment(run['ended_at'])} in Tokyo, "
        f"{_lasted(run['ended_at'] - run['started_at'])}; "
        f"Kawaraban {run['program_version']}, register {text(run['register_version'])}."
    )
    held = (
        f"The file holds {number(totals['articles'])} articles in {number(totals['stories'])} stories with "
        f"{number(totals['mentions'])} company mentions, {moment(totals['from_on'])} to {moment(totals['to_on'])}."
    )
    parts = [
        f"**{number(run['found_count'])} new links found, {number(links)} links fetched.**",
        when,
        table(("outcome", "#links"), rows),
        held,
    ]
    if failures:
        parts.append("### What did not become an article")
        parts.append(bullets(_failed(row) for row in failures))
    return "\n\n".join(parts)


def _failed(row: Record) -> str:
    where = link(row["url"], row["url"], 90)
    return f"**{text(row['outcome'])}** {text(row['source_id'])}: {where}, {text(row['detail'])}"


def sources(rows: list[Record]) -> str:
    """The health of the enabled sources, those that need a look first."""
    sound = {"ok", "not-modified"}
    ordered = sorted(rows, key=lambda row: (row["outcome"] in sound, row["source_id"]))
    bad = sum(row["outcome"] not in sound for row in rows)
    told = f"**{len(rows) - bad} of {len(rows)} sources delivered at their last poll.**"
    cells = (
        (
            text(row["name"]),
            text(row["outcome"]) if row["outcome"] in sound else f"**{text(row['outcome'])}**",
            moment(row["polled_at"]),
            number(row["items"]),
            number(row["articles"]),
            moment(row["newest_on"]),
            number(row["waiting"]),
        )
        for row in ordered
    )
    columns = ("source", "last poll", "polled", "#items", "#articles", "newest", "#waiting")
    why = (f"{text(row['name'])}: {text(row['detail'])}" for row in ordered if row["detail"])
    return "\n\n".join([told, table(columns, cells, "No source is enabled."), bullets(why)]).strip()


def _trending(snapshot: Path) -> str:
    rows = _records(snapshot, question("trending_companies"))
    if not rows:
        return trending([], {}, {})
    companies = [row["company_id"] for row in rows]
    sunday = rows[0]["recent_to_on"]
    first = sunday - timedelta(weeks=WEEKS, days=-1)
    weeks: dict[str, list[int | None]] = {company: [] for company in companies}
    timeline = statement("report_timeline")
    for week in _records(snapshot, timeline, companies=companies, first=first, sunday=sunday):
        weeks[week["company_id"]].append(week["story_count"])
    newest = _records(snapshot, statement("dashboard_newest"), companies=companies)
    return trending(rows, weeks, {row["company_id"]: row for row in newest})


def trending(rows: list[Record], weeks: Mapping[str, list[int | None]], newest: Mapping[str, Record]) -> str:
    """The companies that rose: change, momentum, the weeks as a sparkline, and the newest article."""
    if not rows:
        return "No start-up was named in the weeks compared."
    cells = (
        (
            text(row["company_name"]),
            number(row["stories"]),
            change(row["stories"] - row["stories_before"]),
            change(row["momentum"], 1),
            sparkline(weeks.get(row["company_id"], [])),
        )
        for row in rows
    )
    columns = ("company", "#stories", "#change", "#momentum", f"{WEEKS} weeks")
    # Beneath the table, which would be wider than the page with them.
    articles = "\n".join(
        f"- {text(row['company_name'])}: {link(article['title'], article['url'], 60)}"
        for row in rows
        if (article := newest.get(row["company_id"])) is not None
    )
    period = f"{moment(rows[0]['recent_from_on'])} to {moment(rows[0]['recent_to_on'])}"
    reading = (
        "Change: stories more or fewer than in the four weeks before. Momentum: the same in standard errors, so +2 is "
        "a clear rise and values between −1 and 1 say little. A dot is a week that was not wholly watched."
    )
    return f"**{period}**\n\n{table(columns, cells)}\n\n{reading}\n\n### Newest articles\n\n{articles or 'None.'}"


def _names(snapshot: Path) -> dict[str, str]:
    return {row["company_id"]: row["name"] for row in _records(snapshot, statement("company_names"))}


def round_name(code: str | None) -> str | None:
    """A round as people write it: Series A for ``a``; what is no letter stays a word."""
    if code is None:
        return None
    before, _, last = code.rpartition("-")
    name = f"Series {last.upper()}" if len(last) == 1 else last
    return f"{before}-{name}" if before else name


def funding(rows: list[Record], names: Mapping[str, str]) -> str:
    """The rounds, each linked to where it was told first, and the words that told of them.

    ``names``: of the register's companies by id, for the investors that are in it.
    """
    shown = rows[:MOST_ROWS]
    cells = (
        (
            moment(row["announced_on"]),
            link(row["company_name"], row["url"], 30),
            f"{number(row['amount'])} {text(row['currency'])}" if row["amount"] is not None else text(None),
            text(round_name(row["round"])),
            text(names.get(row["lead"], row["lead"]), 13),  # the table is no wider than a laptop's window
            number(row["outlets"]),
        )
        for row in shown
    )
    words = (
        f"**{text(row['company_name'])}**, {link(row['first_source'], row['url'])}: 「{text(row['words'], 240)}」"
        for row in shown
    )
    columns = ("day", "company", "#amount", "round", "lead", "#outlets")
    told = table(columns, cells, "No round was announced lately.")
    return "\n\n".join([told, bullets(words)]).strip() + _rest("funding_rounds", len(rows))


def new_names(rows: list[Record]) -> str:
    """Names to take up or to pass over, each with its first sentence."""
    shown = rows[:MOST_ROWS]
    cells = (
        (
            link(row["name"], row["url"], 40),
            moment(row["first_on"]),
            number(row["stories"]),
            number(row["outlets"]),
        )
        for row in shown
    )
    sentences = (f"**{text(row['name'])}**: {text(row['sentence'], 200)}" for row in shown)
    told = table(("name", "first", "#stories", "#outlets"), cells, "No new name.")
    return "\n\n".join([told, bullets(sentences)]).strip() + _rest("new_names", len(rows))


def data_checks(rows: list[Record]) -> str:
    """The checks; those that found something come first, with what it means and what to do."""
    found = [row for row in rows if row["rows_found"]]
    told = f"**{len(rows) - len(found)} of {len(rows)} checks found nothing.**"
    findings = (
        f"**{text(row['name'])}**: {text(row['meaning'])}. {text(row['remedy'])}. "
        f"For example: {text(row['example'], 200)}"
        for row in found
    )
    cells = ((text(row["name"]), text(row["severity"]), number(row["rows_found"])) for row in rows)
    return "\n\n".join([told, bullets(findings), table(("check", "severity", "#rows"), cells)])


def _head(run_id: str) -> list[tuple[str, dict[str, str]]]:
    return [(statement("dashboard_run"), {"run_id": run_id}), (question("totals"), {})]


def _rest(name: str, count: int) -> str:
    """Where the rows are that are not shown."""
    if count <= MOST_ROWS:
        return ""
    return f"\n\nAnd {count - MOST_ROWS:,} more: `kawaraban ask {find_question(name).name}`"


def _lasted(duration: timedelta) -> str:
    seconds = round(duration.total_seconds())
    return f"{seconds // 60} min {seconds % 60} s" if seconds >= 60 else f"{seconds} s"


def _records(snapshot: Path, sql: str, **values: Any) -> list[Record]:
    return list(ask(snapshot, sql, values or None).records())
