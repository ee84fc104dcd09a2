"""The harvest flow: a worker of a work pool fetches and extracts one part of a monitor run's links.

It holds no warehouse. It takes an order out of the exchange folder and puts finished batches there; the monitor run,
the one writer, loads them (``flows/crew.py``).
"""

import asyncio
import os
import tempfile
from pathlib import Path
from typing import Annotated

import flows.prefect_defaults  # noqa: F401  before anything of Prefect

# isort: split
import polars as pl
from prefect import flow, get_run_logger
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Cancelled
from pydantic import Field, TypeAdapter

from flows.settings import PROGRAM_VERSION, Settings, current_settings
from tasks.archive import ArchiveWriter
from tasks.extract.recipes import Recipes, load_recipes
from tasks.extract.task import extract_batch, follow_page
from tasks.fetch.client import HOST_ELSEWHERE, PoliteClient
from tasks.fetch.policy import FetchPolicy
from tasks.fetch.task import fetch_batch
from tasks.frames import Pages
from tasks.handover.delivery import begin_delivery, deliver, put_archive
from tasks.handover.hosts import OwnHosts
from tasks.handover.order import PART, NoSuchOrder, Terms, recipes_of, take_order
from tasks.handover.signs import End, Heart, tell_end
from tasks.load.batch import readable_pages, waiting_links

POLICY = TypeAdapter(FetchPolicy)
STOP_FILE = "KAWARABAN_STOP_FILE"
"""Environment variable, set by ``kawaraban worker`` for its runs: a file that appears when they are to stop."""


def _run_name() -> str:
    return f"harvest-{flow_run.parameters['order'].replace('/', '-')}"


@flow(
    name="harvest",
    flow_run_name=_run_name,
    validate_parameters=True,
    timeout_seconds=current_settings().timeout_minutes * 60,
)
async def harvest(order: Annotated[str, Field(pattern=rf"^{PART.pattern}$")]) -> int | State[int]:
    """Fetches and extracts one part of a monitor run's links and hands the batches over; returns the links done.

    The monitor run starts it; there is no reason to start it by hand.

    Args:
        order: Which part: the id of the run and the part's number, as its folder is named in the exchange.
    """
    settings = current_settings()
    try:
        terms, links = take_order(settings.exchange_folder, order, PROGRAM_VERSION)
    except NoSuchOrder as error:
        return Cancelled(message=str(error))
    part, reasons = settings.exchange_folder / order, list[str]()
    client = PoliteClient(POLICY.validate_python(terms.policy), may_ask=OwnHosts(part.parent, terms.own_hosts).may_ask)
    client.resume(terms.hosts)
    loop, work = asyncio.get_running_loop(), asyncio.create_task(_work_through(settings, terms, links, client))

    def stop(reason: str) -> None:
        reasons.append(reason)
        loop.call_soon_threadsafe(work.cancel)

    reason = "it failed"
    try:
        with Heart(part, stop, leave=stop_file()):
            await work
        reason = ""
    except asyncio.CancelledError:
        reason = reasons[0] if reasons else "it was cancelled"
        if not reasons:
            raise
        return Cancelled(message=reason)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}".splitlines()[0]
        raise
    finally:
        work.cancel()  # where this run itself was cancelled
        tell_end(part, End(reason=reason, hosts=client.standing()))
    return links.height


def stop_file() -> Path | None:
    """The file by which the worker of this machine tells its run to stop; None where no worker started it."""
    named = os.environ.get(STOP_FILE)
    return Path(named) if named else None


async def _work_through(settings: Settings, terms: Terms, links: pl.DataFrame, client: PoliteClient) -> None:
    """Batch by batch; the batches keep the numbers that they have in the whole run."""
    recipes = load_recipes(recipes_of(settings.exchange_folder / terms.run_id / f"part-{terms.part}"))
    batches = links.partition_by("batch", as_dict=True, maintain_order=True)
    async with client:
        for (number,), batch in batches.items():
            await _do_batch(settings, terms, int(number), batch.drop("batch"), client, recipes)


async def _do_batch(
    settings: Settings, terms: Terms, number: int, links: pl.DataFrame, client: PoliteClient, recipes: Recipes
) -> None:
    """Fetches, extracts and hands over one batch; of links that lead to hosts of other workers, only that they do."""
    staged = begin_delivery(settings.exchange_folder / terms.run_id / f"part-{terms.part}", number)
    name = f"{terms.run_id}-part-{terms.part}-batch-{number + 1}"
    with tempfile.TemporaryDirectory(prefix="kawaraban-") as own:
        with ArchiveWriter(Path(own), name) as archive:
            fetched = await fetch_batch(links, client, archive, follow_page)
        elsewhere = fetched.filter(error_class=HOST_ELSEWHERE).unique("url", maintain_order=True)
        pages = Pages.validate(pl.concat([fetched.join(elsewhere, on="url", how="anti"), elsewhere]))
        readable = readable_pages(pages, waiting_links(pages))
        extraction = extract_batch(readable, links, Path(own), recipes, settings.workers)
        put_archive(staged, Path(own))
    deliver(staged, number, {"pages": pages, "articles": extraction.articles, "outcomes": extraction.outcomes})
    get_run_logger().info(
        "batch %d: %d links, %d pages, %d articles%s",
        number + 1,
        links.height,
        pages.height - elsewhere.height,
        extraction.articles.height,
        f", {elsewhere.height} links to hosts of other workers left to the run" if elsewhere.height else "",
    )
