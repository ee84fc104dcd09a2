"""The operator's verbs: what is set up once, what serves the schedules, and whether all is in order."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from flows.cli.options import FormatOption
from flows.cli.output import Format, print_answer
from warehouse.query import Answer

if TYPE_CHECKING:
    from flows.changes import Change

operate_app = typer.Typer(rich_markup_mode=None)

SERVER = "PREFECT_API_URL=http://127.0.0.1:4200/api"


@operate_app.command(epilog=f"Example: {SERVER} kawaraban setup")
def setup(
    pool: Annotated[
        str | None, typer.Option("--pool", help="Work pool whose workers do the runs; default: «kawaraban serve» does.")
    ] = None,
) -> None:
    """Make the home, the deployments and the automations, or change what differs; says what it did."""
    from flows.setup import set_up

    _print(set_up(pool))


@operate_app.command(epilog=f"Example: {SERVER} kawaraban deploy --pool newsroom")
def deploy(
    pool: Annotated[str, typer.Option("--pool", help="Work pool; made where there is none.")],
) -> None:
    """Register the deployments for the workers of a work pool; running it again changes nothing.

    Whole runs go to the pool, so its workers must be on the machine that has KAWARABAN_HOME. To let other machines
    fetch for those runs, set KAWARABAN_WORK_POOL and start «kawaraban worker» on them.
    """
    from flows.setup import deploy_to

    _print(deploy_to(pool))
    typer.echo(
        f"Start a worker on the machine that has KAWARABAN_HOME:\nprefect worker start --pool {pool} --type process",
        err=True,
    )


@operate_app.command(epilog=f"Example: {SERVER} kawaraban maintain --compact")
def maintain(
    compact: Annotated[bool, typer.Option("--compact", help="Rewrite the database even where little is free.")] = False,
    keep_days: Annotated[
        float | None, typer.Option("--keep-days", min=0, help="Days for which Prefect's runs are kept.")
    ] = None,
    format: FormatOption = Format.table,  # noqa: A002  the option's name
) -> None:
    """Do now what runs every night: old runs, the database's size, the archive, leftovers; status 1 for damage."""
    from flows.maintenance import maintenance
    from flows.performing import perform

    when: Literal["always", "much is free"] = "always" if compact else "much is free"
    rows = perform(maintenance(keep_days=keep_days, compact_when=when, wait_minutes=0))
    print_answer(Answer(["what", "done"], ["VARCHAR", "VARCHAR"], [(r["what"], r["done"]) for r in rows]), format)


@operate_app.command(epilog="Example: kawaraban backup /var/backups")
def backup(
    target: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="File to write, or folder for a file named by the time; - for stdout."),
    ],
) -> None:
    """Write database, archive, choices and registers into one tar file; the schedules may run meanwhile."""
    from flows.backup import back_up, back_up_to
    from flows.settings import current_settings

    settings = current_settings()
    if str(target) == "-":
        if sys.stdout.isatty():
            raise OSError("a backup is no text for a terminal: «kawaraban backup - > FILE», or name a file")
        manifest, name = back_up(settings, sys.stdout.buffer), "standard output"
    else:
        path, manifest = back_up_to(settings, target)
        name = str(path)
        print(path, file=sys.stdout)  # noqa: T201  what the verb is asked for
    _say(f"{len(manifest.files)} files, {manifest.size_bytes / 1e6:.1f} MB, to {name}")
    _say(f"The database is {manifest.database}.")
    _say("Restore it with «kawaraban restore FILE» into an empty home. Prefect's database is not in it.")


@operate_app.command(epilog="Example: KAWARABAN_HOME=/srv/kawaraban kawaraban restore kawaraban-20261125T041500.tar")
def restore(file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup; - for standard input.")]) -> None:
    """Fill an empty home from a backup, after each file was proved to be whole."""
    from flows.backup import restore
    from flows.settings import current_settings

    settings = current_settings()
    if str(file) == "-":
        manifest = restore(settings, sys.stdin.buffer, "standard input")
    elif not file.is_file():
        raise FileNotFoundError(f"{file}: there is no such file")
    else:
        with file.open("rb") as source:
            manifest = restore(settings, source, str(file))
    _say(f"{len(manifest.files)} files of {manifest.made_at} restored into {settings.home}")
    _say(f"The registers as they were stand in {settings.home / 'seeds'}; compare them with those in use.")


@operate_app.command(epilog=f"Example: {SERVER} kawaraban serve")
def serve() -> None:
    """Register the schedules on a Prefect server and run them until stopped."""
    from flows.setup import serve_schedules

    serve_schedules()


@operate_app.command(epilog=f"Example: {SERVER} KAWARABAN_WORK_POOL=harvesters kawaraban worker")
def worker() -> None:
    """Fetch and extract for the monitor runs of another machine, until stopped; see KAWARABAN_WORK_POOL."""
    from flows.worker import serve_as_worker

    serve_as_worker()


@operate_app.command(epilog=f"Example: {SERVER} kawaraban doctor --format json")
def doctor(format: FormatOption = Format.table) -> None:  # noqa: A002  the option's name
    """Look at everything that a run needs and say what to do for each fault; exit status 1 where there is a problem."""
    from flows.doctor import as_answer, examine
    from flows.settings import current_settings

    found = examine(current_settings())
    print_answer(as_answer(found), format)
    if any(finding.state == "problem" for finding in found):
        raise typer.Exit(1)


def _say(text: str) -> None:
    typer.echo(text, err=True)


def _print(changes: "Sequence[Change]") -> None:
    for change in changes:
        print(change, file=sys.stdout)  # noqa: T201  what the verb is asked for
