"""``kawaraban backup`` and ``restore``: the whole home in one tar file, taken while the schedules run.

The database is copied by the one who holds it, or, while a run holds it, as that run's predecessor published it: a
published file is a whole copy of the writer's database, so nothing but an unfinished run is missing, whose links the
next run fetches again. Files of the archive never change once they have their final name. What is in the tar file has
the paths of the home, so that ``tar -xf`` in an empty folder restores it too.

BackupError
├── BackupExists    something stands already where the backup, or the restored home, would be written
└── BadBackup       the file is no backup, or not what it was when it was written
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from typing import BinaryIO, cast

from flows.home_files import snapshot_time
from flows.settings import PROGRAM_VERSION, Settings
from tasks.archive import finish_leftovers
from tasks.dates import JST
from warehouse.connect import WarehouseBusy, WarehouseError, WarehouseMissing, open_writer

MANIFEST = "MANIFEST.json"
HELD = ("kawaraban.toml", "watch.toml", "state/source-choices.json", "state/last-run.json")
"""Small files of a home, by their paths in it."""
DATABASE, PUBLISHED = "state/writer.duckdb", "kawaraban.duckdb"


class BackupError(WarehouseError):
    """A backup cannot be written or restored; the message says what to do."""


class BackupExists(BackupError):
    """Something stands already where the backup, or the restored home, would be written."""


class BadBackup(BackupError):
    """The file is no backup, or not what it was when it was written."""


@dataclass
class Manifest:
    """What stands last in a backup, and what is told of it."""

    made_at: str
    program_version: str
    database: str
    """Whose copy the database is: the writer's own, or the one published at a time."""
    files: dict[str, str] = field(default_factory=dict)
    """SHA-256 of each file, by its path."""
    size_bytes: int = 0


def back_up(settings: Settings, out: BinaryIO) -> Manifest:
    """Writes the home as a tar stream: database, published file, archive, reports, choices, registers, settings.

    The outbox of the alerts is a table of the database. Prefect's own database is not part of it.

    Raises:
        WarehouseMissing: there is nothing yet to back up.
        WarehouseBusy: a run holds the database and nothing was published yet.
        WarehouseFull: no room for the copy of the database.
    """
    if not settings.writer_file.exists():
        raise WarehouseMissing(f"{settings.writer_file}: there is nothing to back up; start «kawaraban run»")
    with _database(settings) as (copy, told, archived), tarfile.open(fileobj=out, mode="w|") as tar:
        manifest = Manifest(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", PROGRAM_VERSION, told)
        _add(tar, DATABASE, copy, manifest)
        seeds = {f"seeds/{path.name}": path for path in _seeds(settings)}
        reports = {path.relative_to(settings.home).as_posix(): path for path in _files(settings.reports)}
        held = {name: settings.home / name for name in (*HELD, PUBLISHED)}
        files = {path.relative_to(settings.home).as_posix(): path for path in archived}
        for name, path in (seeds | held | reports | files).items():
            with suppress(FileNotFoundError):  # a choice never made, a report replaced meanwhile
                _add(tar, name, path, manifest)
        text = json.dumps(asdict(manifest), indent=1).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mtime = len(text), int(datetime.now(UTC).timestamp())
        tar.addfile(info, io.BytesIO(text))
    return manifest


def back_up_to(settings: Settings, target: Path) -> tuple[Path, Manifest]:
    """Writes a backup to a file, or in a folder under the name of the time; it appears whole or not at all.

    Raises:
        BackupExists: the file is there already.
        WarehouseError: see ``back_up``.
    """
    path = target / f"kawaraban-{datetime.now(JST):%Y%m%dT%H%M%S}.tar" if target.is_dir() else target
    if path.exists():
        raise BackupExists(f"{path}: is there already; name another file")
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with partial.open("wb") as out:
            manifest = back_up(settings, out)
            out.flush()
            os.fsync(out.fileno())
        partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)
    return path, manifest


