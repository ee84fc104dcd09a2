"""A cycle in which nothing is new: ``python -m tests.bench.fetch_idle_cycle [--sources 100]``.

Sources on hosts of their own are discovered twice; the second time every feed answers 304. Prints the seconds of
the second cycle, the requests that the server saw, and ends with status 1 where an article was asked for or the
cycle took three seconds or more. Prefect is not part of it.
"""

import argparse
import asyncio
import sys
import time
from datetime import UTC, datetime

import polars as pl

from tasks.discover.discover import Discovery, discover
from tasks.discover.sources import Source
from tasks.fetch.client import FetchPolicy, PoliteClient
from tasks.web import Validators

_MOST_SECONDS = 3.0


def _source(number: int) -> Source:
    host = f"http://s{number}.example"
    feeds = [{"url": f"{host}/feed.xml", "format": "rss2"}]
    fields = {"name": host, "homepage": f"{host}/", "lang": "ja", "kind": "media", "tier": 1, "enabled": True}
    return Source.model_validate({"id": f"s{number}", "feeds": feeds, **fields})


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, asked: list[str]) -> None:
    """Feeds with an entity tag, 304 to whoever has it, 404 for the rest."""
    items = "".join(f"<item><title>{n}</title><link>/{n}</link></item>" for n in range(30))
    feed = f"<rss version='2.0'><channel>{items}</channel></rss>".encode()
    try:
        while request := await reader.readuntil(b"\r\n\r\n"):
            path = request.split(b" ", 2)[1].decode()
            asked.append(path)
            if path != "/feed.xml":
                writer.write(b"HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n")
            elif b'if-none-match: "1"' in request.lower():
                writer.write(b'HTTP/1.1 304 X\r\nETag: "1"\r\n\r\n')
            else:
                head = f'HTTP/1.1 200 X\r\nETag: "1"\r\nContent-Type: text/xml\r\nContent-Length: {len(feed)}\r\n\r\n'
                writer.write(head.encode() + feed)
            await writer.drain()
    except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
        writer.close()


async def serve_feeds(asked: list[str]) -> tuple[asyncio.Server, int]:
    """A server on loopback whose feeds have an entity tag, and its port; the paths asked for go into ``asked``."""
    server = await asyncio.start_server(lambda reader, writer: _answer(reader, writer, asked), "127.0.0.1", 0)
    return server, int(server.sockets[0].getsockname()[1])


async def _cycle(
    policy: FetchPolicy, sources: list[Source], validators: dict[str, Validators]
) -> tuple[list[Discovery], float]:
    """One discovery of all sources by a fresh client, as a run does it."""
    start = time.perf_counter()
    async with PoliteClient(policy) as client:
        now = datetime.now(UTC)
        found = await asyncio.gather(*(discover(source, client, validators, now) for source in sources))
    return list(found), time.perf_counter() - start


async def _run(count: int) -> int:
    asked: list[str] = []
    server, port = await serve_feeds(asked)
    sources = [_source(number) for number in range(count)]
    connect_to = {f"s{number}.example": ("127.0.0.1", port) for number in range(count)}
    policy = FetchPolicy(user_agent="Kawaraban/0 (benchmark)", connect_to=connect_to, min_interval=0.0)
    first, first_seconds = await _cycle(policy, sources, {})
    polls = pl.concat([one.polls for one in first])
    validators = {row["feed_url"]: Validators(row["etag"]) for row in polls.iter_rows(named=True)}
    asked.clear()
    second, seconds = await _cycle(policy, sources, validators)
    links = sum(one.links.height for one in second)
    unchanged = sum((one.polls["outcome"] == "not-modified").sum() for one in second)
    articles = [path for path in asked if path not in ("/feed.xml", "/robots.txt")]
    print(f"first cycle   {first_seconds:.2f} s, {sum(one.links.height for one in first)} links")
    print(f"second cycle  {seconds:.2f} s, {unchanged} of {count} feeds not modified, {links} links")
    print(f"requests      {len(asked)}: {asked.count('/feed.xml')} feeds, {asked.count('/robots.txt')} robots.txt, "
          f"{len(articles)} articles")  # fmt: skip
    print("nothing new" if links == 0 else "something new")
    server.close()
    return 0 if links == 0 and unchanged == count and not articles and seconds < _MOST_SECONDS else 1


def main() -> int:
    """Parses the options and runs both cycles."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.fetch_idle_cycle", description=__doc__)
    parser.add_argument("--sources", type=int, default=100)
    return asyncio.run(_run(parser.parse_args().sources))


if __name__ == "__main__":
    sys.exit(main())
