"""``kawaraban backfill`` and ``kawaraban reprocess``: loading from archives, foreign ones and our own."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from flows.cli.options import FormatOption, reading_settings
from flows.cli.output import Format, print_answer
from warehouse.connect import WarehouseMissing

archive_app = typer.Typer(rich_markup_mode=None)


@archive_app.command("backfill", epilog="Example: kawaraban backfill CC-NEWS-*.warc.gz --lang ja --host itmedia.co.jp")
def backfill(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="WARC files, .warc or .warc.gz.")],
    host: Annotated[
        list[str] | None, typer.Option("--host", help="Only this host and its subdomains; may be repeated.")
    ] = None,
    lang: Annotated[Literal["ja", "en", "other"] | None, typer.Option(help="Only pages in this language.")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DAY", help="First day of capture, Asia/Tokyo.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DAY", help="Last day of capture.")
    ] = None,
    format: FormatOption = Format.table,  # noqa: A002  the option's name
) -> None:
    """Load the pages of foreign WARC files; goes on where it was stopped. Exit status 1 where a file is damaged."""
    from flows import backfill as flow
    from flows.performing import perform
    from flows.settings import current_settings
    from flows.workspace import preflight

    missing = [path for path in files if not path.is_file()]
    if missing:
        raise FileNotFoundError(f"{missing[0]}: there is no such file")
    preflight(current_settings())  # what is wrong now would else be a failed run, which calls a person
    reports = perform(
        flow.backfill(
            files=[path.resolve() for path in files],
            hosts=host,
            lang=lang,
            since=since.date() if since else None,
            until=until.date() if until else None,
        )
    )
    print_answer(flow.as_answer(reports), format)
    if not all(report.is_sound for report in reports):
        raise typer.Exit(1)


@archive_app.command("reprocess", epilog="Example: kawaraban reprocess --since 2026-04-01 --dry-run")
def reprocess(
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DAY", help="Only links with a page fetched since, Asia/Tokyo."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would move, and change nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Publish without asking.")] = False,
    demo: Annotated[bool, typer.Option("--demo", help="The sample newsroom's data instead of the real ones.")] = False,
    format: FormatOption = Format.table,  # noqa: A002  the option's name
) -> None:
    """Make articles and tags again from the archive with the rules of today, show what moved, and publish it."""
    from flows import reprocess as flow
    from flows.performing import perform
    from flows.settings import use_settings
    from flows.workspace import preflight

    settings = reading_settings(demo)
    if not settings.writer_file.exists():
        raise WarehouseMissing(f"{settings.writer_file}: nothing was loaded yet; start «kawaraban run»")
    is_asked = not yes and not dry_run and sys.stdin.isatty()
    then: Literal["show", "publish", "keep"] = "keep" if is_asked else "publish" if yes and not dry_run else "show"
    preflight(settings)
    with use_settings(settings):
        done = perform(flow.reprocess(since=since.date() if since else None, then=then, wait_minutes=1))
        print_answer(done.moved, format)
        typer.echo(flow.summary(done), err=True)
        if is_asked and typer.confirm("Publish it?", err=True):
            flow.publish_kept(settings)
        elif then != "publish":
            flow.discard(settings)
            typer.echo("Nothing was published" + ("." if dry_run or is_asked else "; --yes publishes it."), err=True)
    if done.unreadable or not (done.is_published or dry_run or is_asked):
        raise typer.Exit(1)
