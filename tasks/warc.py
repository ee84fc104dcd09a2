"""Reading WARC files, our own and foreign ones: every record that is whole, and a word about everything that is not.

The usual readers hand out a record that was cut off as if it were whole, and lose all that follows damage.
This one checks lengths and digests, and after damage looks for the next record. warcio parses the headers.

Errors:

    ValueError
    └── ArchiveError     the file or record cannot be read; the message names the file
        └── NotAnArchive no WARC at all
"""

import io
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from isal import isal_zlib
from isal.igzip_lib import IsalError
from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

from tasks.inflate import STEP_BYTES
from tasks.warc_record import MOST_RECORD_BYTES, Damage, Record, lower_headers, read_head, record_of

__all__ = [
    "ArchiveError",
    "NotAnArchive",
    "Problem",
    "Record",
    "end_of_whole_records",
    "log_problem",
    "read_record_at",
    "read_records",
]

_GZIP = b"\x1f\x8b"
_log = logging.getLogger(__name__)


class ArchiveError(ValueError):
    """The file or record cannot be read."""


class NotAnArchive(ArchiveError):
    """The file is no WARC."""


@dataclass(frozen=True)
class Problem:
    """Something wrong in an archive, told instead of hidden."""

    path: Path
    offset: int
    """Where in the file the record (or the damage) begins."""
    message: str
    is_damage: bool = True
    """Something may be lost; otherwise it is only told."""

    def __str__(self) -> str:
        return f"{self.path} at byte {self.offset}: {self.message}"


def log_problem(problem: Problem) -> None:
    """The default reporter: a warning in the log."""
    _log.warning("%s", problem)


def read_records(
    path: Path, *, start: int = 0, on_problem: Callable[[Problem], None] = log_problem
) -> Iterator[Record]:
    """Every whole record of a ``.warc`` or ``.warc.gz`` file, in order; the rest goes to ``on_problem``.

    ``start``: the offset of a record that an earlier pass gave; reading begins with it.
    Raises ``NotAnArchive`` where the file is something else; an empty file has no records.
    """
    with path.open("rb") as file:
        first = file.read(16)
        file.seek(start)
        if not first:
            return
        if first.startswith(_GZIP):
            yield from _Walk(path, file, on_problem).gzipped(start)
        elif first.startswith(b"WARC/"):
            yield from _Walk(path, file, on_problem).plain()
        else:
            raise NotAnArchive(f"{path}: {_what_it_is(first)}")


def read_record_at(path: Path, offset: int) -> Record:
    """The one record that begins at ``offset``; raises ``ArchiveError``."""
    found: list[Problem] = []
    with path.open("rb") as file:
        file.seek(offset)
        start = file.read(2)
        file.seek(offset)
        walk = _Walk(path, file, found.append)
        try:
            stream = io.BufferedReader(_Member(file), STEP_BYTES) if start == _GZIP else file
            record = walk.record(stream, offset)
        except Damage as damage:
            raise ArchiveError(f"{path} at byte {offset}: {damage}") from damage
    if record is None:
        raise ArchiveError(f"{path} at byte {offset}: {found[0].message if found else 'no record begins here'}")
    return record


def end_of_whole_records(path: Path) -> int:
    """Where the last whole gzip member of ``path`` ends, counted from a sound beginning; 0 where none is whole."""
    end = 0
    with path.open("rb") as file:
        while file.read(2) == _GZIP:
            file.seek(end)
            member = _Member(file)
            try:
                while member.read(STEP_BYTES):
                    pass
            except Damage:
                break
            end = member.end()
            file.seek(end)
    return end


def _what_it_is(start: bytes) -> str:
    if start.startswith(b"filedesc:"):
        return "an ARC file, the format before WARC; convert it with `warcio recompress`"
    if start.startswith(b"\x28\xb5\x2f\xfd") or start[1:4] == b"\x2a\x4d\x18":
        return "compressed with zstd; recompress it with gzip"
    return f"not a WARC file: it begins with {start[:12]!r}"


