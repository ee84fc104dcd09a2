"""The archive: every fetched page in WARC 1.1 files, one a run, and the way back to a page.

A run writes ``YYYY/MM/DD/<run>.warc.gz.part`` (day of its first page, UTC), one gzip member a record, and
renames it when it is complete and on the disk. It never appends to what an earlier run left: readers lose
everything after a cut. Pointers name the final file from the start; reading falls back to the ``.part``.

What is stored is the body after transfer and content decoding. The header fields that described the wire
(``content-encoding`` and so on) are kept under ``x-crawler-…``, as Common Crawl does, so that every WARC tool reads it.
"""

import fcntl
import hashlib
import io
import os
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, NamedTuple, Self

from ada_url import URL
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tasks.warc import (
    ArchiveError,
    NotAnArchive,
    Problem,
    Record,
    end_of_whole_records,
    log_problem,
    read_record_at,
    read_records,
)
from tasks.web import Response

__all__ = [
    "ArchiveError",
    "ArchiveWriter",
    "ArchivedPage",
    "NotAnArchive",
    "Pointer",
    "Problem",
    "digest_of",
    "finish_leftovers",
    "read_archive",
    "read_record",
]

_PART = ".part"
_GZIP_LEVEL = 6
"""Level 9, the usual choice for WARC, takes half as long again for 1 % less space on news pages."""

_WIRE_HEADERS = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_CAPTURED_TYPES = ("response", "resource")


class Pointer(NamedTuple):
    """Where a page lies."""

    warc_file: str
    """Relative to the archive folder, in its final name."""
    offset: int
    payload_digest: str
    """``sha256:`` and hex."""


@dataclass(frozen=True)
class ArchivedPage:
    """A page as it was archived."""

    url: str
    """Where redirects had ended."""
    fetched_at: datetime | None
    """Aware, UTC; None where a foreign archive does not say."""
    status: int | None
    headers: Mapping[str, str]
    """Names in lower case."""
    content_type: str | None
    payload: bytes
    """After transfer and content decoding."""
    offset: int
    """Of its record in the file."""
    problems: tuple[str, ...] = ()
    """What is doubtful about it; empty for a sound record."""

    @property
    def payload_digest(self) -> str:
        """``sha256:`` and hex of the payload."""
        return digest_of(self.payload)


def digest_of(payload: bytes) -> str:
    """``sha256:`` and hex: how payloads are named in the frames."""
    return "sha256:" + hashlib.sha256(payload).hexdigest()


class ArchiveWriter:
    """Writes the pages of one run. A context manager; its file exists from the first page on.

    ``write`` may be called from several threads. After an error the pages written before stay whole.
    """

    def __init__(self, folder: Path, run_id: str) -> None:
        if not run_id or Path(run_id).name != run_id or run_id.startswith("."):
            raise ArchiveError(f"a run's name must serve as a file name: {run_id!r}")
        self._folder = folder
        self._run_id = run_id
        self._lock = threading.Lock()
        self._file: BinaryIO | None = None
        self._final = folder
        self._end = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def write(self, response: Response, request_headers: Mapping[str, str]) -> Pointer:
        """Archive an answer and the request that it answers; returns where the answer lies.

        Raises ``ArchiveError`` where the disk does not take it; the file then ends with the page before.
        """
        digest = digest_of(response.body)
        members = _members(response, request_headers, digest)
        with self._lock:
            if self._file is None:
                try:
                    self._file = self._open(response.fetched_at)
                except OSError as error:
                    raise ArchiveError(f"cannot begin an archive file in {self._folder}: {error.strerror}") from error
            offset = self._end
            self._append(self._file, b"".join(members))
        return Pointer(self._final.relative_to(self._folder).as_posix(), offset, digest)

    def close(self) -> None:
        """Put the file on the disk under its final name. Called twice, it does nothing more."""
        with self._lock:
            if self._file is None:
                return
            file, self._file = self._file, None
            os.fsync(file.fileno())
            _part_of(self._final).rename(self._final)
            file.close()
            _sync_folder(self._final.parent)

    def _open(self, now: datetime) -> BinaryIO:
        day = self._folder / now.astimezone(UTC).strftime("%Y/%m/%d")
        day.mkdir(parents=True, exist_ok=True)
        count = 1
        while True:
            self._final = day / (f"{self._run_id}.warc.gz" if count == 1 else f"{self._run_id}-{count}.warc.gz")
            try:
                if self._final.exists():
                    raise FileExistsError
                file = _part_of(self._final).open("xb", buffering=0)
            except FileExistsError:
                count += 1
                continue
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._append(file, _member(_warcinfo(self._final.name)))
            return file

    def _append(self, file: BinaryIO, data: bytes) -> None:
        try:
            written = 0
            while written < len(data):
                written += file.write(data[written:])
        except OSError as error:
            file.truncate(self._end)
            file.seek(self._end)
            raise ArchiveError(
                f"cannot write {_part_of(self._final)}: {error.strerror}; make room and run again"
            ) from error
        self._end += len(data)


