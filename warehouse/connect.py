"""Opens warehouse files and says plainly when one cannot be opened.

WarehouseError
├── WarehouseMissing   no file there yet
├── WarehouseBusy      another process holds the file
├── WarehouseNewer     written by a newer version of the program
├── WarehouseFull      the disk has no room left
├── WarehouseDamaged   not a DuckDB file, or a broken one
└── BadQuery           a question that DuckDB refuses (raised by the readers)
"""

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

import duckdb

_WAIT = "; wait for it or stop it"
STORAGE_VERSION = "v1.4.0"
"""Files of this storage version open in DuckDB 1.4, 1.5 and 2.x; the default of 2.0 does not open in 1.x."""


class WarehouseError(Exception):
    """Something about the warehouse that a person must know; the message says what to do."""


class WarehouseMissing(WarehouseError):
    """No warehouse file at the path."""


class WarehouseBusy(WarehouseError):
    """Another process holds the file."""

    @property
    def holder(self) -> str:
        """Which file, and who holds it since when, without what to do."""
        return str(self).removesuffix(_WAIT)


class WarehouseNewer(WarehouseError):
    """The file has migrations that this version of the program does not know."""


class WarehouseFull(WarehouseError):
    """The disk has no room for what should be written."""


class WarehouseDamaged(WarehouseError):
    """The file cannot be read as a warehouse."""


class BadQuery(WarehouseError):
    """DuckDB refuses the question."""


@dataclass(frozen=True)
class Writer:
    """The writer's open database: its connection and, for copies, its bytes."""

    con: duckdb.DuckDBPyConnection
    path: Path
    _bytes: BinaryIO
    """Held open as long as the connection: POSIX gives up a process's locks on a file, DuckDB's too, as soon
    as the process closes any descriptor of it (fcntl(2), «Record locks»), so a copy must not open and close."""

    def copy_to(self, target: Path) -> int:
        """Writes everything committed into ``target`` and returns its size in bytes.

        The copy is checkpointed, so it needs no write-ahead log, and fsynced; ``target`` appears whole or not at all.

        Raises:
            WarehouseFull: no room for the copy; ``target`` is as it was.
        """
        self.con.execute("checkpoint")
        partial = target.with_name(f".{target.name}.{os.getpid()}.part")
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with partial.open("wb") as out:
                self._bytes.seek(0)
                shutil.copyfileobj(self._bytes, out, 8 << 20)
                out.flush()
                os.fsync(out.fileno())
            partial.replace(target)
        except OSError as error:
            partial.unlink(missing_ok=True)
            raise _told(target, error) from error
        sync_folder(target.parent)
        return target.stat().st_size


def sync_folder(folder: Path) -> None:
    """Makes renames in ``folder`` survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def open_writer(path: Path, what: str = "") -> Iterator[Writer]:
    """The one read-write connection to the writer's database; made where it does not exist.

    DuckDB locks the file against other processes for as long as it is open, and the lock dies with the
    process: a run holds it from start to end, so two runs never meet. ``what`` holds it, for example «reprocess», is
    told to those who come meanwhile, with the time since when.

    Raises:
        WarehouseBusy: another run holds the file; the message says which, as far as that is known.
        WarehouseDamaged: the file is no DuckDB database.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    con = _connect(path, read_only=False)
    with path.open("rb") as raw:
        try:
            con.execute("set timezone = 'Asia/Tokyo'")
            # A checkpoint writes indexes anew, whole: at the publish, not after every 16 MB of a batch. But rows that
            # wait for one stay in memory, and a log of them must be read again after a power cut.
            con.execute("set checkpoint_threshold = '256MB'")
            # Up to so many keys are looked up in an index; by default 50, and the whole table is read for more.
            con.execute("set dynamic_or_filter_threshold = 500")
            with _holding(path, what):
                yield Writer(con, path, raw)
        except duckdb.IOException as error:
            raise _told(path, error) from error
        except duckdb.FatalException as error:  # of a checkpoint or a write-ahead log that could not be written
            if not is_of_full_disk(error):
                raise
            raise _told(path, error) from error
        finally:
            con.close()


@contextmanager
def _holding(path: Path, what: str) -> Iterator[None]:
    """A small file beside the database says meanwhile who holds it; one that a killed process left means nothing."""
    note = _holder_note(path)
    note.unlink(missing_ok=True)
    if what:
        since = f"{datetime.now(ZoneInfo('Asia/Tokyo')):%Y-%m-%d %H:%M:%S} in Tokyo"
        note.write_text(json.dumps({"what": what, "process_id": os.getpid(), "since": since}), encoding="utf-8")
    try:
        yield
    finally:
        note.unlink(missing_ok=True)


def _holder_note(path: Path) -> Path:
    return path.with_name(f"{path.name}.holder")


def _holder(path: Path, refusal: str) -> str:
    """Who holds the file, in words; ``refusal``: DuckDB's, which names the process."""
    found = re.search(r"PID (\d+)", refusal)
    try:
        note = json.loads(_holder_note(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        note = {}
    if found is None or note.get("process_id") != int(found[1]):
        return "another process" + (f" ({found[1]})" if found else "")
    return f"another process: {note['what']} (process {found[1]}) since {note['since']}"


@contextmanager
def open_reader(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to a published snapshot; instants are shown in Asia/Tokyo.

    Raises:
        WarehouseMissing: nothing was published yet.
        WarehouseBusy: a process has opened the snapshot for writing.
        WarehouseDamaged: the file is no DuckDB database.
    """
    if not path.is_file():
        raise WarehouseMissing(f"{path}: nothing published yet; start «kawaraban run», or «kawaraban demo»")
    con = _connect(path, read_only=True)
    try:
        con.execute("set timezone = 'Asia/Tokyo'")
        # Questions over a million articles need half of it; the rest would be the file's own pages, kept for nothing.
        con.execute("set memory_limit = '1500MB'")
        yield con
    finally:
        con.close()


def _connect(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    config: dict[str, str | bool | int | float | list[str]] = {"storage_compatibility_version": STORAGE_VERSION}
    try:
        return duckdb.connect(str(path), read_only=read_only, config={} if read_only else config)
    except (duckdb.Error, OSError) as error:
        raise _told(path, error) from error


def is_of_full_disk(error: BaseException) -> bool:
    """The system had no room for what DuckDB, or a copy, wanted to write."""
    return isinstance(error, (duckdb.Error, OSError)) and "no space left" in str(error).lower()


def _told(path: Path, error: Exception) -> WarehouseError:
    """The error in one line that says what to do."""
    text = str(error).splitlines()[0] if str(error) else type(error).__name__
    if "lock" in text.lower():
        return WarehouseBusy(f"{path}: in use by {_holder(path, str(error))}{_WAIT}")
    if is_of_full_disk(error):
        return WarehouseFull(f"{path}: the disk is full; free some space and run again, nothing loaded was lost")
    return WarehouseDamaged(f"{path}: cannot be opened as a warehouse ({text}); restore it from a snapshot or a backup")
