"""What the warehouse knows of the archive's files: which pages lie in them, and how each was found last."""

from collections.abc import Mapping
from datetime import datetime

import duckdb

from warehouse.writer import transaction


def archived_files(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[int, datetime] | None]:
    """Every file that pages lie in, with its size and instant at its last check; None where it was never checked.

    The files checked longest ago come first.
    """
    rows = con.execute(
        "select p.warc_file, f.size_bytes, f.checked_at from (select distinct warc_file from raw.pages) as p "
        "left join ops.archive_files as f using (warc_file) order by f.checked_at nulls first, p.warc_file"
    ).fetchall()
    return {name: None if at is None else (size, at) for name, size, at in rows}


def page_offsets(con: duckdb.DuckDBPyConnection, warc_file: str) -> set[int]:
    """Where the pages of a file begin."""
    rows = con.execute("select warc_offset from raw.pages where warc_file = ?", [warc_file]).fetchall()
    return {offset for (offset,) in rows}


def record_checks(
    con: duckdb.DuckDBPyConnection, checks: Mapping[str, tuple[int, int, int, str | None]], now: datetime
) -> None:
    """Stores how files were found: by name (size, records, missing pages, damage)."""
    with transaction(con):
        for name, found in checks.items():
            con.execute("insert or replace into ops.archive_files values (?, ?, ?, ?, ?, ?)", [name, *found, now])
