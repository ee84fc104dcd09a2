"""``kawaraban status``: one screen for a person, one exit status for a monitor."""

import json
from typing import TYPE_CHECKING

import typer

from flows.cli.options import Demo, FormatOption, reading_settings
from flows.cli.output import Format, plain, print_answer
from warehouse.query import Answer

if TYPE_CHECKING:
    from flows.status import Status

COLUMNS = {
    "source_id": "VARCHAR",
    "last_success_at": "TIMESTAMP",
    "failures": "INTEGER",
    "last_outcome": "VARCHAR",
    "articles": "INTEGER",
    "links_ended": "INTEGER",
    "newest_on": "DATE",
    "next_poll_at": "TIMESTAMP",
}


def status(demo: Demo = False, format: FormatOption = Format.table) -> None:  # noqa: A002  the option's name
    """Tell how things stand; exit status 1 where something needs a person."""
    from flows.status import as_json, collect

    found = collect(reading_settings(demo))
    if format is Format.json:
        typer.echo(json.dumps(as_json(found), ensure_ascii=False, indent=1, default=plain))
    else:
        _print(found, format)
    if found.problems:
        raise typer.Exit(1)


def _print(found: "Status", form: Format) -> None:
    run, snapshot = found.last_run, found.snapshot
    if run is not None:
        ended = f", ended {plain(run['ended_at'])}" if run["ended_at"] else ""
        typer.echo(f"Last run   {run['run_id']} {run['state']}, started {plain(run['started_at'])}{ended}", err=True)
    if snapshot is not None:
        typer.echo(
            f"Snapshot   {snapshot['path']}, {plain(snapshot['published_at'])}, {_size(snapshot['bytes'])}: "
            f"{snapshot['articles']} articles, {snapshot['stories']} stories, {snapshot['mentions']} mentions",
            err=True,
        )
    sizes = f"writer's database {_size(found.writer_bytes)}, archive {_size(found.archive_bytes)}"
    typer.echo(f"Home       {found.home}: {sizes}", err=True)
    rows = [tuple(source[column] for column in COLUMNS) for source in found.sources]
    print_answer(Answer(list(COLUMNS), list(COLUMNS.values()), rows), form)
    for problem in found.problems:
        typer.echo(f"! {problem}", err=True)
    if not found.problems:
        typer.echo("All is well.", err=True)


def _size(count: int) -> str:
    return f"{count / 2**20:.1f} MB"
