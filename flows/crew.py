"""The writer's side of a harvest: orders to the workers of a work pool, and what they deliver into the warehouse.

The run keeps the warehouse to itself. The workers fetch ahead; the run puts the pieces of each batch together again
and loads it as a single process would, in one transaction. A part whose worker is lost is given up: its links end as
not-fetched and stay due. What a worker that was stopped leaves, what no worker takes, and links that lead to a host of
another worker, the run fetches itself when the workers have ended, at the pace at which they left the hosts.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import flows.prefect_defaults  # noqa: F401  before anything of Prefect

# isort: split
import httpx
import polars as pl
from prefect import get_run_logger
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import WorkerFilter, WorkerFilterStatus
from prefect.deployments import arun_deployment
from prefect.exceptions import ObjectNotFound, PrefectException

from flows.dashboard import FetchProgress
from flows.findings import exchange_finding
from flows.harvest import POLICY
from flows.pieces import Part, Piece, load_pieces, take_piece
from flows.settings import PROGRAM_VERSION, Settings
from flows.workspace import Workspace
from tasks.discover.sources import Source
from tasks.fetch.client import PoliteClient
from tasks.handover.delivery import delivery_folder
from tasks.handover.division import divide, own_hosts
from tasks.handover.hosts import give_hosts, given_hosts
from tasks.handover.order import Terms, discard, is_waiting, withdraw_order, write_order
from tasks.handover.signs import SILENCE, WORKER_STOPS, Pulse, ask_to_stop, end_of
from tasks.urls import host_of

LOOK = 0.5
"""Seconds between two looks into the exchange."""
ASK = 5.0
"""Seconds between two questions to the Prefect server about the runs of the parts."""
PATIENCE = 120.0
"""Seconds for which an order may lie there while no worker of the run is at work: a busy machine needs 30 to begin."""
MOMENT = 5.0
"""Seconds from a worker's last batch to its end, at most."""
SHARE_OF_TIME = 0.75
"""Of the run's time limit: what is not delivered then is given up, so that the run itself ends in order."""


