"""Answers SQL from a published snapshot."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb

from warehouse.connect import BadQuery, open_reader


@dataclass(frozen=True)
class Answer:
    """The rows of a query."""

    columns: list[str]
    types: list[str]
    rows: list[tuple[Any, ...]]

    def records(self) -> Iterator[dict[str, Any]]:
        """Each row as a dictionary."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)


def ask(path: Path, sql: str, values: Sequence[Any] | dict[str, Any] | None = None) -> Answer:
    """The rows that ``sql`` gives on the snapshot at ``path``; the file is opened read-only.

    Raises:
        BadQuery: DuckDB refuses the SQL; the message is DuckDB's first line.
        WarehouseError: the snapshot is missing or cannot be opened.
    """
    with open_reader(path) as con:
        try:
            con.execute("set enable_progress_bar = false")
            con.execute(sql, values if values is not None else [])
            described = con.description or []
            return Answer([str(d[0]) for d in described], [str(d[1]) for d in described], con.fetchall())
        except duckdb.Error as error:
            raise BadQuery(str(error).strip()) from error


def question(name: str) -> str:
    """The SQL of ``questions/<name>.sql``.

    Raises:
        BadQuery: there is no such question; the message lists those there are.
    """
    folder = files("warehouse").joinpath("questions")
    names = sorted(entry.name[:-4] for entry in folder.iterdir() if entry.name.endswith(".sql"))
    if name not in names:
        raise BadQuery(f"no question {name!r}; there are: {', '.join(names)}")
    return folder.joinpath(f"{name}.sql").read_text(encoding="utf-8")
