"""Hands Polars frames to DuckDB and DuckDB rows to Polars, without pyarrow."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import duckdb
import polars as pl


class ArrowStream:
    """Hides that a frame is a Polars one: DuckDB would ask for pyarrow, but takes any Arrow C stream."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.frame.__arrow_c_stream__(requested_schema)


@contextmanager
def registered(con: duckdb.DuckDBPyConnection, frames: Mapping[str, pl.DataFrame]) -> Iterator[None]:
    """Makes each frame a view of its name for as long as the block runs."""
    for name, frame in frames.items():
        # A column that is null throughout has a type of its own, which DuckDB does not take from Polars.
        con.register(name, ArrowStream(frame.with_columns(pl.selectors.by_dtype(pl.Null).cast(pl.String))))
    try:
        yield
    finally:
        for name in frames:
            con.unregister(name)


def rows_to_frame(con: duckdb.DuckDBPyConnection, sql: str, schema: Mapping[str, Any]) -> pl.DataFrame:
    """The rows of a query as a frame of ``schema`` (column names and Polars types, in the query's order).

    Rows, not Arrow: a frame built from DuckDB's own stream makes DuckDB 2.0 complain of leaks when Python ends.
    """
    return pl.DataFrame(con.execute(sql).fetchall(), schema=dict(schema), orient="row")
