"""Several workers fetch for one writer: the tables are those of a single process, and who is killed loses nothing."""

import asyncio
import errno
import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import httpx
import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.settings import PREFECT_API_URL, PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

from flows import crew
from flows.crew import write_orders
from flows.doctor import pool_findings
from flows.harvest import harvest
from flows.monitor import Cycle, monitor
from flows.pieces import Part
from flows.schedules import harvest_deployments
from flows.settings import Settings, use_settings
from flows.setup import ensure_deployments, ensure_pool
from flows.workspace import fetch_policy, now, open_workspace
from seeds.sample import EDITIONS, Newsroom, NewsroomServer, serve
from tasks.fetch.client import PoliteClient
from tasks.handover.signs import SILENCE
from tasks.load.task import select_due
from tests.conftest import ROOT
from tests.run_wide import QUIET
from warehouse.connect import open_writer
from warehouse.rebuild import table_hashes

pytestmark = pytest.mark.slow

POOL = "harvesters"
SOURCES = ["denpa", "chokkan"]
Ender = Callable[["subprocess.Popen[bytes]"], None]
"""Ends a worker in one way or another."""


@dataclass
class Stage:
    """A newsroom, a Prefect server, two workers, and what a single process makes of the newsroom."""

    newsroom: NewsroomServer
    folder: Path
    workers: "list[subprocess.Popen[bytes]]"
    single: Cycle = field(init=False)
    tables: dict[str, str] = field(init=False)

    def settings(self, home: str, **chosen: object) -> Settings:
        """A fresh home that watches the newsroom, with an exchange of its own for workers in this process."""
        defaults = {"batch_size": 10, "chunk_size": 10, "exchange": self.folder / "exchange"}
        return Settings(
            home=self.folder / home,
            sources_file=ROOT / "seeds" / "sample" / "sources.toml",
            connect_to=dict.fromkeys(self.newsroom.hosts, f"127.0.0.1:{self.newsroom.port}"),
            **defaults | chosen,  # type: ignore[arg-type]
        )

    def run(self, settings: Settings) -> Cycle:
        """One monitor run in this process."""
        with use_settings(settings):
            return asyncio.run(monitor(sources=SOURCES))

    def worker_of(self, part: str) -> "subprocess.Popen[bytes] | None":
        """The worker that does a part of a run, by its log."""
        for number, worker in enumerate(self.workers):
            if f"harvest-{part.replace('/', '-')}" in (self.folder / f"worker-{number}.log").read_text():
                return worker
        return None


def tables(settings: Settings) -> dict[str, str]:
    """The content hashes of the core tables."""
    with open_writer(settings.writer_file) as writer:
        return table_hashes(writer.con)


