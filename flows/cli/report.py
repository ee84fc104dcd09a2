"""``kawaraban report``: the week as a page, a digest and a feed."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import Demo, reading_settings


class Language(StrEnum):
    """Languages of a report's own words."""

    ja = "ja"
    en = "en"


def report(
    week: Annotated[
        str | None,
        typer.Option("--week", metavar="2025-W39", help="ISO week; default: the last whole one in the data."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder to write to; default: reports, in the home.")
    ] = None,
    lang: Annotated[Language, typer.Option("--lang", help="Language of the report's own words.")] = Language.ja,
    demo: Demo = False,
) -> None:
    """Write the report of a week: an HTML page, a Markdown digest beside it, and the Atom feed of all weeks."""
    from flows.workspace import now
    from tasks.report.write import write_report

    settings = reading_settings(demo)
    written = write_report(settings.snapshot, out or settings.reports, week=week, lang=lang.value, now=now())
    for path in (written.page, written.digest, written.feed):
        typer.echo(path)
