"""What a run shows on the Prefect dashboard: artifacts with stable keys, so that each has a history."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import flows.prefect_defaults  # noqa: F401  before anything of Prefect

# isort: split
from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact

from warehouse.query import ask
from warehouse.questions import question


async def show_cycle(outcomes: dict[str, int], found_count: int, snapshot: Path) -> None:
    """Writes the artifacts, each under a key of its own, from the file just published."""
    await acreate_markdown_artifact(
        key="run-summary",
        markdown=summary(outcomes, found_count, _records(snapshot, "totals")[0]),
        description="What the last run did, and what the file holds now",
    )
    await acreate_table_artifact(
        key="sources", table=_records(snapshot, "source_health"), description="How each source delivers"
    )
    await acreate_table_artifact(
        key="trending-companies",
        table=_records(snapshot, "trending_companies"),
        description="Japanese AI start-ups: stories of the last four whole weeks against the four before",
    )
    for key, name, description in (
        ("funding-claims", "funding_rounds", "Rounds announced lately, and who said so first"),
        ("new-names", "new_names", "Company names that are in no register yet"),
        ("data-checks", "checks", "What the checks of the last publish found"),
    ):
        await acreate_table_artifact(key=key, table=_records(snapshot, name), description=description)


def summary(outcomes: dict[str, int], found_count: int, totals: dict[str, Any]) -> str:
    """The run in Markdown: its outcomes, which sum to its links, and the totals of the file."""
    rows = [f"| {outcome} | {count} |" for outcome, count in sorted(outcomes.items(), key=lambda o: (-o[1], o[0]))]
    held = (
        f"The file holds {totals['articles']} articles in {totals['stories']} stories with {totals['mentions']} "
        f"company mentions, {totals['from_on']} to {totals['to_on']}."
    )
    return "\n".join(
        [
            f"**{found_count} new links found, {sum(outcomes.values())} links fetched.**",
            "",
            "| outcome | links |",
            "|---|---:|",
            *rows,
            f"| **all** | **{sum(outcomes.values())}** |",
            "",
            held,
        ]
    )


def _records(snapshot: Path, name: str) -> list[dict[str, Any]]:
    """The rows of a ready-made question, dates and instants as text."""
    return [
        {column: _shown(value) for column, value in record.items()}
        for record in ask(snapshot, question(name)).records()
    ]


def _shown(value: object) -> object:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if isinstance(value, date) else value
