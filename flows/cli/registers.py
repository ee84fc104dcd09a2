"""The verbs around what people edit: new names for the company register, and site recipes."""

from pathlib import Path
from typing import Annotated, Any

import typer

from flows.cli.options import Demo, FormatOption, reading_settings
from flows.cli.output import Format, print_answer
from flows.settings import SEEDS, current_settings
from warehouse.query import Answer, ask

companies_app = typer.Typer(no_args_is_help=True, help="The company register.", rich_markup_mode=None)
recipes_app = typer.Typer(no_args_is_help=True, help="The site recipes.", rich_markup_mode=None)

ADD_PAGE = "put one with its expected fields (NAME.html, NAME.json) in a folder and name it with --pages"

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


@recipes_app.command("check", epilog="Example: kawaraban recipes check --pages ~/saved-pages")
def check(
    pages: Annotated[
        Path | None,
        typer.Option(
            "--pages",
            metavar="DIR",
            help="Folder of saved pages NAME.html, each with NAME.json: url and the fields that must be found; "
            "fetched (a day) tries an older version. Default: the pages that come with the program.",
        ),
    ] = None,
    format: FormatOption = Format.table,  # noqa: A002  the option's name
) -> None:
    """Try every site recipe on saved pages; exit status 1 where a page differs or a recipe has none."""
    from tasks.extract.recipes import load_recipes
    from tasks.extract.recipes_check import check_pages, check_recipes

    recipes = load_recipes(current_settings().recipes_file)
    tried = check_pages(recipes, pages or SEEDS / "recipes")
    checks = check_recipes(recipes, tried)
    columns = ["recipe", "version", "until", "hosts", "pages", "result"]
    types = ["VARCHAR", "VARCHAR", "DATE", "VARCHAR", "VARCHAR", "VARCHAR"]
    rows: list[tuple[Any, ...]] = [
        (
            each.recipe.id,
            each.version.name,
            each.version.until,
            " ".join(each.recipe.hosts),
            " ".join(page.path.name for page in each.pages),
            each.result,
        )
        for each in checks
    ]
    print_answer(Answer(columns, types, rows), format)
    # With the program's pages and recipes of one's own, most pages are of sites that no recipe is for.
    failed = [page for page in tried if page.differences and (pages or page.recipe)]
    wrong = [f"{page.path.name}: {difference}" for page in failed for difference in page.differences]
    wrong += [f"{each.name}: no saved page; {ADD_PAGE}" for each in checks if not each.pages]
    for line in wrong:
        typer.echo(line, err=True)
    if wrong:
        raise typer.Exit(1)
