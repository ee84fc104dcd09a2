"""The weekly report: one flow, which reads the published file and writes a page, a digest and a feed."""

from datetime import timedelta
from typing import Annotated, Literal

import flows.prefect_defaults  # noqa: F401  before anything of Prefect

# isort: split
from prefect import flow, get_run_logger
from prefect.artifacts import create_markdown_artifact
from pydantic import Field

from flows.settings import current_settings, demo_settings
from flows.workspace import now
from tasks.report.task import write_week


def _run_name() -> str:
    return f"weekly-report-{now() + timedelta(hours=9):%Y-%m-%d-%H%M%S}"


@flow(name="weekly-report", flow_run_name=_run_name, validate_parameters=True)
def weekly_report(
    week: Annotated[str, Field(pattern=r"^\d{4}-W\d{2}$")] | None = None,
    lang: Literal["ja", "en"] = "ja",
    demo: bool = False,
) -> str:
    """Writes the report of a week into the home's ``reports`` folder, shows its digest, and returns the page's path.

    Args:
        week: ISO week such as 2025-W39; empty: the last whole week in the data
        lang: Language of the report's own words
        demo: Report on the sample newsroom's data instead of the real ones
    """
    # Prefect's run form takes its descriptions from «Args»; it drops those of pydantic's Field.
    settings = demo_settings() if demo else current_settings()
    written = write_week(settings.snapshot, settings.reports, week, lang, now())
    get_run_logger().info("the report of %s is in %s", written.week, written.page)
    create_markdown_artifact(
        key="weekly-report",
        markdown=f"Page: `{written.page}`\n\n{written.digest.read_text(encoding='utf-8')}",
        description=f"The report of {written.week}, as a digest; the page and the feed lie in the reports folder",
    )
    return str(written.page)
