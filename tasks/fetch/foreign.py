"""Pages out of WARC files that someone else wrote (Common Crawl's CC-NEWS), copied into our own archive.

The archive is the only input of extraction, and pointers into a file that its owner may move or delete would be
worth nothing. So each record taken is copied, byte for byte where it is a gzip member of its own, into the WARC file
of the run that takes it; what is passed over is not. Damage ends no file: what can be read is taken, the rest told.
"""

import gzip
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import urlsplit

import dataframely as dy
import polars as pl

from tasks.archive import ArchiveWriter, Pointer, digest_of
from tasks.frames import Links, Pages
from tasks.urls import BadUrl, canonical_url
from tasks.warc import Problem, Record, read_records

MOST_READ = 5000
"""A batch ends after so many records though few of them were taken: no more are read again after a kill."""
MOST_LINKS_OF_RUN = 20_000
"""A run remembers the addresses it took, each once; bounded, so that memory does not grow with the file."""

_EDGE_BYTES = 2**20
_GZIP_LEVEL = 6
_JAPAN = timezone(timedelta(hours=9))


@dataclass(frozen=True)
class Wanted:
    """Which pages of a foreign file are taken; what is empty or None takes all."""

    hosts: tuple[str, ...] = ()
    """A host stands for its subdomains too."""
    lang: str | None = None
    """ja, en or other: of the page's running text."""
    since: date | None = None
    """First day of capture in Asia/Tokyo."""
    until: date | None = None
    """Last day of capture."""

    def __str__(self) -> str:
        parts = [f"host={host}" for host in sorted(self.hosts)]
        parts += [
            f"{name}={value}" for name in ("lang", "since", "until") if (value := getattr(self, name)) is not None
        ]
        return " ".join(parts)


@dataclass(frozen=True)
class Place:
    """A record that was read: the offset of it or of its gzip member, and which record of the member it is."""

    offset: int = 0
    index: int = -1


@dataclass
class ForeignBatch:
    """What one stretch of a file gave."""

    links: dy.DataFrame[Links]
    pages: dy.DataFrame[Pages]
    sources: pl.DataFrame
    """Publishers that no configured source describes: source_id, name, homepage, lang."""
    place: Place
    """Of the last record read."""
    record_count: int
    """Records read: the pages, and those passed over."""
    passed_over: Counter[str]
    problems: list[Problem]
    is_last: bool
    """With it the file is read to its end."""


@dataclass(frozen=True)
class Sieve:
    """What judges records: filters, and what other steps know of addresses and pages."""

    wanted: Wanted
    source_of: Callable[[str], str | None]
    """From an address to the id of a configured source."""
    language_of: Callable[[bytes, str | None], str]
    """From payload and content type to ja, en or other."""


def file_digest(path: Path) -> str:
    """Names a file by its content, whatever it is called: SHA-256 over its size, first and last mebibyte."""
    size = path.stat().st_size
    with path.open("rb") as file:
        digest = hashlib.sha256(str(size).encode() + file.read(_EDGE_BYTES))
        file.seek(max(0, size - _EDGE_BYTES))
        digest.update(file.read(_EDGE_BYTES))
    return digest.hexdigest()


