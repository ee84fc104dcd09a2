"""Reads an archive file from end to end and says what is wrong with it."""

from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path

from tasks.warc import ArchiveError, Problem, read_records


class ArchiveDamaged(Exception):
    """A file of the archive is damaged or gone; the message names it."""


@dataclass(frozen=True)
class FileCheck:
    """What one file was found to hold."""

    warc_file: str
    """Relative to the archive folder."""
    size_bytes: int
    record_count: int
    missing_count: int
    """Pages that should begin at an offset where no whole record does."""
    damage: str | None

    @property
    def is_sound(self) -> bool:
        """Nothing is damaged and nothing is missing."""
        return self.damage is None and self.missing_count == 0


def check_file(folder: Path, warc_file: str, offsets: Set[int]) -> FileCheck:
    """Reads every record of a file; ``offsets``: where records must begin. A file that is not there has none."""
    path = folder / warc_file
    problems: list[Problem] = []
    found: set[int] = set()
    count, damage = 0, None
    try:
        size = path.stat().st_size
        for record in read_records(path, on_problem=problems.append):
            count += 1
            found.add(record.offset)
    except FileNotFoundError:
        return FileCheck(warc_file, 0, 0, len(offsets), "the file is not there")
    except (ArchiveError, OSError) as error:
        damage = str(error)
        size = path.stat().st_size
    damage = damage or next((f"byte {p.offset}: {p.message}" for p in problems if p.is_damage), None)
    return FileCheck(warc_file, size, count, len(offsets - found), damage)
