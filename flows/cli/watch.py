"""``kawaraban watch``: what readers are told of, and what they would be told now."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.options import Demo, FormatOption, reading_settings
from flows.cli.output import Format, print_answer
from flows.settings import Settings
from warehouse.query import Answer

if TYPE_CHECKING:
    from flows.watch_list import WatchList
    from tasks.tag.registers import Registers

watch_app = typer.Typer(no_args_is_help=True, help="The readers' watch list.", rich_markup_mode=None)


@watch_app.command("check", epilog="Example: kawaraban watch check")
def check(format: FormatOption = Format.table) -> None:  # noqa: A002  the option's name
    """Read the watch list and list what is watched."""
    settings = reading_settings(demo=False)
    watched, registers = _watched(settings)
    names = {company.id: company.name_ja for company in registers.companies}
    names |= {theme.id: theme.name_ja for theme in registers.themes}
    rows = [("company", one, names[one]) for one in watched.companies]
    rows += [("theme", one, names[one]) for one in watched.themes]
    if watched.funding_over_jpy:
        others = "".join(f"; {yen:g} yen for 1 {currency}" for currency, yen in watched.yen_per.items())
        rows.append(("funding", f"JPY {watched.funding_over_jpy:,.0f}", f"rounds of at least this{others}"))
    if watched.new_names:
        rows.append(("new names", "", "company names in no register, when they are written first"))
    print_answer(Answer(["kind", "id", "what"], ["VARCHAR"] * 3, rows), format)
    typer.echo(f"{settings.watch_path} is in order", err=True)


@watch_app.command("preview", epilog="Example: kawaraban watch preview --demo --days 7")
def preview(
    days: Annotated[
        int | None,
        typer.Option(
            "--days", min=1, help="As if nothing of the newest so many days had been told; default: what waits."
        ),
    ] = None,
    demo: Demo = False,
) -> None:
    """Print the digest that would be sent now; sends and changes nothing."""
    from warehouse.digest import write_digest
    from warehouse.watch import preview_digest

    settings = reading_settings(demo)
    watched, _ = _watched(settings)
    items = preview_digest(settings.snapshot, watched.subjects(), days, datetime.now(UTC))
    if items is None:
        typer.echo("No run with a channel has met this list yet: the first one begins it. Try --days 7.", err=True)
    elif not items:
        typer.echo("Nothing new: no message would be sent.", err=True)
    else:
        subject, body = write_digest(items)
        typer.echo(f"{subject}\n\n{body}")


def _watched(settings: Settings) -> "tuple[WatchList, Registers]":
    from flows.watch_list import read_watch_list
    from tasks.tag.registers import load_registers

    registers = load_registers(settings.companies_file, settings.themes_file)
    return read_watch_list(settings.watch_path, registers), registers
