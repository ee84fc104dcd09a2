"""The harvest flow: a worker of a work pool fetches and extracts one part of a monitor run's links.

It holds no warehouse. It takes an order out of the exchange folder and puts finished batches there; the monitor run,
the one writer, loads them (``flows/crew.py``).
"""

import asyncio
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
from tasks.fetch.client import PoliteClient
from tasks.fetch.policy import FetchPolicy
from tasks.fetch.task import fetch_batch
from tasks.handover.delivery import ARCHIVE, begin_delivery, deliver
from tasks.handover.order import PART, NoSuchOrder, Terms, recipes_of, take_order
from tasks.handover.signs import Heart, tell_end
from tasks.load.batch import readable_pages, waiting_links

POLICY = TypeAdapter(FetchPolicy)


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
    loop, work = asyncio.get_running_loop(), asyncio.create_task(_work_through(settings, terms, links))

    def stop(reason: str) -> None:
        reasons.append(reason)
        loop.call_soon_threadsafe(work.cancel)

    reason = "it failed"
    try:
        with Heart(part, stop):
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
        tell_end(part, reason)
    return links.height


async def _work_through(settings: Settings, terms: Terms, links: pl.DataFrame) -> None:
    """Batch by batch; the batches keep the numbers that they have in the whole run."""
    part = settings.exchange_folder / terms.run_id / f"part-{terms.part}"
    recipes = load_recipes(recipes_of(part))
    batches = links.partition_by("batch", as_dict=True, maintain_order=True)
    async with PoliteClient(POLICY.validate_python(terms.policy)) as client:
        client.resume(terms.hosts)
        for (number,), batch in batches.items():
            await _do_batch(settings, terms, int(number), batch.drop("batch"), client, recipes)


async def _do_batch(
    settings: Settings, terms: Terms, number: int, links: pl.DataFrame, client: PoliteClient, recipes: Recipes
) -> None:
    """Fetches, extracts and hands over one batch."""
    staged = begin_delivery(settings.exchange_folder / terms.run_id / f"part-{terms.part}", number)
    name = f"{terms.run_id}-part-{terms.part}-batch-{number + 1}"
    with ArchiveWriter(staged / ARCHIVE, name) as archive:
        pages = await fetch_batch(links, client, archive, follow_page)
    readable = readable_pages(pages, waiting_links(pages))
    extraction = extract_batch(readable, links, staged / ARCHIVE, recipes, settings.workers)
    deliver(staged, number, {"pages": pages, "articles": extraction.articles, "outcomes": extraction.outcomes})
    get_run_logger().info(
        "batch %d: %d links, %d pages, %d articles", number + 1, links.height, pages.height, extraction.articles.height
    )
