"""Writes the rows of a query to a Parquet or CSV file."""

import re
from enum import StrEnum
from pathlib import Path

import duckdb

from warehouse.connect import BadQuery, open_reader


class ExportFormat(StrEnum):
    """File formats."""

    parquet = "parquet"
    csv = "csv"


def export_query(snapshot: Path, sql: str, target: Path, form: ExportFormat) -> int:
    """Writes what ``sql`` gives into ``target`` and returns the number of rows; the file appears whole or not at all.

    Raises:
        BadQuery: DuckDB refuses the SQL, or the folder is missing or cannot be written.
        WarehouseError: the snapshot is missing or cannot be opened.
    """
    if not target.parent.is_dir():
        raise BadQuery(f"{target}: there is no folder {target.parent}; make it first")
    partial = target.with_name(f".{target.name}.part")
    options = "format parquet, compression zstd" if form is ExportFormat.parquet else "format csv, header"
    query = re.sub(r";\s*$", "", sql.strip())
    quoted = str(partial).replace("'", "''")
    with open_reader(snapshot) as con:
        try:
            written = con.execute(f"copy ({query}) to '{quoted}' ({options})").fetchall()
            partial.replace(target)
        except (duckdb.Error, OSError) as error:
            # Without the place, which is in the statement around the query.
            raise BadQuery(" ".join(str(error).partition("\n\nLINE ")[0].split())) from error
        finally:
            partial.unlink(missing_ok=True)
    return int(written[0][0])
