"""Pages a second against a bare httpx loop, and memory over many pages.

``python -m tests.bench.fetch_throughput [--pages 2000] [--rounds 3] [--hosts 32] [--memory]``

A server in a process of its own gives pages of 60 KB on many host names. Each measurement is a fresh process:
``bare`` reads them with ``httpx.AsyncClient`` and as many workers as there are hosts; ``polite`` is the whole
fetch step with archive, robots.txt, limits and address checks, pacing off. The ratio is that of the same run.
"""

import argparse
import asyncio
import json
import multiprocessing
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

import httpx
import polars as pl

from tasks.archive import ArchiveWriter
from tasks.fetch.client import FetchPolicy, PoliteClient
from tasks.fetch.pages import fetch_pages

PAGE_BYTES = 60_000
_WORDS = (
    "人工知能",
    "言語モデル",
    "新興企業",
    "資金調達",
    "研究",
    "開発",
    "公開",
    "発表",
    "東京",
    "自治体",
    "工場",
    "画像",
)


def _page(seed: int) -> bytes:
    """A page of 60 KB that compresses about as news pages do."""
    chance = random.Random(seed)
    parts = ["<!doctype html><html lang='ja'><head><meta charset='utf-8'><title>記事</title></head><body>"]
    size = 0
    while size < PAGE_BYTES - 300:
        words = "".join(chance.choice(_WORDS) + chance.choice("をがはにで、。") for _ in range(20))
        part = f'<div class="c{chance.randrange(10**6)}"><p id="p{chance.randrange(10**9)}">{words}</p></div>\n'
        parts.append(part)
        size += len(part.encode())
    return "".join(parts).encode()[:PAGE_BYTES].ljust(PAGE_BYTES)


def _serve(pipe: Connection) -> None:
    """The server process: any path is one of 20 pages; robots.txt allows all but one folder."""
    head = 'HTTP/1.1 200 OK\r\nContent-Type: {}\r\nContent-Length: {}\r\nETag: "x"\r\n\r\n'
    pages = [head.format("text/html; charset=utf-8", PAGE_BYTES).encode() + _page(seed) for seed in range(20)]
    rules = b"User-agent: *\nDisallow: /private/\nDisallow: /*.pdf$\nAllow: /private/open\n"
    robots = head.format("text/plain", len(rules)).encode() + rules

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        count = 0
        try:
            while True:
                request = await reader.readuntil(b"\r\n\r\n")
                count += 1
                writer.write(robots if request.startswith(b"GET /robots.txt") else pages[count % 20])
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def run() -> None:
        server = await asyncio.start_server(handle, "127.0.0.1", 0)
        pipe.send(server.sockets[0].getsockname()[1])
        async with server:
            await server.serve_forever()

    asyncio.run(run())


async def _bare(port: int, pages: int, hosts: int) -> int:
    urls = iter([f"http://127.0.0.1:{port}/{number}" for number in range(pages)])
    total = 0

    async def worker(client: httpx.AsyncClient) -> None:
        nonlocal total
        for url in urls:
            response = await client.get(url)
            total += len(response.content)

    limits = httpx.Limits(max_connections=hosts, max_keepalive_connections=hosts)
    async with httpx.AsyncClient(limits=limits, trust_env=False) as client:
        await asyncio.gather(*(worker(client) for _ in range(hosts)))
    return total


async def _polite(port: int, pages: int, hosts: int) -> int:
    names = [f"h{number}.example" for number in range(hosts)]
    urls = [f"http://{names[number % hosts]}/{number}" for number in range(pages)]
    policy = FetchPolicy(
        user_agent="Kawaraban/0 (benchmark)",
        connect_to=dict.fromkeys(names, ("127.0.0.1", port)),
        min_interval=0.0,
        concurrency=hosts,
    )
    total = 0
    with tempfile.TemporaryDirectory() as folder:
        async with PoliteClient(policy) as client:
            with ArchiveWriter(Path(folder), "bench") as archive:
                for start in range(0, pages, 500):
                    columns = {"url": urls[start : start + 500]}
                    links = pl.DataFrame(columns).with_columns(
                        source_id=pl.lit("s"), etag=pl.lit(None, pl.String), last_modified=pl.lit(None, pl.String)
                    )
                    done = await fetch_pages(links, client, archive)
                    total += done.filter(pl.col("outcome").is_null())["body_bytes"].sum()
    return total


def _measure(kind: str, port: int, pages: int, hosts: int) -> None:
    """Child process: one measurement, printed as JSON."""
    start, cpu = time.perf_counter(), time.process_time()
    total = asyncio.run((_bare if kind == "bare" else _polite)(port, pages, hosts))
    if total != pages * PAGE_BYTES:
        raise SystemExit(f"{kind}: {total} bytes of {pages * PAGE_BYTES}")
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "cpu": time.process_time() - cpu, "peak_mb": peak_mb}))


def _child(kind: str, port: int, pages: int, hosts: int) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.fetch_throughput", "--child", kind, "--port", str(port)]
    command += ["--pages", str(pages), "--hosts", str(hosts)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def main() -> int:
    """Parses the options, runs the server and the measurements, prints the ratios."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.fetch_throughput", description=__doc__)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--hosts", type=int, default=32)
    parser.add_argument("--memory", action="store_true", help="measure peak memory at 1 and 5 times the pages too")
    parser.add_argument("--child", choices=("bare", "polite"), help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        _measure(options.child, options.port, options.pages, options.hosts)
        return 0
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,), daemon=True)
    server.start()
    port = ours.recv()
    try:
        runs: dict[str, list[dict[str, float]]] = {"bare": [], "polite": []}
        for _ in range(options.rounds):
            for kind, measured in runs.items():
                measured.append(_child(kind, port, options.pages, options.hosts))
        medians = {}
        for kind, measured in runs.items():
            rates = [options.pages / one["seconds"] for one in measured]
            medians[kind] = statistics.median(rates)
            cpu = statistics.median(one["cpu"] for one in measured) / options.pages * 1000
            told = " ".join(f"{rate:.0f}" for rate in rates)
            print(f"{kind:7} {medians[kind]:6.0f} pages/s (rounds {told}), {cpu:.2f} ms CPU a page")
        print(f"ratio   {medians['polite'] / medians['bare']:.2f} of the bare loop's pages a second")
        if options.memory:
            small = _child("polite", port, options.pages, options.hosts)["peak_mb"]
            large = _child("polite", port, 5 * options.pages, options.hosts)["peak_mb"]
            print(
                f"memory  {small:.0f} MB at {options.pages} pages, {large:.0f} MB at five times: x{large / small:.2f}"
            )
    finally:
        server.terminate()
    return 0


if __name__ == "__main__":
    sys.exit(main())
