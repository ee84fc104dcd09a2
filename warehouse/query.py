"""Answers SQL from a published snapshot."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.connect import BadQuery, open_reader
from warehouse.migrate import has_our_definitions, refuse_newer
from warehouse.questions import find_question, question

__all__ = ["Answer", "ask", "ask_question", "question"]


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
        BadQuery: DuckDB refuses the SQL, in DuckDB's words and with the place; or there is none.
        WarehouseError: the snapshot is missing or cannot be opened.
    """
    if not sql.strip(" \n\t;"):
        raise BadQuery("no query was given; expected SQL, such as «select count(*) from core.articles»")
    with open_reader(path) as con:
        try:
            con.execute("set enable_progress_bar = false")
            con.execute(sql, values if values is not None else [])
            described = con.description or []
            return Answer([str(d[0]) for d in described], [str(d[1]) for d in described], con.fetchall())
        except duckdb.Error as error:
            raise BadQuery(str(error).strip()) from error


def ask_question(path: Path, name: str, given: Mapping[str, str | None] | None = None) -> Answer:
    """The rows of a ready-made question, its parameters as given (text, as a person types it) or by default.

    Raises:
        BadQuery: there is no such question or parameter, or a value is not of its type.
        WarehouseNewer: the file was published by a newer version and does not answer this one's question.
        WarehouseError: the snapshot is missing or cannot be opened.
    """
    found = find_question(name)
    values = found.values(given)
    try:
        return ask(path, found.sql, values)
    except BadQuery as error:
        with open_reader(path) as con:
            refuse_newer(con, path)
            if has_our_definitions(con):
                raise
        raise BadQuery(
            f"{path}: published by another version of Kawaraban, whose views do not answer {name!r}; "
            "the next run publishes it anew"
        ) from error
