"""The archive: every fetched page in WARC 1.1 files, one a run, and the way back to a page.

A run writes ``YYYY/MM/DD/<run>.warc.gz.part`` (day of its first page, UTC), one gzip member a record, and
renames it when it is complete and on the disk. It never appends to what an earlier run left: readers lose
everything after a cut. Pointers name the final file from the start; reading falls back to the ``.part``.

What is stored is the body after transfer and content decoding. The header fields that described the wire
(``content-encoding`` and so on) are kept under ``x-crawler-…``, as Common Crawl does, so that every WARC tool reads it.
"""

import fcntl
import hashlib
import os
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, NamedTuple, Self

from ada_url import URL
from isal import igzip_lib

from tasks.files import sync
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
_GZIP_LEVEL = 2
"""Of isal's levels: on news pages of 330 KB it takes 0.6 ms where zlib's level 6 takes 6 ms, and 16 % more space."""

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
        return self.append(_members(response, request_headers, digest), response.fetched_at, digest)

    def append(self, members: bytes, at: datetime, digest: str) -> Pointer:
        """Archive gzip members, the first of them the record of a page with this ``digest``, captured ``at``.

        Raises ``ArchiveError`` as ``write`` does.
        """
        with self._lock:
            if self._file is None:
                try:
                    self._file = self._open(at)
                except OSError as error:
                    raise ArchiveError(f"cannot begin an archive file in {self._folder}: {error.strerror}") from error
            offset = self._end
            self._append(self._file, members)
        return Pointer(self._final.relative_to(self._folder).as_posix(), offset, digest)

    def sync(self) -> None:
        """Put what was written so far on the disk, before a transaction that points to it."""
        with self._lock:
            if self._file is not None:
                os.fsync(self._file.fileno())

    def close(self) -> None:
        """Put the file on the disk under its final name. Called twice, it does nothing more."""
        with self._lock:
            if self._file is None:
                return
            file, self._file = self._file, None
            os.fsync(file.fileno())
            _part_of(self._final).rename(self._final)
            file.close()
            sync(self._final.parent)

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
            self._append(file, _warcinfo(self._final.name, now))
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
        sync(part.parent)
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


def _member(kind: str, content_type: str, fields: Mapping[str, str], block: bytes) -> bytes:
    """One record as a gzip member (WARC 1.1, 4 and annex D).

    Written here and not by warcio, whose builder takes as long as the request that it records; warcio reads and
    checks it in the tests.
    """
    head = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid4()}>",
        **fields,
        "Content-Type": content_type,
        "Content-Length": str(len(block)),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    record = b"".join((b"WARC/1.1\r\n", lines.encode(), b"\r\n", block, b"\r\n\r\n"))
    return bytes(igzip_lib.compress(record, _GZIP_LEVEL, igzip_lib.COMP_GZIP))


def _warcinfo(file_name: str, now: datetime) -> bytes:
    lines = {
        "software": f"kawaraban/{version('kawaraban')}",
        "format": "WARC File Format 1.1",
        "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "robots": "obey",
    }
    block = "".join(f"{name}: {value}\r\n" for name, value in lines.items()).encode()
    fields = {"WARC-Date": _warc_date(now), "WARC-Filename": file_name}
    return _member("warcinfo", "application/warc-fields", fields, block)


def _members(response: Response, request_headers: Mapping[str, str], digest: str) -> bytes:
    """The gzip members of a response record and, after it, of the request that it answers."""
    common = {"WARC-Target-URI": response.final_url, "WARC-Date": _warc_date(response.fetched_at)}
    fields = {**common, "WARC-Payload-Digest": digest}
    if response.peer is not None:
        fields["WARC-IP-Address"] = response.peer
    answer_id = f"<urn:uuid:{uuid.uuid4()}>"
    answer = _member(
        "response",
        "application/http; msgtype=response",
        {"WARC-Record-ID": answer_id, **fields},
        _answer_head(response) + response.body,
    )
    parsed = URL(response.final_url)
    lines = {"Host": parsed.host, **request_headers}
    asked = f"GET {parsed.pathname}{parsed.search} HTTP/1.1\r\n{_header_lines(lines)}\r\n"
    request_fields = {**common, "WARC-Concurrent-To": answer_id}
    return answer + _member("request", "application/http; msgtype=request", request_fields, asked.encode())


def _answer_head(response: Response) -> bytes:
    status = response.status or 200
    phrase = _PHRASES.get(status, "Unassigned")
    wire = {f"x-crawler-{name}" if name in _WIRE_HEADERS else name: text for name, text in response.headers.items()}
    lines = {**wire, "content-length": str(len(response.body))}
    return f"HTTP/1.1 {status} {phrase}\r\n{_header_lines(lines)}\r\n".encode()


_PHRASES = {status.value: status.phrase for status in HTTPStatus}


def _header_lines(fields: Mapping[str, str]) -> str:
    """Header fields as lines; a line break inside a value would begin another field, so it becomes a space."""
    return "".join(f"{name}: {' '.join(text.splitlines())}\r\n" for name, text in fields.items())


def _warc_date(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
