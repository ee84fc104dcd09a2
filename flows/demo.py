"""``kawaraban demo``: the whole pipeline on the bundled sample newsroom, served on loopback."""

import sys

from flows.cli.output import Format, print_answer
from flows.performing import perform
from flows.settings import Settings, demo_settings, use_settings
from flows.workspace import preflight
from seeds.sample import EDITIONS, Newsroom, NewsroomServer, serve
from warehouse.connect import open_writer
from warehouse.query import ask
from warehouse.questions import question
from warehouse.writer import completed_labels


def run_demo() -> None:
    """Serves the newsroom, runs one cycle for each of its editions, and prints the first trend tables.

    An edition whose cycle was completed before is not shown again, but for the last: a second demo loads nothing
    new, and one that was killed goes on with the edition it was at.
    """
    with serve(Newsroom.build()) as newsroom:
        endpoint = f"127.0.0.1:{newsroom.port}"
        settings = demo_settings(dict.fromkeys(newsroom.hosts, endpoint))
        _say(f"The sample newsroom is open on {endpoint}: {len(newsroom.hosts)} invented outlets.")
        preflight(settings)
        with use_settings(settings):
            perform(_run_editions(settings, newsroom))
    _say(f"Published {settings.snapshot}")
    print_answer(ask(settings.snapshot, question("totals")), Format.table)
    _say("Trending among Japanese AI start-ups (invented sample data):")
    print_answer(ask(settings.snapshot, question("trending_companies")), Format.table)
    _say('Ask more: kawaraban sql --demo "from trend.company_weekly limit 10"')


async def _run_editions(settings: Settings, newsroom: NewsroomServer) -> None:
    """One cycle for each edition that was not completed yet, and always one for the last."""
    import flows.prefect_defaults  # noqa: F401  before anything of Prefect

    # isort: split
    from prefect import tags

    from flows.monitor import monitor

    done = _completed_labels(settings)
    for number, instant in enumerate(EDITIONS):
        label = f"edition of {instant:%Y-%m-%d}"
        if label not in done or number == len(EDITIONS) - 1:
            newsroom.edition = number
            with tags("kawaraban", "demo"):
                await monitor(label=label)


def _completed_labels(settings: Settings) -> set[str]:
    with open_writer(settings.writer_file) as writer:
        return completed_labels(writer.con)


def _say(text: str) -> None:
    print(text, file=sys.stderr)  # noqa: T201