def read_archive(path: Path, *, on_problem: Callable[[Problem], None] = log_problem) -> Iterator[ArchivedPage]:
    """The pages of any WARC file, ours or foreign, in order. Whatever is damaged or doubtful goes to ``on_problem``.

    Raises ``NotAnArchive`` where the file is something else.
    """
    for record in read_records(path, on_problem=on_problem):
        if record.type in _CAPTURED_TYPES and record.url is not None:
            yield _page_of(record, record.url)


def read_record(folder: Path, warc_file: str, offset: int) -> ArchivedPage:
    """The page at a pointer, also while its run is still writing; raises ``ArchiveError``."""
    path = folder / warc_file
    try:
        record = read_record_at(path if path.exists() else _part_of(path), offset)
    except FileNotFoundError as error:
        raise ArchiveError(f"{path}: no such archive file") from error
    if record.type not in _CAPTURED_TYPES or record.url is None:
        raise ArchiveError(f"{path} at byte {offset}: a {record.type} record, not a page")
    return _page_of(record, record.url)


def finish_leftovers(folder: Path) -> list[Path]:
    """Give their final names to files that a crash left, each cut after its last whole record; returns them.

    Files that a living run is writing are left alone; files without a whole record are removed.
    """
    finished = []
    for part in sorted(folder.rglob(f"*.warc.gz{_PART}")):
        with part.open("rb+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue
            end = end_of_whole_records(part)
            if end == 0:
                part.unlink()
                continue
            file.truncate(end)
            os.fsync(file.fileno())
            final = part.with_name(part.name.removesuffix(_PART))
            part.rename(final)
            finished.append(final)
        _sync_folder(part.parent)
    return finished


def _page_of(record: Record, url: str) -> ArchivedPage:
    return ArchivedPage(
        url=url,
        fetched_at=record.at,
        status=record.status,
        headers=record.headers,
        content_type=record.content_type,
        payload=record.payload,
        offset=record.offset,
        problems=record.problems,
    )


def _part_of(path: Path) -> Path:
    return path.with_name(path.name + _PART)


def _sync_folder(folder: Path) -> None:
    """A rename is on the disk only when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _member(record: bytes) -> bytes:
    compressor = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, 31)
    return compressor.compress(record) + compressor.flush()


def _warcinfo(file_name: str) -> bytes:
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=False, warc_version="WARC/1.1")
    fields = {
        "software": f"kawaraban/{version('kawaraban')}",
        "format": "WARC File Format 1.1",
        "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "robots": "obey",
    }
    writer.write_record(writer.create_warcinfo_record(file_name, fields))
    return buffer.getvalue()


def _members(response: Response, request_headers: Mapping[str, str], digest: str) -> list[bytes]:
    """The gzip members of a response record and its request record."""
    target = response.final_url
    at = response.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=False, warc_version="WARC/1.1")
    fields = {"WARC-Date": at, "WARC-Payload-Digest": digest}
    if response.peer is not None:
        fields["WARC-IP-Address"] = response.peer
    answer = writer.create_warc_record(
        target,
        "response",
        payload=io.BytesIO(response.body),
        length=len(response.body),
        http_headers=_answer_head(response),
        warc_headers_dict=fields,
    )
    writer.write_record(answer)
    members = [_member(buffer.getvalue())]
    buffer.seek(0)
    buffer.truncate()
    parsed = URL(target)
    request = writer.create_warc_record(
        target,
        "request",
        http_headers=StatusAndHeaders(
            f"GET {parsed.pathname}{parsed.search} HTTP/1.1",
            [("Host", parsed.host), *request_headers.items()],
            is_http_request=True,
        ),
        warc_headers_dict={
            "WARC-Date": at,
            "WARC-Concurrent-To": answer.rec_headers.get_header("WARC-Record-ID"),
        },
    )
    writer.write_record(request)
    members.append(_member(buffer.getvalue()))
    return members


def _answer_head(response: Response) -> StatusAndHeaders:
    status = response.status or 200
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "Unassigned"
    fields = [
        (f"x-crawler-{name}" if name in _WIRE_HEADERS else name, value) for name, value in response.headers.items()
    ]
    fields.append(("content-length", str(len(response.body))))
    return StatusAndHeaders(f"{status} {phrase}", fields, protocol="HTTP/1.1")
