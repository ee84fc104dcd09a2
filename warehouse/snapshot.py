"""Publishes the writer's database as the file that analysts open."""

import os
from dataclasses import dataclass
from pathlib import Path

from warehouse.connect import Writer, sync_folder


@dataclass(frozen=True)
class Snapshot:
    """What was published."""

    path: Path
    size_bytes: int


def publish(writer: Writer, target: Path) -> Snapshot:
    """Replaces ``target`` by a copy of everything committed, in one step.

    A reader that has the old file open keeps it; a new reader gets the new one; nobody meets a lock or half
    a file. The snapshot before is kept as ``<stem>.previous.duckdb``.

    Raises:
        WarehouseFull: no room for the copy; the old snapshot stays.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.new")
    size = writer.copy_to(fresh)
    if target.exists():
        previous = target.with_name(f"{target.stem}.previous{target.suffix}")
        kept = target.with_name(f".{target.name}.kept")
        kept.unlink(missing_ok=True)
        os.link(target, kept)
        kept.replace(previous)
    fresh.replace(target)
    sync_folder(target.parent)
    return Snapshot(target, size)
