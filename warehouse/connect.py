"""Opens warehouse files and says plainly when one cannot be opened.

WarehouseError
├── WarehouseMissing   no file there yet
├── WarehouseBusy      another process holds the file
├── WarehouseNewer     written by a newer version of the program
├── WarehouseFull      the disk has no room left
├── WarehouseDamaged   not a DuckDB file, or a broken one
└── BadQuery           a question that DuckDB refuses (raised by the readers)
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import duckdb

STORAGE_VERSION = "v1.4.0"
"""Files of this storage version open in DuckDB 1.4, 1.5 and 2.x; the default of 2.0 does not open in 1.x."""


class WarehouseError(Exception):
    """Something about the warehouse that a person must know; the message says what to do."""


class WarehouseMissing(WarehouseError):
    """No warehouse file at the path."""


class WarehouseBusy(WarehouseError):
    """Another process holds the file."""


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
def open_writer(path: Path) -> Iterator[Writer]:
    """The one read-write connection to the writer's database; made where it does not exist.

    DuckDB locks the file against other processes for as long as it is open, and the lock dies with the
    process: a run holds it from start to end, so two runs never meet.

    Raises:
        WarehouseBusy: another run holds the file.
        WarehouseDamaged: the file is no DuckDB database.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    con = _connect(path, read_only=False)
    with path.open("rb") as raw:
        try:
            con.execute("set timezone = 'Asia/Tokyo'")
            # A checkpoint writes indexes anew, whole: once at the publish, not after every 16 MB of a batch.
            con.execute("set checkpoint_threshold = '1GB'")
            yield Writer(con, path, raw)
        except duckdb.IOException as error:
            raise _told(path, error) from error
        finally:
            con.close()


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


def _told(path: Path, error: Exception) -> WarehouseError:
    """The error in one line that says what to do."""
    text = str(error).splitlines()[0] if str(error) else type(error).__name__
    if "lock" in text.lower():
        return WarehouseBusy(f"{path}: in use by another process; wait for it or stop it ({text})")
    if "no space left" in str(error).lower():
        return WarehouseFull(f"{path}: the disk is full; free some space and run again, nothing loaded was lost")
    return WarehouseDamaged(f"{path}: cannot be opened as a warehouse ({text}); restore it from a snapshot or a backup")
