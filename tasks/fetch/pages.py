"""Links in, archived pages out: every link ends with rows that say what became of it."""

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import dataframely as dy
import polars as pl

from tasks.archive import ArchiveError, ArchiveWriter, Pointer, digest_of
from tasks.fetch.client import PoliteClient
from tasks.frames import Pages
from tasks.urls import BadUrl, canonical_url, host_of
from tasks.web import Response, Validators

Follow = Callable[[Response], str | None]
"""From a page to the address of its next part, or None."""

_PAGE_TYPES = frozenset(
    ("text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml", "application/octet-stream")
)
"""What pages are sent as; the careless ones are looked into."""

_NOT_MARKUP = (b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04", b"RIFF", b"\x00\x00\x00", b"OggS", b"ID3")
_FEED = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF|urlset|sitemapindex)[\s>]", re.DOTALL
)
_TAG = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|meta|title|div|p|article|table)\b", re.IGNORECASE)


async def fetch_pages(
    links: pl.DataFrame,
    client: PoliteClient,
    archive: ArchiveWriter,
    *,
    follow: Follow | None = None,
    max_parts: int = 10,
    on_progress: Callable[[int], None] | None = None,
) -> dy.DataFrame[Pages]:
    """Fetches each link into the archive; returns at least one row a link, in the order of the links.

    Args:
        links: columns ``url``, ``source_id``, ``etag``, ``last_modified``; URLs differ.
        client: keeps the rules; hosts are worked on side by side, one link at a time within a host.
        archive: where whole answers go; rows point to them.
        follow: names the next part of an article; parts are fetched on the same host only, at most ``max_parts``.
        max_parts: the bound on parts, the first included.
        on_progress: called after each link with the number of links done.
    """
    queues: dict[str, list[Mapping[str, Any]]] = {}
    for link in links.select("url", "source_id", "etag", "last_modified").iter_rows(named=True):
        queues.setdefault(_host_or_url(link["url"]), []).append(link)
    work = _Work(client, archive, follow, max_parts, on_progress)
    await asyncio.gather(*(work.through(queue) for queue in queues.values()))
    rows = [row for url in links["url"] for row in work.rows[url]]
    return Pages.validate(pl.DataFrame(rows, schema=Pages.create_empty().schema))


@dataclass
class _Work:
    """What the hosts' workers share."""

    client: PoliteClient
    archive: ArchiveWriter
    follow: Follow | None
    max_parts: int
    on_progress: Callable[[int], None] | None
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    async def through(self, queue: Sequence[Mapping[str, Any]]) -> None:
        """Works through one host's links."""
        for link in queue:
            self.rows[link["url"]] = await self._link(link)
            if self.on_progress is not None:
                self.on_progress(len(self.rows))

    async def _link(self, link: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The rows of one link: its first page, and the parts that follow from it."""
        validators = Validators(link["etag"], link["last_modified"])
        response = await self._get(link["url"], validators)
        rows = [self._row(link, 1, link["url"], response, is_conditional=validators != Validators())]
        seen_urls = {link["url"], response.final_url}
        seen_bodies = {rows[0]["payload_digest"]}
        while rows[-1]["outcome"] is None and self.follow is not None and len(rows) < self.max_parts:
            following = _same_host(self.follow(response), response.final_url)
            if following is None or following in seen_urls:
                break
            response = await self._get(following, None)
            digest = digest_of(response.body)
            if response.outcome is None and (digest in seen_bodies or response.final_url in seen_urls):
                break
            rows.append(self._row(link, len(rows) + 1, following, response, is_conditional=False))
            seen_urls |= {following, response.final_url}
            seen_bodies.add(digest)
        return rows

    async def _get(self, url: str, validators: Validators | None) -> Response:
        return await self.client.get(url, validators=validators, media_types=_PAGE_TYPES)

    def _row(
        self, link: Mapping[str, Any], part: int, page_url: str, response: Response, *, is_conditional: bool
    ) -> dict[str, Any]:
        """The Pages row of an answer, which is archived first where it is a page."""
        outcome, detail, error_class = response.outcome, response.detail, response.error_class
        pointer: Pointer | None = None
        if outcome is None and response.is_not_modified:
            outcome, detail = "unchanged", "not modified since it was last fetched"
        elif outcome is None and (what := _why_no_page(response)) is not None:
            outcome, detail, error_class = "not-a-page", what, "NotMarkup"
        elif outcome is None:
            try:
                pointer = self.archive.write(response, self.client.headers)
            except ArchiveError as error:
                outcome, detail, error_class = "try-later", str(error), "ArchiveError"
        return {
            "url": link["url"],
            "part": part,
            "source_id": link["source_id"],
            "page_url": page_url,
            "final_url": response.final_url,
            "fetched_at": response.fetched_at,
            "outcome": outcome,
            "detail": detail,
            "error_class": error_class,
            "status": response.status,
            "content_type": response.headers.get("content-type"),
            "attempts": response.attempts,
            "elapsed_ms": response.elapsed_ms,
            "wire_bytes": response.wire_bytes,
            "body_bytes": len(response.body),
            "is_conditional": is_conditional,
            "etag": response.headers.get("etag"),
            "last_modified": response.headers.get("last-modified"),
            "retry_at": response.retry_at,
            "warc_file": None if pointer is None else pointer.warc_file,
            "warc_offset": None if pointer is None else pointer.offset,
            "payload_digest": None if pointer is None else pointer.payload_digest,
        }


def _why_no_page(response: Response) -> str | None:
    """Why an answer is no page whatever its label says; None where it may be one."""
    body = response.body
    if body.startswith(_NOT_MARKUP):
        return f"a file, not a page: it begins with {body[:4]!r}"
    if _FEED.match(body[:2000]):
        return "a feed or sitemap, not a page"
    media_type = response.headers.get("content-type", "").split(";")[0].strip().lower()
    if media_type not in ("text/html", "application/xhtml+xml") and _TAG.search(body[:8000]) is None:
        return f"{media_type or 'no media type'}, and nothing in it looks like a page"
    return None


def _same_host(following: str | None, base: str) -> str | None:
    """The next part's address where it is on the host of the page."""
    if not following:
        return None
    try:
        url = canonical_url(following, base)
        return url if host_of(url) == host_of(base) else None
    except BadUrl:
        return None


def _host_or_url(url: str) -> str:
    try:
        return host_of(url)
    except BadUrl:
        return url
