"""The pipeline's own batch over an archive of saved pages, timed. Apart, so that peers' memory has no polars in it."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from tasks.archive import ArchiveWriter
from tasks.extract.batch import extract_pages
from tasks.extract.recipes import Recipes
from tasks.frames import Links, Pages
from tasks.web import Response

TYPE = "text/html; charset=utf-8"


def archive(htmls: Sequence[str], folder: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The frames of pages and links of a run whose pages lie in the folder's archive."""
    now = datetime.now(UTC)
    rows = []
    with ArchiveWriter(folder, "bench") as writer:
        for number, html in enumerate(htmls):
            url, body = f"https://bench.example/{number}", html.encode()
            at = writer.write(Response(url, url, now, status=200, headers={"content-type": TYPE}, body=body), {})
            row = {
                "url": url, "part": 1, "source_id": "bench", "page_url": url, "final_url": url, "fetched_at": now,
                "attempts": 1, "elapsed_ms": 0, "wire_bytes": 0, "body_bytes": len(body), "is_conditional": False,
                "content_type": TYPE, "warc_file": at.warc_file, "warc_offset": at.offset,
            }  # fmt: skip
            rows.append(row)
    return pl.DataFrame(rows, schema=Pages.create_empty().schema), Links.create_empty()


def batch_speed(frames: tuple[pl.DataFrame, pl.DataFrame], folder: Path, workers: int) -> float:
    """Pages a second of wall time, starting the processes included."""
    start = time.perf_counter()
    extract_pages(*frames, folder, Recipes(), workers=workers)
    return frames[0].height / (time.perf_counter() - start)
