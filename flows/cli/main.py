"""The verbs of the command, and how its errors are told."""

import atexit
import gc
import os
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from flows import logs
from flows.cli import analyst
from flows.cli.archive import archive_app
from flows.cli.errors import expected
from flows.cli.operate import operate_app
from flows.cli.options import Demo, FormatOption, reading_settings
from flows.cli.output import Format, print_answer, write_lines
from flows.cli.registers import companies_app, recipes_app
from flows.cli.report import report
from flows.cli.sources import sources_app
from flows.cli.status import health, metrics, status
from flows.cli.watch import watch_app
from flows.settings import PROGRAM_VERSION, current_settings

app = typer.Typer(
    name="kawaraban",
    help="Watches the news about Japanese AI start-ups and answers trend questions from DuckDB.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
)
app.add_typer(archive_app)
app.add_typer(operate_app)
app.add_typer(sources_app, name="sources")
app.add_typer(companies_app, name="companies")
app.add_typer(recipes_app, name="recipes")
app.add_typer(watch_app, name="watch")
analyst.register(app)
app.command("report", epilog="Example: kawaraban report --demo --week 2025-W39")(report)
app.command("status", epilog="Example: kawaraban status --format json")(status)
app.command("health", epilog="Example: kawaraban health --format json")(health)
app.command("metrics", epilog="Example: kawaraban metrics")(metrics)

Out = Annotated[Path | None, typer.Option("--out", help="File to write; default: standard output.")]


def main() -> None:
    """Entry point of the ``kawaraban`` command; a known error becomes one line and exit status 1."""
    # What imports make is kept to the end, and 700 new objects at a time the collector looks at all of it again:
    # a tenth of the time that a run takes to start.
    gc.set_threshold(50_000, 20, 100)
    # DuckDB 2.0 prints pages of «leaked instance» at Python's end where a frame or traceback still refers to it,
    # as Prefect's do. So the process ends before that; registered first, this runs after all else that runs at exit.
    ending = {"status": 70}  # unless the verb comes to an end of its own
    atexit.register(_leave, ending)
    ending["status"] = _run()


def _leave(ending: dict[str, int]) -> None:
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(ending["status"])


def _run() -> int:
    """Runs the verb and returns the exit status."""
    try:
        app()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or flushing would raise again
        return 0
    except Exception as error:  # noqa: BLE001  told below, whatever it is
        told = expected(error)
        if told is None:
            print(logs.redact(traceback.format_exc()), file=sys.stderr, end="")  # noqa: T201
            return 70  # EX_SOFTWARE of sysexits.h: a fault of the program
        return _complain(told)
    return 0


def _complain(text: str) -> int:
    """Tells what went wrong and returns the exit status for it."""
    logs.complain(text)
    return 1


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"kawaraban {PROGRAM_VERSION}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[  # noqa: ARG001  answered by its callback
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    logs.start(as_json=current_settings().log_format == "json")


@app.command(epilog="Example: kawaraban demo")
def demo() -> None:
    """Run the whole pipeline on the sample newsroom; needs no network."""
    from flows.demo import run_demo

    run_demo()


@app.command(epilog="Example: kawaraban run --source publickey --source pfn_tech")
def run(
    source: Annotated[list[str] | None, typer.Option("--source", help="Only this source; may be repeated.")] = None,
) -> None:
    """Run one monitoring cycle over the enabled sources, now."""
    from flows.run import run_once

    if not run_once(source):
        raise typer.Exit(_complain("no source answered; is there a network? «kawaraban status» tells of each source"))


@app.command(epilog='Example: kawaraban sql --demo --format csv "from trend.company_weekly"')
def sql(
    query: Annotated[str, typer.Argument(help="SQL for the published file, in DuckDB's dialect.")],
    demo: Demo = False,
    format: FormatOption = Format.table,  # noqa: A002  the option's name
) -> None:
    """Answer SQL from the published file; a run that is writing does not disturb it."""
    from warehouse.query import ask

    print_answer(ask(reading_settings(demo).snapshot, query), format)


@app.command(epilog="Example: kawaraban extract page.html --index urls.jsonl --out articles.jsonl")
def extract(
    paths: Annotated[list[Path], typer.Argument(help="HTML files, folders of them, or WARC files.")],
    index: Annotated[
        Path | None, typer.Option("--index", help='Lines {"id","url"}: the URL of each file stem.')
    ] = None,
    out: Out = None,
    no_recipes: Annotated[bool, typer.Option("--no-recipes", help="Only the generic rules.")] = False,
) -> None:
    """Turn saved pages into articles, one JSON object a line; no network."""
    from tasks.extract.files import extract_paths, read_index
    from tasks.extract.recipes import load_recipes

    recipes = None if no_recipes else load_recipes(current_settings().recipes_file)
    write_lines(extract_paths(paths, index=read_index(index) if index else None, recipes=recipes), out)


@app.command(epilog="Example: kawaraban tag articles.jsonl --out tags.jsonl")
def tag(
    file: Annotated[Path, typer.Argument(help='Lines {"id","title","body","lang"}.')],
    out: Out = None,
) -> None:
    """Tag companies, themes, funding and new names, one JSON object a line."""
    from tasks.tag.lines import LineError, tag_lines
    from tasks.tag.registers import load_registers
    from tasks.tag.tagger import Tagger

    settings = current_settings()
    tagger = Tagger(load_registers(settings.companies_file, settings.themes_file))
    try:
        write_lines(tag_lines(read_lines(file), tagger), out)
    except LineError as error:
        raise typer.Exit(_complain(f"{file}: {error}")) from error


@app.command(epilog="Example: kawaraban cluster articles.jsonl --out stories.jsonl")
def cluster(
    file: Annotated[Path, typer.Argument(help='Lines {"id","outlet","url","published","title","body","lang"}.')],
    out: Out = None,
) -> None:
    """Fold reprints and rewrites into stories, one JSON object {"id","story"} a line."""
    from tasks.cluster.lines import LineError, cluster_lines

    try:
        write_lines(cluster_lines(read_lines(file)), out)
    except LineError as error:
        raise typer.Exit(_complain(f"{file}: {error}")) from error


def read_lines(path: Path) -> Iterator[str]:
    """The lines of a UTF-8 file."""
    with path.open(encoding="utf-8-sig") as lines:
        yield from lines
