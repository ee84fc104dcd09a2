"""Peers of the backfill, each reading one WARC file as its own Common Crawl code does; run by their interpreter.

    python tests/bench/backfill_peers.py PEER FILE.warc.gz

Prints one JSON object: records, pages (those that gave a text), wall and cpu seconds. It imports nothing of ours.
"""

import importlib
import json
import logging
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

logging.disable(logging.CRITICAL)


def responses(path: str) -> Iterator[Any]:
    """The response records of a file, as warcio gives them."""
    iterate = importlib.import_module("warcio.archiveiterator").ArchiveIterator
    with open(path, "rb") as file:  # noqa: PTH123  no pathlib needed
        for record in iterate(file):
            if record.rec_type == "response":
                yield record


def news_please(path: str) -> Iterator[bool]:
    """``NewsPlease.from_warc`` of each record, as commoncrawl_extractor.py does."""
    reader = importlib.import_module("newsplease").NewsPlease
    for record in responses(path):
        try:
            article = reader.from_warc(record, decode_errors="replace", fetch_images=False)
            yield bool(article and article.maintext)
        except Exception:  # noqa: BLE001  it raises many kinds; its crawler passes over them too
            yield False


def trafilatura(path: str) -> Iterator[bool]:
    """``bare_extraction`` of each record."""
    peer = importlib.import_module("trafilatura")
    for record in responses(path):
        url = record.rec_headers.get_header("WARC-Target-URI")
        found = peer.bare_extraction(record.content_stream().read(), url=url, with_metadata=True)
        yield bool(found and found.text)


def fundus(path: str) -> Iterator[bool]:
    """The records of its publishers, each through that publisher's parser, as its CC-NEWS crawler does."""
    from urllib.parse import urlparse

    iterate = importlib.import_module("fastwarc").ArchiveIterator
    kinds = importlib.import_module("fastwarc").WarcRecordType
    publishers = importlib.import_module("fundus").PublisherCollection
    by_host = {urlparse(each.domain).netloc: each for each in publishers}
    with open(path, "rb") as file:  # noqa: PTH123
        for record in iterate(file, record_types=kinds.response, verify_digests=True):
            publisher = by_host.get(urlparse(record.headers["WARC-Target-URI"]).netloc)
            if publisher is None:
                yield False
                continue
            html = record.reader.read().decode("utf-8", "replace")
            try:
                parsed = publisher.parser(record.record_date).parse(html, "suppress")
            except Exception:  # noqa: BLE001  as above
                yield False
            else:
                yield bool(parsed.get("body"))


PEERS: dict[str, Callable[[str], Iterator[bool]]] = {
    "news-please": news_please,
    "trafilatura": trafilatura,
    "fundus": fundus,
}


def main() -> None:
    """Runs one peer over one file."""
    name, path = sys.argv[1:]
    importlib.import_module({"news-please": "newsplease"}.get(name, name))  # outside the clock
    wall, cpu = time.perf_counter(), time.process_time()
    found = list(PEERS[name](path))
    told = {
        "records": len(found),
        "pages": sum(found),
        "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
