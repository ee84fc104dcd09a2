"""Brings back batches as they were loaded once: their pages out of the archive, with proof that they are the same."""

from collections.abc import Iterable
from pathlib import Path

import dataframely as dy
import polars as pl

from tasks.archive import read_record
from tasks.frames import Articles, Links, Pages
from warehouse import rebuild
from warehouse.connect import Writer

PAGES_AT_ONCE = 1000


def unreadable_links(writer: Writer, archive: Path) -> pl.DataFrame:
    """Links in scope of which the archive does not give back a page, byte for byte: url, detail (of the first)."""
    found: dict[str, str] = {}
    for rows in rebuild.archived_pages(writer.con, PAGES_AT_ONCE):
        for url, warc_file, offset, digest in rows:
            if url not in found and (fault := _fault(archive, warc_file, offset, digest)):
                found[url] = fault
    return pl.DataFrame(
        {"url": list(found), "detail": list(found.values())}, schema=dict.fromkeys(("url", "detail"), pl.String)
    )


def _fault(archive: Path, warc_file: str, offset: int, digest: str) -> str | None:
    """Why a page cannot be had; None where it can."""
    try:
        page = read_record(archive, warc_file, offset)
    except (OSError, ValueError) as error:
        return str(error)
    return (
        None if page.payload_digest == digest else f"{warc_file} at byte {offset}: not the page that was stored there"
    )


def batch_frames(writer: Writer, batch: rebuild.Batch) -> tuple[dy.DataFrame[Links], dy.DataFrame[Pages]]:
    """Links and pages of one batch as it was loaded once."""
    links, pages = rebuild.replay_frames(writer.con, batch, Links.create_empty().schema, Pages.create_empty().schema)
    return Links.validate(links, cast=True), Pages.validate(pages, cast=True)


def kept_articles(writer: Writer, size: int) -> Iterable[dy.DataFrame[Articles]]:
    """The articles whose text stays, so many at a time."""
    schema = Articles.create_empty().schema
    return (Articles.validate(frame, cast=True) for frame in rebuild.kept_articles(writer.con, schema, size))
