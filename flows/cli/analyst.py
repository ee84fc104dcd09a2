"""The verbs of an analyst: ready-made questions, trends, a company, and exports."""

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import Demo, FormatOption, reading_settings
from flows.cli.output import Format, print_answer
from warehouse.connect import BadQuery
from warehouse.export import ExportFormat, export_query
from warehouse.query import Answer, ask
from warehouse.questions import find_question, list_questions

Params = Annotated[list[str] | None, typer.Option("--param", help="NAME=VALUE of the question; may be repeated.")]


COMPANY_PAGE = ("company_timeline", "company_themes", "mentioned_with", "company_funding", "company_sentences")
"""The questions that make a company's page, in the order in which they are shown."""


def read_params(given: list[str] | None) -> dict[str, str | None]:
    """``NAME=VALUE`` words as a dictionary.

    Raises:
        BadQuery: a word has no equals sign.
    """
    pairs: dict[str, str | None] = {}
    for word in given or []:
        name, sign, value = word.partition("=")
        if not sign:
            raise BadQuery(f"{word}: expected NAME=VALUE")
        pairs[name] = value
    return pairs


def ask_verb(
    name: Annotated[str, typer.Argument(metavar="LIST|NAME", help="«list» shows the questions there are.")],
    param: Params = None,
    demo: Demo = False,
    format: FormatOption = Format.table,  # noqa: A002  the option's name
) -> None:
    """Answer a ready-made question."""
    if name.lower() == "list":
        rows = [(q.name, q.asks, ", ".join(f"{p.name}={p.default}" for p in q.parameters)) for q in list_questions()]
        print_answer(Answer(["name", "question", "parameters"], ["VARCHAR"] * 3, list(rows)), format)
        return
    question = find_question(name)
    answer = ask(reading_settings(demo).snapshot, question.filled(read_params(param)))
    if format is Format.table:
        typer.echo(f"{question.asks}\n{question.reading}", err=True)
    print_answer(answer, format)


def trends(
    weeks: Annotated[int, typer.Option("--weeks", min=1, help="Length of each of the two periods compared.")] = 4,
    demo: Demo = False,
    format: FormatOption = Format.table,  # noqa: A002  the option's name
) -> None:
    """Show which Japanese AI start-ups rose most."""
    ask_verb("risers", [f"weeks={weeks}"], demo, format)


def company(
    company_id: Annotated[str, typer.Argument(metavar="ID", help="Id of the register, for example sakana-ai.")],
    demo: Demo = False,
    format: FormatOption = Format.table,  # noqa: A002  the option's name
) -> None:
    """Show a company's weeks, themes, partners, funding and sentences."""
    snapshot = reading_settings(demo).snapshot
    known = ask(snapshot, "select name_ja from core.companies where company_id = $id", {"id": company_id}).rows
    if not known:
        near = ask(
            snapshot,
            "select company_id from core.companies order by jaro_winkler_similarity(company_id, $id) desc limit 3",
            {"id": company_id},
        ).rows
        raise BadQuery(f"no company {company_id!r} in the register; did you mean {', '.join(row[0] for row in near)}?")
    if format is Format.json:
        _print_company_json(snapshot, company_id)
        return
    for name in COMPANY_PAGE:
        typer.echo(f"\n{find_question(name).asks}", err=True)
        print_answer(ask(snapshot, find_question(name).filled({"company": company_id})), format)


def _print_company_json(snapshot: Path, company_id: str) -> None:
    import json

    from flows.cli.output import plain

    page = {
        name: list(ask(snapshot, find_question(name).filled({"company": company_id})).records())
        for name in COMPANY_PAGE
    }
    typer.echo(json.dumps({"company_id": company_id} | page, ensure_ascii=False, indent=1, default=plain))


def export(
    what: Annotated[str, typer.Argument(help="A table or view such as core.articles, or the name of a question.")],
    out: Annotated[Path, typer.Option("--out", help="File to write; it appears only when it is whole.")],
    param: Params = None,
    demo: Demo = False,
    format: Annotated[  # noqa: A002  the option's name
        ExportFormat | None, typer.Option("--format", help="Default: csv where the file's name ends so, else parquet.")
    ] = None,
) -> None:
    """Write a table, a view or the answer of a question to a file."""
    if "." not in what:
        sql = find_question(what).filled(read_params(param))
    elif param:
        raise BadQuery(
            f"{what} takes no --param; a question does, and a macro takes them as {what.split('(')[0]}(NAME := VALUE)"
        )
    else:
        sql = f"from {what}"
    form = format or (ExportFormat.csv if out.suffix.lower() == ".csv" else ExportFormat.parquet)
    rows = export_query(reading_settings(demo).snapshot, sql, out, form)
    typer.echo(f"{rows} rows written to {out}", err=True)


def register(app: typer.Typer) -> None:
    """Adds the verbs to the command."""
    app.command("ask", epilog="Example: kawaraban ask mentioned_with --demo --param company=sakana-ai")(ask_verb)
    app.command("trends", epilog="Example: kawaraban trends --demo --weeks 4")(trends)
    app.command("company", epilog="Example: kawaraban company sakana-ai --demo")(company)
    app.command("export", epilog="Example: kawaraban export core.articles --demo --out articles.parquet")(export)
