"""``kawaraban sources``: what is watched, whether it answers, and the operator's decisions about it."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from flows.cli.options import Demo, FormatOption, reading_settings
from flows.cli.output import Format, print_answer
from flows.settings import current_settings
from warehouse.query import Answer

sources_app = typer.Typer(no_args_is_help=True, help="The sources that are watched.", rich_markup_mode=None)

Ids = Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of sources, as «sources list» shows them.")]


@sources_app.command("list", epilog="Example: kawaraban sources list --format json")
def list_sources(demo: Demo = False, format: FormatOption = Format.table) -> None:  # noqa: A002  the option's name
    """List the configured sources and their terms."""
    from flows.sources import configured_sources

    rows = [
        (s.id, s.name, s.tier, "on" if s.enabled else "off", s.kind, s.lang, len(s.feeds), s.poll_minutes, s.terms)
        for s in configured_sources(reading_settings(demo))
    ]
    columns = ["id", "name", "tier", "state", "kind", "lang", "feeds", "poll_minutes", "terms"]
    numbers = {"tier", "feeds", "poll_minutes"}
    types = ["INTEGER" if column in numbers else "VARCHAR" for column in columns]
    print_answer(Answer(columns, types, rows), format)


@sources_app.command("enable", epilog="Example: kawaraban sources enable itmedia_aiplus --accept-terms")
def enable(
    ids: Ids,
    accept_terms: Annotated[
        bool, typer.Option("--accept-terms", help="You have read the terms of these sources and may use them.")
    ] = False,
) -> None:
    """Watch sources from the next run on."""
    from tasks.discover.choices import switch_on
    from tasks.discover.sources import load_sources

    settings = current_settings()
    sources = load_sources(settings.sources_file)
    switch_on(settings.choices_file, sources, ids, datetime.now(UTC), accepts_terms=accept_terms)
    typer.echo(f"Watched from the next run on: {', '.join(ids)}", err=True)


@sources_app.command("disable", epilog="Example: kawaraban sources disable ascii")
def disable(ids: Ids) -> None:
    """Stop watching sources; what was loaded stays."""
    from tasks.discover.choices import switch_off
    from tasks.discover.sources import load_sources

    settings = current_settings()
    switch_off(settings.choices_file, load_sources(settings.sources_file), ids, datetime.now(UTC))
    typer.echo(f"No longer watched: {', '.join(ids)}", err=True)


@sources_app.command("check", epilog="Example: kawaraban sources check publickey")
def check(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID...]", help="Only these; else all.")] = None,
    format: FormatOption = Format.table,  # noqa: A002  the option's name
) -> None:
    """Ask each source now and show what it answers; exit status 1 where one fails or breaches its expectations."""
    from flows.source_check import check_sources

    answer = check_sources(current_settings(), ids or None)
    print_answer(answer, format)
    if any(row["outcome"] != "ok" or row["breach"] for row in answer.records()):
        raise typer.Exit(1)
