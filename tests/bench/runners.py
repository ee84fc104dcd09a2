"""Pages a second of one process, of its helpers, and of two workers of a pool, over the same sites on loopback.

    python -m tests.bench.runners [--pages FOLDER] [--links 1200] [--only NAME]...

Serves saved pages (``.html``, ``.html.gz``; without ``--pages`` those of the sample newsroom) from a process of its own
under addresses of forty hosts, and lets «kawaraban run» fetch, extract, tag, cluster, load and publish them in a fresh
home, once for each way: threads (one process), processes, dask, ray (two helpers each), and two «kawaraban worker».
Prints pages a second of the run, Python's start and the publish not counted, and of what came after its first batch,
which leaves out what helpers need to begin; ratios are to threads, in the same call. Tables that differ from those of
threads are told, and the status is then 1: copies that state no date are told apart by when they were fetched, which
two workers do in another order.
"""

import argparse
import asyncio
import gzip
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from seeds.sample import EDITIONS, Newsroom
from tests.bench.crash_time import prefect_server
from tests.bench.monitor_idle import BLOCK
from tests.conftest import QUIET, ROOT
from warehouse.rebuild import table_hashes

HOSTS = 40
OWN_ADDRESS = re.compile(rb'<link[^>]+canonical[^>]*>|<meta[^>]+og:url[^>]*>|"(?:url|@id|mainEntityOfPage)":"[^"]*",?')
"""What a page says of its address: it would make one article of its copies."""
HELPED = {"KAWARABAN_WORKERS": "2", "KAWARABAN_CHUNK_SIZE": "50"}
POOL = {"KAWARABAN_WORK_POOL": "bench", "KAWARABAN_CHUNK_SIZE": "50"}
WAYS: dict[str, Mapping[str, str]] = {
    "threads": {},
    "processes": HELPED | {"KAWARABAN_TASK_RUNNER": "processes"},
    "dask": HELPED | {"KAWARABAN_TASK_RUNNER": "dask"},
    "ray": HELPED | {"KAWARABAN_TASK_RUNNER": "ray"},
    "two workers": POOL,
}


@dataclass(frozen=True)
class Figures:
    """What one run did."""

    pages: int
    seconds: float
    later_pages: int
    later_seconds: float
    tables: dict[str, str]

    @property
    def pace(self) -> float:
        """Pages a second of the run."""
        return self.pages / self.seconds

    @property
    def later_pace(self) -> float:
        """Pages a second after the first batch."""
        return self.later_pages / self.later_seconds if self.later_seconds else float("nan")


def main() -> int:
    """Parses the options and prints one row a way."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--links", type=int, default=1200)
    parser.add_argument("--only", action="append", choices=WAYS)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.serve:
        asyncio.run(serve(bodies(chosen.pages), chosen.links))
        return 0
    ways = ["threads", *(name for name in chosen.only or WAYS if name != "threads")]
    with tempfile.TemporaryDirectory() as name, prefect_server(Path(name)) as api, sites(chosen) as port:
        environment = settings(Path(name), api, port)
        found = {}
        print(f"{'way':14}{'pages':>7}{'run s':>8}{'pages/s':>9}{'ratio':>7}{'later/s':>9}{'ratio':>7}")
        for way in ways:
            found[way] = measured(Path(name) / way.replace(" ", "-"), environment, WAYS[way])
            print(row(way, found[way], found["threads"]), flush=True)
    other = [f"{way}: {', '.join(moved)}" for way in found if (moved := differing(found[way], found["threads"]))]
    print(f"tables        {'the same' if not other else 'other than with threads, ' + '; '.join(other)}")
    return 1 if other else 0


def differing(figures: Figures, threads: Figures) -> list[str]:
    """The core tables whose content is another."""
    return [
        f"{name} ({told} for {threads.tables[name]})"
        for name, told in figures.tables.items()
        if told != threads.tables[name]
    ]


def row(way: str, figures: Figures, threads: Figures) -> str:
    """One line of the table."""
    whole = f"{figures.pages:7}{figures.seconds:8.1f}{figures.pace:9.1f}{figures.pace / threads.pace:7.2f}"
    return f"{way:14}{whole}{figures.later_pace:9.1f}{figures.later_pace / threads.later_pace:7.2f}"


def settings(folder: Path, api: str, port: int) -> dict[str, str]:
    """The environment of all runs."""
    sources = folder / "sources.toml"
    sources.write_text("".join(BLOCK.format(n=n) for n in range(HOSTS)), encoding="utf-8")
    connect_to = {f"s{n}.example": f"127.0.0.1:{port}" for n in range(HOSTS)}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KAWARABAN_", "PREFECT_"))}
    return (
        kept
        | QUIET
        | {
            "PREFECT_API_URL": api,
            "PREFECT_LOGGING_LEVEL": "WARNING",
            "KAWARABAN_SOURCES_FILE": str(sources),
            "KAWARABAN_CONNECT_TO": json.dumps(connect_to),
            "KAWARABAN_EXCHANGE": str(folder / "exchange"),
        }
    )


def measured(home: Path, environment: Mapping[str, str], way: Mapping[str, str]) -> Figures:
    """One run in a fresh home, with two workers where the way is a pool's."""
    own = {**environment, **way, "KAWARABAN_HOME": str(home)}
    command = [sys.executable, "-m", "flows.cli"]
    with ExitStack() as stack:
        if "KAWARABAN_WORK_POOL" in way:
            pool = way["KAWARABAN_WORK_POOL"]
            subprocess.run([*command, "deploy", "--pool", pool], env=own, cwd=ROOT, check=True, capture_output=True)
            for number in range(2):
                stack.enter_context(worker(command, own | {"KAWARABAN_HOME": f"{home}-worker-{number}"}))
            time.sleep(20)  # a worker is online a few seconds after its start
        told = subprocess.run([*command, "run"], env=own, cwd=ROOT, capture_output=True, text=True, check=False)
        if told.returncode:
            sys.exit(told.stderr[-2000:])
    return read(home / "state" / "writer.duckdb")


