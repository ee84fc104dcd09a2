"""A whole run in which nothing is new: ``python -m tests.bench.monitor_idle [--sources 100]``.

Runs the monitor flow twice over sources on hosts of their own; the second time every feed answers 304. Prints the
seconds of the second run, from the flow's begin to the published file, and the requests that the server saw. The
start of Prefect's server lies before the first run. Status 1 where an article was asked for or the second run took
three seconds or more.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from flows.settings import Settings, use_settings
from tests.bench.fetch_idle_cycle import serve_feeds

MOST_SECONDS = 3.0
BLOCK = """
[[source]]
id = "s{n}"
name = "s{n}"
homepage = "http://s{n}.example/"
lang = "ja"
kind = "media"
tier = 1
enabled = true
min_interval_seconds = 0
feeds = [{{ url = "http://s{n}.example/feed.xml", format = "rss2" }}]
"""


async def measure(count: int, home: Path) -> int:
    """Runs both cycles in ``home`` and prints what the second took."""
    from flows.monitor import monitor

    asked: list[str] = []
    server, port = await serve_feeds(asked)
    sources = home / "sources.toml"
    sources.write_text("".join(BLOCK.format(n=n) for n in range(count)), encoding="utf-8")
    connect_to = {f"s{n}.example": f"127.0.0.1:{port}" for n in range(count)}
    with use_settings(Settings(home=home, sources_file=sources, connect_to=connect_to)):
        await monitor()
        asked.clear()
        start = time.perf_counter()
        cycle = await monitor()
        seconds = time.perf_counter() - start
    server.close()
    articles = [path for path in asked if path not in ("/feed.xml", "/robots.txt")]
    feeds, robots = asked.count("/feed.xml"), asked.count("/robots.txt")
    print(f"second run  {seconds:.2f} s, {cycle.answered_count} of {count} answered, {cycle.found_count} new links")
    print(f"requests    {len(asked)}: {feeds} feeds, {robots} robots.txt, {len(articles)} articles")
    return 0 if not articles and cycle.answered_count == count and seconds < MOST_SECONDS else 1


def main() -> int:
    """Parses the options and measures in a folder of its own."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.monitor_idle", description=__doc__)
    parser.add_argument("--sources", type=int, default=100)
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(measure(parser.parse_args().sources, Path(folder)))


if __name__ == "__main__":
    sys.exit(main())