class _Member(io.RawIOBase):
    """The inflated bytes of the gzip member at the file's position."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._inflater = isal_zlib.decompressobj(31)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        while not self._inflater.eof:
            data = self._inflater.unconsumed_tail or self._file.read(STEP_BYTES)
            try:
                piece = self._inflater.decompress(data, len(buffer))
            except IsalError as error:  # type: ignore[misc]  # its stub names no base
                raise Damage(f"damaged gzip data ({error})") from error
            if piece:
                buffer[: len(piece)] = piece
                return len(piece)
            if not data:
                raise Damage("cut off: the file ends inside a record")
        return 0

    def end(self) -> int:
        """Where in the file the member ended; only after it was read to its end."""
        return self._file.tell() - len(self._inflater.unused_data)


class _Walk:
    """One pass over one file."""

    def __init__(self, path: Path, file: BinaryIO, on_problem: Callable[[Problem], None]) -> None:
        self._path = path
        self._file = file
        self._on_problem = on_problem

    def gzipped(self, start: int) -> Iterator[Record]:
        """Member by member; after damage, from the next place that looks like one."""
        offset: int | None = start
        is_first = start == 0
        while offset is not None:
            self._file.seek(offset)
            magic = self._file.read(2)
            if not magic:
                return
            if magic != _GZIP:
                self._report(offset, "bytes after the last record that belong to none")
                offset = self._next_member(offset)
                continue
            self._file.seek(offset)
            member = _Member(self._file)
            stream = io.BufferedReader(member, STEP_BYTES)
            try:
                if is_first and not stream.peek(5).startswith(b"WARC/"):
                    raise NotAnArchive(f"{self._path}: {_what_it_is(stream.peek(16)[:16])} (inside gzip)")
                is_first = False
                yield from self._members_records(stream, member, offset)
                offset = member.end()
            except Damage as damage:
                self._report(offset, str(damage))
                offset = self._next_member(offset + 1)

    def plain(self) -> Iterator[Record]:
        """Record by record; after damage, from the next line that begins one."""
        while True:
            offset = self._file.tell()
            try:
                record = self.record(self._file, offset)
                trailer = self._file.read(4)
            except Damage as damage:
                self._report(offset, str(damage))
                trailer = None
            else:
                if record is not None:
                    yield record
            if trailer == b"\r\n\r\n":
                if not self._file.peek(1):  # type: ignore[attr-defined]
                    return
                continue
            if trailer is not None:
                self._report(offset, "the record does not end where its length says")
            if not self._seek_next_line(offset + 1):
                return

    def record(self, stream: BinaryIO, offset: int) -> Record | None:
        """The record at the stream's position, trailer not read; None (and a report) where it was skipped."""
        head = read_head(stream)
        if not head.startswith(b"WARC/"):
            raise Damage(f"no record begins here but {head[:20]!r}")
        try:
            parsed = StatusAndHeadersParser(["WARC/"]).parse(io.BytesIO(head))
        except (StatusAndHeadersParserException, EOFError) as error:
            raise Damage(f"unreadable record header ({error})") from error
        headers = lower_headers(parsed)
        length = headers.get("content-length", "")
        if not length.isdecimal():
            raise Damage(f"Content-Length is {length!r}")
        size = int(length)
        if size > MOST_RECORD_BYTES:
            self._report(offset, f"skipped: a record of {size:,} bytes")
            _skip(stream, size)
            return None
        block = stream.read(size)
        if len(block) < size:
            raise Damage(f"cut off: {len(block):,} of {size:,} bytes")
        record = record_of(headers, head, block, offset)
        for problem in record.problems:
            self._report(offset, problem)
        return record

    def _members_records(self, stream: "io.BufferedReader[_Member]", member: _Member, offset: int) -> Iterator[Record]:
        """Usually one; members that hold more are read and reported, since no offset leads into them."""
        count = 0
        while stream.peek(1):
            count += 1
            if count == 2:
                told = "several records in one gzip member: no random access"
                self._on_problem(Problem(self._path, offset, told, is_damage=False))
            record = self.record(stream, offset)
            trailer = stream.read(4)
            if record is not None and (trailer == b"\r\n\r\n" or not stream.peek(1)):
                # The member's checksum comes at its end: only then is the record known to be whole.
                is_last = not stream.peek(1)
                is_alone = is_last and count == 1 and trailer == b"\r\n\r\n"
                yield replace(record, end=member.end()) if is_alone else record
            if trailer != b"\r\n\r\n":
                self._report(offset, "the record does not end where its length says")
                while stream.read(STEP_BYTES):
                    pass

    def _report(self, offset: int, message: str) -> None:
        self._on_problem(Problem(self._path, offset, message))

    def _next_member(self, offset: int) -> int | None:
        """Offset of the next gzip member that begins with a WARC record."""
        self._file.seek(offset)
        window, at = b"", offset
        while chunk := self._file.read(STEP_BYTES):
            window += chunk
            found = window.find(b"\x1f\x8b\x08")
            while found >= 0:
                if _begins_record(window[found : found + 512]) or self._begins_record_at(at + found):
                    return at + found
                found = window.find(b"\x1f\x8b\x08", found + 1)
            window, at = window[-2:], at + len(window) - len(window[-2:])
        return None

    def _begins_record_at(self, offset: int) -> bool:
        back = self._file.tell()
        self._file.seek(offset)
        answer = _begins_record(self._file.read(1024))
        self._file.seek(back)
        return answer

    def _seek_next_line(self, offset: int) -> bool:
        """Go to the next line that begins a record; False at the end of the file."""
        self._file.seek(offset)
        while line := self._file.readline(STEP_BYTES):
            if line.startswith((b"WARC/1.", b"WARC/0.1")) and len(line) < 12:
                self._file.seek(-len(line), io.SEEK_CUR)
                return True
        return False


def _begins_record(data: bytes) -> bool:
    try:
        return isal_zlib.decompressobj(31).decompress(data, 5) == b"WARC/"
    except IsalError:  # type: ignore[misc]
        return False


def _skip(stream: BinaryIO, size: int) -> None:
    while size > 0:
        size -= len(stream.read(min(size, STEP_BYTES)) or b"\0" * size)