class ForeignFile:
    """One pass over one file, from where an earlier one stopped, batch by batch, a record in memory at a time."""

    def __init__(self, path: Path, sieve: Sieve, after: Place) -> None:
        self.path = path
        self._sieve = sieve
        self._problems: list[Problem] = []
        self._languages: dict[str, str] = {}
        """Of publishers that no source describes, by their first page in this pass."""
        self._records = self._places(after)
        self._ahead = next(self._records, None)

    @property
    def is_complete(self) -> bool:
        """Everything was read."""
        return self._ahead is None

    def batches(self, archive: ArchiveWriter, size: int) -> Iterator[ForeignBatch]:
        """The batches of one run, which takes each address once: ends with the file, or where an address comes again.

        ``size``: pages in a batch. Each batch is in the archive, and on the disk, when it is handed out.
        Raises ``NotAnArchive`` at the first batch where the file is something else.
        """
        seen: set[str] = set()
        is_first = True
        while is_first or self._ahead is not None:
            batch = self._batch(archive, size, seen)
            if not batch.record_count and not is_first:
                return
            archive.sync()
            yield batch
            is_first = False
            if len(seen) >= MOST_LINKS_OF_RUN:
                return

    def _places(self, after: Place) -> Iterator[tuple[Place, Record]]:
        """The records after a place, each with its own."""
        place = Place(after.offset, -1)
        for record in read_records(self.path, start=after.offset, on_problem=self._problems.append):
            place = Place(record.offset, place.index + 1 if record.offset == place.offset else 0)
            if place.offset > after.offset or place.index > after.index:
                yield place, record

    def _batch(self, archive: ArchiveWriter, size: int, seen: set[str]) -> ForeignBatch:
        links: list[dict[str, object]] = []
        pages: list[dict[str, object]] = []
        sources: dict[str, dict[str, object]] = {}
        passed_over: Counter[str] = Counter()
        count, place = 0, Place()
        found_at = datetime.now(UTC)
        while self._ahead is not None and len(pages) < size and count < MOST_READ:
            at, record = self._ahead
            page = self._judge(record)
            if isinstance(page, str):
                passed_over[page] += 1
            elif page.url in seen:
                break
            else:
                seen.add(page.url)
                source_id = self._sieve.source_of(page.url) or self._unknown_source(page, sources)
                pages.append(_page_row(page, source_id, self._copy(record, page.at, archive)))
                links.append(
                    {
                        "url": page.url,
                        "source_id": source_id,
                        "feed_url": f"warc:{self.path.name}",
                        "found_at": found_at,
                    }
                )
            count, place = count + 1, at
            self._ahead = next(self._records, None)
        problems = list(self._problems)
        self._problems.clear()
        return ForeignBatch(
            links=Links.validate(pl.DataFrame(_filled(links, Links), schema=Links.create_empty().schema)),
            pages=Pages.validate(pl.DataFrame(_filled(pages, Pages), schema=Pages.create_empty().schema)),
            sources=pl.DataFrame(list(sources.values()), schema=dict.fromkeys(_SOURCE_COLUMNS, pl.String)),
            place=place,
            record_count=count,
            passed_over=passed_over,
            problems=problems,
            is_last=self.is_complete,
        )

    def _copy(self, record: Record, at: datetime, archive: ArchiveWriter) -> Pointer:
        """Copies a record as it stands; one that shares its gzip member, or has none, gets one of its own."""
        if record.end is None:
            member = gzip.compress(record.head + record.block + b"\r\n\r\n", _GZIP_LEVEL, mtime=0)
        else:
            with self.path.open("rb") as file:
                file.seek(record.offset)
                member = file.read(record.end - record.offset)
        return archive.append(member, at, digest_of(record.payload))

    def _judge(self, record: Record) -> "_Taken | str":
        """The page, or why the record is passed over; what costs most is asked last."""
        wanted = self._sieve.wanted
        if record.type not in ("response", "resource") or record.url is None:
            return "kind"
        if record.status is not None and not 200 <= record.status < 300:
            return "status"
        if record.at is None:
            self._problems.append(Problem(self.path, record.offset, "no date of capture: the record is passed over"))
            return "no-date"
        try:
            url = canonical_url(record.url)
        except BadUrl as error:
            self._problems.append(Problem(self.path, record.offset, f"{error}: the record is passed over"))
            return "address"
        if wanted.hosts and not _is_of(urlsplit(url).hostname or "", wanted.hosts):
            return "host"
        day = record.at.astimezone(_JAPAN).date()
        if (wanted.since and day < wanted.since) or (wanted.until and day > wanted.until):
            return "day"
        if not _is_markup(record):
            return "not-a-page"
        if wanted.lang and self._sieve.language_of(record.payload, record.content_type) != wanted.lang:
            return "language"
        return _Taken(url, record.at, record)

    def _unknown_source(self, page: "_Taken", sources: dict[str, dict[str, object]]) -> str:
        """The id of a publisher that no source describes: its host, which holds a dot as no configured id does."""
        parts = urlsplit(page.url)
        host = parts.hostname or ""
        source_id = host.removeprefix("www.")
        if source_id not in sources:
            if source_id not in self._languages:
                language = self._sieve.language_of(page.record.payload, page.record.content_type)
                self._languages[source_id] = language
            lang = self._languages[source_id]
            home = f"{parts.scheme}://{parts.netloc}/"
            sources[source_id] = dict(zip(_SOURCE_COLUMNS, (source_id, source_id, home, lang), strict=True))
        return source_id


_SOURCE_COLUMNS = ("source_id", "name", "homepage", "lang")


@dataclass(frozen=True)
class _Taken:
    url: str
    at: datetime
    record: Record = field(repr=False)


def _is_of(host: str, hosts: tuple[str, ...]) -> bool:
    return any(host == each or host.endswith(f".{each}") for each in hosts)


def _is_markup(record: Record) -> bool:
    """Whether a record may be a page; what is in it decides where the media type says nothing."""
    kind = (record.content_type or "").split(";")[0].strip().lower()
    if "html" in kind:
        return bool(record.payload)
    return kind in ("", "application/octet-stream", "text/plain") and b"<html" in record.payload[:2000].lower()


def _page_row(page: _Taken, source_id: str, pointer: Pointer) -> dict[str, object]:
    record = page.record
    return {
        "url": page.url,
        "part": 1,
        "source_id": source_id,
        "page_url": record.url,
        "final_url": record.url,
        "fetched_at": page.at,
        "status": record.status,
        "content_type": record.content_type,
        "attempts": 1,
        "elapsed_ms": 0,
        "wire_bytes": len(record.block),
        "body_bytes": len(record.payload),
        "is_conditional": False,
        "warc_file": pointer.warc_file,
        "warc_offset": pointer.offset,
        "payload_digest": pointer.payload_digest,
    }


def _filled(rows: list[dict[str, object]], schema: type[dy.Schema]) -> list[dict[str, object]]:
    """Rows with every column of the schema: what an archive does not say is null."""
    names = schema.create_empty().columns
    return [{name: row.get(name) for name in names} for row in rows]