async def workers_online(settings: Settings, link_count: int) -> int:
    """To how many workers links are worth handing over; 0 where the run does better by itself.

    A worker takes some ten seconds to begin, so none gets fewer links than ``KAWARABAN_CHUNK_SIZE``. Where the pool has
    no worker, the log says so and the run fetches by itself.
    """
    if settings.work_pool is None or link_count < settings.chunk_size:
        return 0
    exchange = exchange_finding(settings)
    try:
        async with get_client() as client:
            await client.read_deployment_by_name(f"harvest/{settings.work_pool}")
            online = await client.read_workers_for_work_pool(
                settings.work_pool, WorkerFilter(status=WorkerFilterStatus(any_=["ONLINE"]))
            )
    except ObjectNotFound:
        why = f"harvest/{settings.work_pool} is not registered: start «kawaraban setup»"
    except (httpx.HTTPError, PrefectException) as error:
        why = str(error) or repr(error)
    else:
        why = f"work pool «{settings.work_pool}» has no worker: start «kawaraban worker» on each machine"
        if online and exchange.state == "ok":
            return min(len(online), link_count // settings.chunk_size)
    get_run_logger().warning("this run fetches by itself: %s", why if exchange.state == "ok" else exchange.told)
    return 0


async def harvest_with_workers(
    work: Workspace, links: pl.DataFrame, client: PoliteClient, workers: int, progress: FetchProgress
) -> tuple[list[pl.DataFrame], pl.DataFrame]:
    """Has the links fetched and extracted by the workers of the pool and loads them.

    Returns the outcomes of each batch, one for each link, and the links that are left to this process, whose
    ``client`` knows then how the workers left the hosts. What is delivered while an earlier batch is loaded waits in
    the exchange.
    """
    crew, outcomes = Crew(work.settings, write_orders(work, links, client, workers)), []
    batches = list(links.iter_slices(work.settings.batch_size))
    try:
        await crew.start()
        for number, batch in enumerate(batches):
            pieces = await crew.batch(number)
            if pieces:
                asked = batch.join(pl.concat([piece.links for piece in pieces]), on="url", how="semi")
                outcomes.append(load_pieces(work, asked, pieces, f"batch {number + 1} of {len(batches)}"))
                await progress.advance(asked.height)
        await crew.farewell()
        folder = work.settings.exchange_folder / work.run_id
        client.resume(standing_of(folder, [part.folder for part in crew.parts]))
    finally:
        crew.dismiss()
    discard(folder)
    return outcomes, pl.concat([links.clear(), *(rows for part in crew.parts for rows in part.rest)])


def write_orders(work: Workspace, links: pl.DataFrame, client: PoliteClient, workers: int) -> list[Part]:
    """Writes an order for each part."""
    settings = work.settings
    folder, standing = settings.exchange_folder / work.run_id, client.standing()
    known = hosts_of(work.seeds.sources)
    divided = divide(links, known, workers, settings.batch_size)
    parts = []
    for number, rows in enumerate(divided, start=1):
        own = own_hosts(rows, known)
        give_hosts(folder, own)
        terms = Terms(
            run_id=work.run_id,
            part=number,
            program_version=PROGRAM_VERSION,
            policy=POLICY.dump_python(client.policy, mode="json"),
            hosts=standing,
            own_hosts=own,
        )
        path = folder / f"part-{number}"
        write_order(path, terms, rows, settings.recipes_file)
        parts.append(Part(number, path, rows, Pulse(path), terms.ordered_at))
    return parts


def hosts_of(sources: Sequence[Source]) -> dict[str, set[str]]:
    """By source the hosts that it is known to have."""
    return {each.id: {host_of(url) for url in (each.homepage, *(f.url for f in each.feeds))} for each in sources}


def standing_of(run: Path, parts: Sequence[Path]) -> dict[str, tuple[float | None, float]]:
    """How the workers of a run left its hosts, as ``PoliteClient.resume`` takes it.

    Where one ended without a word, as if every host of the run had been asked now: a wait of one interval.
    """
    ends = [end_of(part) for part in parts if not is_waiting(part) and (part / "beat").exists()]
    if None in ends:
        return dict.fromkeys(given_hosts(run), (0.0, 0.0))
    return {host: stands for end in ends if end is not None for host, stands in end.hosts.items()}


@dataclass
class Crew:
    """The workers of one run: started, watched, and given up where they are lost."""

    settings: Settings
    parts: list[Part]
    _next: int = 0
    """Number of the batch that is awaited; those before are loaded."""
    _begun_at: float = field(default_factory=time.monotonic)
    _asked_at: float = field(default_factory=time.monotonic)

    async def start(self) -> None:
        """Starts a flow run for each part, as a run below this one."""
        pool = self.settings.work_pool
        for part in self.parts:
            try:
                run = await arun_deployment(
                    f"harvest/{pool}",
                    parameters={"order": part.name},
                    timeout=0,
                    as_subflow=True,
                    idempotency_key=part.name,
                )
            except (httpx.HTTPError, PrefectException) as error:
                self._give_up(part, f"it could not be started: {str(error) or repr(error)}")
            else:
                part.flow_run = run.id
        heights = " and ".join(str(part.links.height) for part in self.parts)
        get_run_logger().info("%s links to workers of the pool «%s»", heights, pool)

    async def batch(self, number: int) -> list[Piece]:
        """The pieces of one batch, once each part has delivered its own or is lost; not what is left to this run."""
        self._next = number
        waiting = [(part, rows) for part in self.parts if (rows := part.links.filter(pl.col("batch") == number)).height]
        while any(not self._is_settled(part, number) for part, _ in waiting):
            await self._watch()
            await asyncio.sleep(LOOK)
        return [piece for part, rows in waiting if (piece := self._piece(part, number, rows.drop("batch"))) is not None]

    def _piece(self, part: Part, number: int, links: pl.DataFrame) -> Piece | None:
        """What a part delivered of a batch; what it leaves to this run is noted."""
        if part.is_left and not delivery_folder(part.folder, number).is_dir():
            part.rest.append(links)
            return None
        piece = take_piece(part, number, links)
        if piece.returned is not None:
            part.rest.append(piece.returned)
        return piece if piece.links.height else None

    async def farewell(self) -> None:
        """Gives workers that have delivered everything a moment to end by themselves."""
        for _ in range(round(MOMENT / LOOK)):
            if all(each.lost or end_of(each.folder) is not None for each in self.parts):
                return
            await asyncio.sleep(LOOK)

    def dismiss(self) -> None:
        """Nothing more is wanted: what was not begun is withdrawn, who still works is told to stop."""
        for part in self.parts:
            if part.folder.exists() and not withdraw_order(part.folder) and end_of(part.folder) is None:
                ask_to_stop(part.folder)

    def _is_settled(self, part: Part, number: int) -> bool:
        return delivery_folder(part.folder, number).is_dir() or part.lost is not None

    async def _watch(self) -> None:
        """Looks at every part once and gives up those that are lost."""
        newest = self._begun_at
        for part in self.parts:
            if is_waiting(part.folder):
                part.pulse.restart()
                continue
            part.pulse.look()
            newest = max(newest, part.pulse.changed_at)
        ended = await self._ended_runs()
        for part in self.parts:
            if part.lost is None and (why := self._why_lost(part, newest, ended.get(part.number))) is not None:
                self._give_up(part, why)

    def _why_lost(self, part: Part, newest: float, run_ended: str | None) -> str | None:
        """Why nothing more is to be expected of a part; None where something is."""
        clock, said = time.monotonic(), end_of(part.folder)
        if said is not None:
            return f"its worker ended: {said.reason}" if said.reason else "its worker ended"
        if run_ended is not None:
            return f"its run ended: {run_ended}"
        if clock - self._begun_at > SHARE_OF_TIME * self.settings.timeout_minutes * 60:
            return f"not done within {SHARE_OF_TIME * self.settings.timeout_minutes:g} minutes"
        # An order that waits its turn is not lost while other parts go on: their workers take it afterwards.
        if is_waiting(part.folder):
            return f"no worker took it for {PATIENCE:.0f} s" if clock - newest > PATIENCE else None
        if clock - part.pulse.changed_at > SILENCE:
            return f"nothing was heard of its worker for {SILENCE:.0f} s"
        return None

    def _give_up(self, part: Part, why: str) -> None:
        part.lost = why
        awaited = [number for number in part.links["batch"].unique() if number >= self._next]
        if all(delivery_folder(part.folder, number).is_dir() for number in awaited):
            return
        end = end_of(part.folder)
        part.is_left = withdraw_order(part.folder) or (end is not None and end.reason == WORKER_STOPS)
        then = (
            "this run fetches itself what it has not delivered"
            if part.is_left
            else "what it has not delivered stays due"
        )
        get_run_logger().warning("part %d is given up, %s; %s", part.number, why, then)
        ask_to_stop(part.folder)

    async def _ended_runs(self) -> dict[int, str]:
        """By part: how its flow run ended, where the server knows that it did; asked every few seconds."""
        if time.monotonic() - self._asked_at < ASK:
            return {}
        self._asked_at = time.monotonic()
        try:
            async with asyncio.timeout(ASK), get_client() as client:
                return {part.number: said for part in self.parts if (said := await _end_of_run(client, part))}
        except (httpx.HTTPError, PrefectException, TimeoutError):
            return {}  # the signs in the exchange suffice


async def _end_of_run(client: PrefectClient, part: Part) -> str | None:
    if part.lost is not None or part.flow_run is None:
        return None
    state = (await client.read_flow_run(part.flow_run)).state
    if state is None or not state.is_final():
        return None
    return f"{state.name}{', ' + state.message if state.message else ''}"
