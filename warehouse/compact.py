"""Gives back the space that the writer's database no longer needs: DuckDB reuses free blocks but never shrinks a file.

The rows are written into a new file, which takes the old one's place only when every table of it is proved equal.
"""

import os
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.connect import STORAGE_VERSION, WarehouseError, WarehouseFull, Writer, open_writer, sync_folder

LEAST_FREE_BYTES = 64 << 20
LEAST_FREE_SHARE = 0.25
"""Below this a rewrite costs more than it gives: what is free is filled by the next runs."""


class CompactionDiffers(WarehouseError):
    """The rewritten file does not hold what the old one holds; the old one stays."""


@dataclass(frozen=True)
class Space:
    """How the blocks of a database file are used."""

    size_bytes: int
    free_bytes: int

    @property
    def is_much(self) -> bool:
        """Enough is free to be worth a rewrite."""
        return self.free_bytes >= LEAST_FREE_BYTES and self.free_bytes >= LEAST_FREE_SHARE * self.size_bytes


@dataclass(frozen=True)
class Compaction:
    """What a rewrite did; ``hashes``: by table, equal before and after."""

    before_bytes: int
    after_bytes: int
    hashes: dict[str, str]


def space(writer: Writer) -> Space:
    """The blocks of the file after a checkpoint, which is when deleted rows give theirs up."""
    writer.con.execute("checkpoint")
    row = writer.con.execute(
        "select block_size * total_blocks, block_size * free_blocks from pragma_database_size() "
        "where database_name = current_database()"
    ).fetchall()[0]
    return Space(*(int(value) for value in row))


def compact(writer: Writer) -> Compaction:
    """Rewrites the file and puts it in the place of the old one, in one step; the caller closes ``writer`` next.

    Raises:
        CompactionDiffers: a table is not the same in the new file; nothing was changed.
        WarehouseFull: no room for a second file beside the old one.
    """
    con, target = writer.con, writer.path.with_name("compact.duckdb")
    con.execute("checkpoint")
    before, held = writer.path.stat().st_size, content_hashes(con)
    discard(writer.path)
    try:
        _copy(con, target)
        if (found := _hashes_of(target)) != held:
            raise CompactionDiffers(f"{target}: not equal to {writer.path} in {', '.join(_differing(held, found))}")
        after = target.stat().st_size
        with target.open("rb") as file:
            os.fsync(file.fileno())
        # Closing would checkpoint into the path, which is another file by then.
        con.execute("pragma disable_checkpoint_on_shutdown")
        target.replace(writer.path)
        sync_folder(writer.path.parent)
    except duckdb.IOException as error:
        raise WarehouseFull(
            f"{target}: cannot be written ({str(error).splitlines()[0]}); the old file stays"
        ) from error
    finally:
        discard(writer.path)
    return Compaction(before, after, held)


def discard(writer_file: Path) -> None:
    """Removes a rewritten file that was not put in place, also one that a killed run left."""
    for path in writer_file.parent.glob("compact.duckdb*"):
        path.unlink()


def content_hashes(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Row count and content hash of each table, every column counted; the order of rows does not matter.

    A sum and not an exclusive or, under which two equal rows would vanish.
    """
    tables = con.execute(
        "select schema_name, table_name from duckdb_tables() "
        "where database_name = current_database() and not temporary order by all"
    ).fetchall()
    found = {}
    for schema, table in tables:
        rows = f'(select struct_pack(*columns(*)) as t from "{schema}"."{table}")'  # noqa: S608
        sums = f"select count(*), coalesce(sum(md5_number_lower(t::varchar)), 0) from {rows}"  # noqa: S608
        count, digest = con.execute(sums).fetchall()[0]
        found[f"{schema}.{table}"] = f"{count} rows, {digest:x}"
    return found


def _copy(con: duckdb.DuckDBPyConnection, target: Path) -> None:
    source = str(con.execute("select current_database()").fetchall()[0][0]).replace('"', '""')
    name = str(target).replace("'", "''")
    con.execute(f"attach '{name}' as compacted (storage_version '{STORAGE_VERSION}')")
    try:
        con.execute(f'copy from database "{source}" to compacted')
    finally:
        con.execute("detach compacted")


def _hashes_of(target: Path) -> dict[str, str]:
    """Read back from the disk, by a connection of its own."""
    with open_writer(target) as fresh:
        return content_hashes(fresh.con)


def _differing(held: dict[str, str], found: dict[str, str]) -> list[str]:
    return sorted(name for name in held.keys() | found.keys() if held.get(name) != found.get(name))