def restore(settings: Settings, source: BinaryIO, name: str) -> Manifest:
    """Fills an empty home from a backup; every file is proved to be what it was before the first takes its place.

    Raises:
        BackupExists: the home holds a database or an archive.
        BadBackup: ``name`` is no whole backup; the home stays as it was.
    """
    home = settings.home
    for taken in (settings.writer_file, settings.snapshot, settings.archive):
        if taken.exists():
            raise BackupExists(f"{taken}: is there already; restore into an empty KAWARABAN_HOME")
    scratch = home / f".restore.{os.getpid()}.part"
    scratch.mkdir(parents=True)
    try:
        manifest = _unpack(source, scratch, name)
        for path in _files(scratch):
            final = home / path.relative_to(scratch)
            final.parent.mkdir(parents=True, exist_ok=True)
            path.replace(final)
    finally:
        rmtree(scratch, ignore_errors=True)
    return manifest


@contextmanager
def _database(settings: Settings) -> Iterator[tuple[Path, str, list[Path]]]:
    """A file with the whole database, in words whose it is, and the files of the archive that it may point to."""
    copy = settings.writer_file.with_name(f".backup.{os.getpid()}.part")
    try:
        with open_writer(settings.writer_file, "backup") as writer:
            finish_leftovers(settings.archive)
            writer.copy_to(copy)
            archived = _files(settings.archive, "*.warc.gz")
        told = "the writer's own, copied while no run worked"
        yield copy, told, archived
    except WarehouseBusy:
        at = snapshot_time(settings)
        if copy.exists() or at is None:
            raise
        told = f"as published at {at.astimezone(JST):%Y-%m-%d %H:%M:%S} in Tokyo, because a run works since"
        yield settings.snapshot, told, _files(settings.archive, "*.warc.gz")
    finally:
        copy.unlink(missing_ok=True)


def _seeds(settings: Settings) -> Iterator[Path]:
    """What people edit, where it does not lie in the home: the four registers, and a watch list of another name."""
    yield from (settings.sources_file, settings.companies_file, settings.themes_file, settings.recipes_file)
    if settings.watch_file is not None:
        yield settings.watch_file


def _files(folder: Path, pattern: str = "*") -> list[Path]:
    return sorted(path for path in folder.rglob(pattern) if path.is_file())


class _Hashing(io.RawIOBase):
    """A file that is hashed while it is read or written through."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.hash.update(data)
        return data


def _add(tar: tarfile.TarFile, name: str, path: Path, manifest: Manifest) -> None:
    """Opened first: what takes its place meanwhile is another file."""
    with path.open("rb") as file:
        info = tar.gettarinfo(arcname=name, fileobj=file)
        hashing = _Hashing(file)
        tar.addfile(info, cast("BinaryIO", hashing))
    manifest.files[name] = hashing.hash.hexdigest()
    manifest.size_bytes += info.size


def _unpack(source: BinaryIO, folder: Path, name: str) -> Manifest:
    found: dict[str, str] = {}
    manifest: Manifest | None = None
    try:
        with tarfile.open(fileobj=source, mode="r|") as tar:
            for member in tar:
                if not member.isfile():
                    continue
                if member.name == MANIFEST:
                    manifest = Manifest(**json.loads(cast("BinaryIO", tar.extractfile(member)).read()))
                    continue
                tar.extract(member, folder, filter="data")
                with (folder / member.name).open("rb") as file:
                    found[member.name] = hashlib.file_digest(file, "sha256").hexdigest()
    except (tarfile.TarError, EOFError, ValueError, TypeError) as error:
        raise BadBackup(f"{name}: cannot be read as a backup ({error}); take another") from error
    if manifest is None:
        raise BadBackup(f"{name}: not whole, its {MANIFEST} is missing; take another backup")
    if found != manifest.files:
        wrong = sorted(each for each in found | manifest.files if found.get(each) != manifest.files.get(each))
        raise BadBackup(f"{name}: {', '.join(wrong[:3])} is not what was backed up; take another backup")
    return manifest