@contextmanager
def worker(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[None]:
    """A worker as an operator starts it; ended with all that it started."""
    running = subprocess.Popen(
        [*command, "worker"],
        env=dict(environment),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        os.killpg(running.pid, signal.SIGTERM)
        running.wait()


def read(file: Path) -> Figures:
    """What the only run of a home did: times to the end of its last batch."""
    with duckdb.connect(str(file), read_only=True) as con:
        pages, seconds, later_pages, later_seconds = con.execute(
            "with batches as (select o.recorded_at, count(f.url) as pages from ops.outcomes o "
            "left join raw.fetches f on f.url = o.url and f.outcome is null group by o.recorded_at) "
            "select sum(pages), epoch(max(recorded_at) - any_value(started_at)), "
            "coalesce(sum(pages) filter (where recorded_at > (select min(recorded_at) from batches)), 0), "
            "epoch(max(recorded_at) - min(recorded_at)) from batches, ops.runs"
        ).fetchall()[0]
        return Figures(int(pages), seconds, int(later_pages), later_seconds, table_hashes(con))


@contextmanager
def sites(chosen: argparse.Namespace) -> Iterator[int]:
    """The port of the sites, which a process of its own serves."""
    command = [sys.executable, "-m", "tests.bench.runners", "--serve", "--links", str(chosen.links)]
    command += ["--pages", str(chosen.pages)] if chosen.pages else []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        assert server.stdout is not None
        try:
            yield int(server.stdout.readline())
        finally:
            server.terminate()


def bodies(folder: Path | None) -> list[bytes]:
    """The pages: those saved in the folder, else the newsroom's articles; each without its own address."""
    if folder is None:
        room = Newsroom.build()
        found = [(link.url.split("/", 3)[2], "/" + link.url.split("/", 3)[3]) for link in room.truth if link.article]
        answers = [room.resource(host, path, len(EDITIONS) - 1) for host, path in found]
        pages = [each.body for each in answers if each is not None and each.status == 200]
    else:
        paths = sorted(path for path in folder.rglob("*") if path.name.endswith((".html", ".html.gz")))
        pages = [gzip.decompress(p.read_bytes()) if p.suffix == ".gz" else p.read_bytes() for p in paths]
    return [OWN_ADDRESS.sub(b"", page) for page in pages]


async def serve(pages: Sequence[bytes], links: int) -> None:
    """Answers for all hosts until it is ended; prints its port first."""

    def answer(host: int, path: str) -> tuple[str, bytes]:
        if path == "/feed.xml":
            items = "".join(f"<item><title>{n}</title><link>/{n}.html</link></item>" for n in range(host, links, HOSTS))
            return "200 OK", f"<rss version='2.0'><channel>{items}</channel></rss>".encode()
        number = path.strip("/").removesuffix(".html")
        return ("200 OK", pages[int(number) % len(pages)]) if number.isdecimal() else ("404 Not Found", b"")

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := (await reader.readuntil(b"\r\n\r\n")).decode("latin-1"):
                host = re.search(r"host: s(\d+)", request.lower())
                status, body = answer(int(host[1]) if host else 0, request.split(" ", 2)[1])
                kind = "text/xml" if body.startswith(b"<rss") else "text/html"
                head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
                writer.write(head.encode() + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    os._exit(status)  # before Python's tear-down, in which DuckDB 2.0 prints pages of «leaked instance»
