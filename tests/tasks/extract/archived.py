"""Pages in a real archive, with the frames that describe them."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from tasks.archive import ArchiveWriter
from tasks.frames import Links, Pages
from tasks.web import Response

FETCHED = datetime(2026, 4, 20, 3, 0, tzinfo=UTC)


class Newsstand:
    """Collects pages, archives them, and hands out the frames of one run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pages: list[dict[str, Any]] = []
        self._links: dict[str, dict[str, Any]] = {}
        self._writer = ArchiveWriter(folder, "run")

    def add(self, url: str, body: bytes | str, *, part: int = 1, page_url: str | None = None, **link: object) -> None:
        payload = body.encode() if isinstance(body, str) else body
        at = page_url or url
        headers = {"content-type": "text/html"}
        pointer = self._writer.write(Response(at, at, FETCHED, status=200, headers=headers, body=payload), {})
        page = {
            "url": url, "part": part, "source_id": "paper", "page_url": at, "final_url": at, "fetched_at": FETCHED,
            "status": 200, "content_type": "text/html", "attempts": 1, "elapsed_ms": 1, "wire_bytes": len(payload),
            "body_bytes": len(payload), "is_conditional": False, "warc_file": pointer.warc_file,
            "warc_offset": pointer.offset, "payload_digest": pointer.payload_digest,
        }  # fmt: skip
        self._pages.append(page)
        known = {"url": url, "source_id": "paper", "feed_url": "http://127.0.0.1/feed", "found_at": FETCHED}
        self._links.setdefault(url, known | link)

    def frames(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        self._writer.close()
        pages = pl.DataFrame(self._pages, schema=Pages.create_empty().schema)
        links = pl.DataFrame(list(self._links.values()), schema=Links.create_empty().schema)
        return Pages.validate(pages), Links.validate(links)
