"""The verbs around what people edit: new names for the company register, and site recipes."""

from typing import Annotated, Any

import typer

from flows.cli.options import Demo, FormatOption, reading_settings
from flows.cli.output import Format, print_answer
from flows.settings import current_settings
from warehouse.query import Answer, ask

companies_app = typer.Typer(no_args_is_help=True, help="The company register.", rich_markup_mode=None)
recipes_app = typer.Typer(no_args_is_help=True, help="The site recipes.", rich_markup_mode=None)

UNKNOWN = """
select u.article_id, u.name, u.rule, u.field, u.start_at as "start", u.end_at as "end", u.sentence, a.published_on
from core.unknown_companies as u
join core.articles as a using (article_id)
"""


@companies_app.command("suggest", epilog="Example: kawaraban companies suggest --demo --top 10")
def suggest(
    top: Annotated[int, typer.Option("--top", min=1, help="How many names, those in most articles first.")] = 20,
    at_least: Annotated[int, typer.Option("--at-least", min=1, help="Only names in this many articles.")] = 1,
    demo: Demo = False,
    format: FormatOption = Format.table,  # noqa: A002  the option's name
) -> None:
    """Show company names that are in no register, with example sentences and a suggested row."""
    import polars as pl

    from tasks.tag.candidates import suggest_companies
    from tasks.tag.registers import load_registers

    settings = reading_settings(demo)
    answer = ask(settings.snapshot, UNKNOWN)
    unknown = pl.DataFrame(answer.rows, schema=answer.columns, orient="row", infer_schema_length=None)
    registers = load_registers(settings.companies_file, settings.themes_file)
    rows: list[tuple[Any, ...]] = [
        (c.name, c.article_count, c.first_seen_on, c.row.id, c.row.aliases or c.row.ambiguous_aliases, c.examples[0])
        for c in suggest_companies(unknown, registers, at_least=at_least)[:top]
    ]
    columns = ["name", "articles", "first_seen_on", "suggested_id", "suggested_aliases", "example"]
    types = ["VARCHAR", "INTEGER", "DATE", "VARCHAR", "VARCHAR", "VARCHAR"]
    print_answer(Answer(columns, types, rows), format)


@companies_app.command(
    "add",
    epilog="Example: kawaraban companies add id=yumemiruka name_ja=ユメミルカ name_en=Yumemiruka kind=startup "
    "country=JP aliases=ユメミルカ confidence=high evidence=https://yumemiruka.example/",
)
def add(
    values: Annotated[list[str], typer.Argument(metavar="COLUMN=VALUE...", help="Cells of the row; lists with |.")],
) -> None:
    """Append a row to the company register, if the register stays valid with it."""
    from flows.cli.analyst import read_params
    from tasks.tag.candidates import add_company

    settings = current_settings()
    row = {column: value or "" for column, value in read_params(values).items()}
    company = add_company(settings.companies_file, settings.themes_file, row)
    typer.echo(f"{company.id} added to {settings.companies_file}; the next articles are tagged with it", err=True)


@recipes_app.command("check", epilog="Example: kawaraban recipes check")
def check() -> None:
    """Read the site recipes and list them; exit status 1 with the reason where one is wrong."""
    from tasks.extract.recipes import check_recipes

    for line in check_recipes(current_settings().recipes_file):
        typer.echo(line)