@pytest.fixture(scope="module")
def stage(prefect_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("harvest")
    chosen = {PREFECT_API_URL: prefect_server, PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}
    with serve(Newsroom.build(), edition=len(EDITIONS) - 1, slow_seconds=0.1) as newsroom, temporary_settings(chosen):
        with use_settings(Settings(home=folder / "home", work_pool=POOL)), get_client(sync_client=True) as client:
            made = [ensure_pool(client, POOL) + ensure_deployments(client, harvest_deployments()) for _ in range(2)]
        assert [[change.outcome for change in changes] for changes in made] == [["created"] * 2, ["left"] * 2]
        stage = Stage(newsroom, folder, [start_worker(folder, number, prefect_server) for number in range(2)])
        try:
            single = stage.settings("single")
            stage.single, stage.tables = stage.run(single), tables(single)
            wait_for_workers(prefect_server, stage.workers)
            yield stage
        finally:
            for worker in stage.workers:
                if worker.poll() is None:
                    os.killpg(worker.pid, signal.SIGKILL)
                worker.wait()


def start_worker(folder: Path, number: int, api: str) -> "subprocess.Popen[bytes]":
    """A worker as an operator starts it, with whatever it starts in a process group of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KAWARABAN_", "PREFECT_"))}
    own = {
        "PREFECT_API_URL": api,
        "PREFECT_WORKER_QUERY_SECONDS": "2",
        "KAWARABAN_WORK_POOL": POOL,
        "KAWARABAN_EXCHANGE": str(folder / "exchange"),
        "KAWARABAN_HOME": str(folder / f"worker-{number}"),
    }
    with (folder / f"worker-{number}.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "flows.cli", "worker"],
            env=kept | QUIET | own,
            cwd=ROOT,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def wait_for_workers(api: str, workers: "list[subprocess.Popen[bytes]]") -> None:
    """Returns when these and no others are known to the pool."""
    for _ in range(120):
        known = httpx.post(f"{api}/work_pools/{POOL}/workers/filter", json={}, timeout=10).json()
        if {int(each["name"].rpartition("-")[2]) for each in known} == {each.pid for each in workers}:
            return
        time.sleep(0.5)
    pytest.fail("the workers did not come online within a minute")


def test_the_doctor_sees_the_workers_and_says_where_there_are_none(stage: Stage) -> None:
    with get_client(sync_client=True) as client:
        found = list(pool_findings(client, stage.settings("doctor", work_pool=POOL)))
        assert [each.state for each in found] == ["ok", "ok"]
        assert found[1].told.startswith(f"2 in the pool «{POOL}»: ")
        missing = list(pool_findings(client, stage.settings("doctor", work_pool="nobody")))[1]
    assert (missing.state, missing.told) == ("problem", "harvest/nobody is not registered")


def test_two_workers_give_the_tables_of_a_single_process(stage: Stage) -> None:
    settings = stage.settings("several", work_pool=POOL)
    together = stage.run(settings)
    assert together.outcomes == stage.single.outcomes
    assert tables(settings) == stage.tables
    with open_writer(settings.writer_file) as writer:
        files = writer.con.execute("select distinct warc_file from raw.pages").fetchall()
    assert {name.split("-part-")[1][0] for (name,) in files} == {"1", "2"}
    assert list((stage.folder / "exchange").iterdir()) == []


def end_the_worker_of_a_begun_part(stage: Stage, ended: list[str], end: Ender) -> None:
    """Waits until a worker has delivered its first batch, and ends it."""
    for _ in range(1200):
        for batch in (stage.folder / "exchange").glob("*/part-*/batch-*"):
            part = f"{batch.parent.parent.name}/{batch.parent.name}"
            worker = stage.worker_of(part)
            if worker is not None:
                end(worker)
                ended.append(part)
                return
        time.sleep(0.05)


def kill(worker: "subprocess.Popen[bytes]") -> None:
    """With all that it started."""
    os.killpg(worker.pid, signal.SIGKILL)


def run_and_end_a_worker(stage: Stage, settings: Settings, end: Ender) -> Cycle:
    """A run of slow pages, one of whose workers is ended meanwhile."""
    for host in stage.newsroom.hosts:
        stage.newsroom.delay(host, 0.1)
    ended = list[str]()
    ender = threading.Thread(target=end_the_worker_of_a_begun_part, args=(stage, ended, end))
    ender.start()
    try:
        cycle = stage.run(settings)
    finally:
        ender.join()
        stage.newsroom.restore()
    assert ended
    return cycle


def test_a_worker_that_is_stopped_says_so_and_the_run_goes_on_at_once_with_its_links(
    stage: Stage, prefect_server: str
) -> None:
    settings, begun = stage.settings("stopped", work_pool=POOL), time.monotonic()
    cycle = run_and_end_a_worker(stage, settings, lambda worker: worker.terminate())
    assert time.monotonic() - begun < SILENCE, "nobody waited for silence"
    assert cycle.outcomes == stage.single.outcomes
    assert tables(settings) == stage.tables
    wait_for_workers(prefect_server, [each for each in stage.workers if each.poll() is None])
    (stopped,) = [number for number, each in enumerate(stage.workers) if each.poll() is not None]
    assert stage.workers[stopped].returncode == 0


def test_a_worker_that_is_killed_loses_no_link(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "SILENCE", 6.0)
    settings = stage.settings("killed", work_pool=POOL, chunk_size=50)  # all to the one worker that is left
    first = run_and_end_a_worker(stage, settings, kill)
    assert first.outcomes["not-fetched"] > 0
    assert sum(first.outcomes.values()) == sum(stage.single.outcomes.values())
    second = stage.run(settings.model_copy(update={"work_pool": None}))
    assert sum(second.outcomes.values()) == first.outcomes["not-fetched"]
    assert tables(settings) == stage.tables


def left_by_a_killed_run(settings: Settings) -> list[Part]:
    """The orders of a run that was killed after it had written them, in a home whose links are found and due."""

    async def order() -> list[Part]:
        with open_workspace(settings, "monitor") as work:
            links = select_due.fn(work.writer, now(), SOURCES, 10**9, 10**9)
            async with PoliteClient(fetch_policy(settings, work.seeds.sources)) as client:
                return write_orders(work, links, client, 2)

    return asyncio.run(order())


async def run_beside_a_living_worker(order: Part, newsroom: NewsroomServer) -> State[Any]:
    """A run that begins when the worker of the killed one has finished two batches; returns how that worker ended.

    From then on every page takes the worker longer than the test lasts, and the first batch is damaged.
    """
    worker = asyncio.create_task(harvest(order=order.name, return_state=True))
    worker.add_done_callback(lambda _: newsroom.restore())
    for _ in range(1000):
        if (order.folder / "batch-0001").exists():
            break
        await asyncio.sleep(0.02)
    for host in newsroom.hosts:
        newsroom.delay(host, 300.0)
    cut = order.folder / "batch-0000" / "pages.parquet"
    cut.write_bytes(cut.read_bytes()[:-1])
    await monitor(sources=SOURCES)
    return await worker


def without_locks_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files below the folder cannot be locked, as on NFS without its lock daemon."""
    lock = fcntl.flock

    def flock(file: IO[bytes], operation: int) -> None:
        if folder in Path(file.name).parents:
            raise OSError(errno.ENOLCK, "No locks available")
        lock(file, operation)

    monkeypatch.setattr(fcntl, "flock", flock)


def test_the_worker_of_a_killed_run_is_stopped_and_what_it_finished_is_not_fetched_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = stage.settings("orphaned", exchange=stage.folder / "orphaned-exchange")
    without_locks_in(settings.exchange_folder, monkeypatch)
    stage.run(settings.model_copy(update={"max_links": 1}))
    stage.newsroom.requests.clear()
    with use_settings(settings):
        begun, _ = left_by_a_killed_run(settings)
        ended = asyncio.run(run_beside_a_living_worker(begun, stage.newsroom))
    assert (ended.name, ended.message) == ("Cancelled", "the run wants no more of this part")
    asked = Counter(f"http://{each.host}{each.path}" for each in stage.newsroom.requests)
    twice = {batch for url, batch in begun.links.select("url", "batch").iter_rows() if asked[url] > 1}
    assert 0 in twice, "what cannot be read is fetched again"
    assert 1 not in twice
    assert tables(settings) == stage.tables
    assert [path.name for path in settings.exchange_folder.iterdir()] == ["damaged"]
