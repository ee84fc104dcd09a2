"""``kawaraban status``, ``health`` and ``metrics``: how things stand, for a person and for a monitor."""

import json
import sys
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.options import Demo, FormatOption, reading_settings
from flows.cli.output import Format, plain, print_answer
from tasks.dates import JST
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
    "yield": "DOUBLE",
    "errors": "INTEGER",
    "newest_on": "DATE",
    "next_poll_at": "TIMESTAMP",
}


def status(demo: Demo = False, format: FormatOption = Format.table) -> None:  # noqa: A002  the option's name
    """Tell how things stand: runs, snapshot, sources, alerts, checks.

    Exit status 0: all is well. 1: something needs a person; it stands in the lines that begin with «!», or in
    «problems» of the JSON.
    """
    from flows.status import as_json, collect

    found = collect(reading_settings(demo), is_scheduled=not demo)
    if format is Format.json:
        typer.echo(json.dumps(as_json(found), ensure_ascii=False, indent=1, default=plain))
    else:
        _print(found, format)
    if found.problems:
        raise typer.Exit(1)


def health(
    demo: Demo = False,
    ask: Annotated[str | None, typer.Option("--ask", metavar="URL", help="Address that must answer as well.")] = None,
    format: FormatOption = Format.table,  # noqa: A002  the option's name
) -> None:
    """Tell in one line whether the runs go well; asks no server and no database, and takes less than a second.

    Exit status 0: the last run was completed, stopped or is working, and the snapshot is young enough. 1: it failed,
    was killed, or nothing was published for longer than KAWARABAN_OLDEST_SUCCESS_HOURS.
    """
    from flows.health import asked, look

    found = look(reading_settings(demo))
    if ask:
        found = asked(found, ask)
    if format is Format.json:
        typer.echo(json.dumps(asdict(found), ensure_ascii=False, default=plain))
    else:
        typer.echo(f"{'ok' if found.is_well else 'not well'}: {found.told}")
    if not found.is_well:
        raise typer.Exit(1)


def metrics(demo: Demo = False) -> None:
    """Print the numbers that an operator plots, in Prometheus' text format."""
    from flows.metrics import exposition

    sys.stdout.write(exposition(reading_settings(demo)))


def _print(found: "Status", form: Format) -> None:
    run, snapshot = found.last_run, found.snapshot
    if run is not None:
        ended = f", ended {_shown(run['ended_at'])}" if run["ended_at"] else ""
        typer.echo(f"Last run   {run['run_id']} {run['state']}, started {_shown(run['started_at'])}{ended}", err=True)
    if found.next_run is not None:
        typer.echo(f"Next run   {_next(found.next_run['at'], found.next_run['told_by'])}", err=True)
    if snapshot is not None:
        typer.echo(
            f"Snapshot   {snapshot['path']}, {_age(snapshot['age_minutes'])} old, {_size(snapshot['bytes'])}: "
            f"{snapshot['articles']} articles, {snapshot['stories']} stories, {snapshot['mentions']} mentions",
            err=True,
        )
    sizes = f"writer's database {_size(found.writer_bytes)}, archive {_size(found.archive_bytes)}"
    typer.echo(f"Home       {found.home}: {sizes}", err=True)
    rows = [tuple(source[column] for column in COLUMNS) for source in found.sources]
    if rows or form is not Format.table:
        print_answer(Answer(list(COLUMNS), list(COLUMNS.values()), rows), form)
    if snapshot is not None:
        typer.echo(f"Open alerts: {len(found.alerts)}; checks that found something: {len(found.checks)}", err=True)
    for problem in found.problems:
        typer.echo(f"! {problem}", err=True)
    if not found.problems:
        typer.echo("All is well.", err=True)


def _size(count: int) -> str:
    return f"{count / 2**20:.1f} MB"


def _age(minutes: int) -> str:
    """As a person says it: minutes within two hours, hours within two days, else days."""
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} days"


def _shown(at: datetime) -> str:
    return f"{at.astimezone(JST):%Y-%m-%d %H:%M:%S} in Tokyo"


def _next(at: datetime | None, told_by: str) -> str:
    if told_by == "server":
        return f"{_shown(at)}, by the Prefect server" if at else "none on the Prefect server: start «kawaraban setup»"
    why = "computed from KAWARABAN_SCHEDULE; no Prefect server was asked or answered"
    return f"{_shown(at)} ({why})" if at else "unknown: KAWARABAN_SCHEDULE is no plain cron expression"
