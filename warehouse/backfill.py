"""Remembers how far foreign WARC files were read, in the same transaction as what was loaded from them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import duckdb
import polars as pl

from warehouse.frames import registered
from warehouse.writer import LOAD_BATCH, run_statements, set_variables, statement, transaction

TAKE_BATCH = ("take_foreign", *LOAD_BATCH, "save_progress")
"""The statements that load a batch of foreign pages."""


@dataclass(frozen=True)
class Progress:
    """How far a file was read with a filter: a row of ops.backfills."""

    file_digest: str
    filter: str
    file_name: str
    size_bytes: int
    record_offset: int = 0
    record_index: int = -1
    """-1: no record was read yet."""
    record_count: int = 0
    taken_count: int = 0
    passed_over: Mapping[str, int] = field(default_factory=dict)
    """Records by the reason why they were not taken."""
    problem_count: int = 0
    first_problem: str | None = None
    is_complete: bool = False


def read_progress(con: duckdb.DuckDBPyConnection, file_digest: str, filter: str) -> Progress | None:  # noqa: A002
    """How far the file was read with this filter; None where it never was."""
    names = ", ".join(Progress.__dataclass_fields__)
    found = con.execute(
        f"select {names} from ops.backfills where file_digest = ? and filter = ?",  # noqa: S608  our own names
        [file_digest, filter],
    ).fetchall()
    if not found:
        return None
    row = dict(zip(Progress.__dataclass_fields__, found[0], strict=True))
    return Progress(**row | {"passed_over": {each["reason"]: each["record_count"] for each in row["passed_over"]}})


def save_progress(con: duckdb.DuckDBPyConnection, run_id: str, progress: Progress, now: datetime) -> None:
    """Stores how far a file was read where nothing was loaded."""
    set_variables(con, {"run_id": run_id, "now": now})
    with registered(con, {"progress": _frame(progress)}), transaction(con):
        con.execute("create or replace temp table put_aside (url varchar, due_at timestamptz)")
        con.execute(statement("save_progress"))


def load_foreign_batch(
    con: duckdb.DuckDBPyConnection,
    run_id: str,
    register_version: str,
    frames: Mapping[str, pl.DataFrame],
    progress: Progress,
    now: datetime,
) -> None:
    """Loads a batch of foreign pages and how far the file was read, all or nothing.

    ``frames``: those of ``writer.LOAD_BATCH``, and foreign_links and foreign_sources.
    """
    variables = {"run_id": run_id, "register_version": register_version, "now": now}
    run_statements(con, TAKE_BATCH, variables, {**frames, "progress": _frame(progress)})


def _frame(progress: Progress) -> pl.DataFrame:
    passed_over = [{"reason": reason, "record_count": count} for reason, count in sorted(progress.passed_over.items())]
    row = {name: getattr(progress, name) for name in Progress.__dataclass_fields__} | {"passed_over": passed_over}
    counts = pl.List(pl.Struct({"reason": pl.String, "record_count": pl.Int64}))
    return pl.DataFrame([row], schema_overrides={"passed_over": counts, "first_problem": pl.String})
