"""How much room the files of a home take."""

from datetime import UTC, datetime

from flows.settings import Settings


def snapshot_time(settings: Settings) -> datetime | None:
    """When the snapshot was published; None where there is none yet."""
    try:
        return datetime.fromtimestamp(settings.snapshot.stat().st_mtime, UTC)
    except FileNotFoundError:
        return None


def writer_bytes(settings: Settings) -> int:
    """Bytes of the writer's database; 0 where there is none."""
    try:
        return settings.writer_file.stat().st_size
    except FileNotFoundError:
        return 0


def archive_bytes(settings: Settings) -> int:
    """Bytes of the archive's WARC files; one that is moved meanwhile is not counted."""
    count = 0
    for file in settings.archive.rglob("*.warc.gz"):
        try:
            count += file.stat().st_size
        except FileNotFoundError:
            continue
    return count
