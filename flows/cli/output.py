"""Prints rows as a table, JSON lines or CSV."""

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TextIO

from flows.cli.table import print_table
from warehouse.query import Answer


class Format(StrEnum):
    """How rows are printed."""

    table = "table"
    json = "json"
    csv = "csv"


def print_answer(answer: Answer, form: Format) -> None:
    """Writes the rows to standard output; JSON is one array of objects, CSV has a header line."""
    if form is Format.json:
        json.dump(list(answer.records()), sys.stdout, ensure_ascii=False, indent=1, default=plain)
        sys.stdout.write("\n")
    elif form is Format.csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(answer.columns)
        writer.writerows([_cell(value) for value in row] for row in answer.rows)
    else:
        print_table(answer)


def plain(value: object) -> object:
    """A value as JSON has it: instants and days as ISO 8601."""
    return value.isoformat() if isinstance(value, datetime | date) else str(value)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=plain)
    return str(value)


@contextmanager
def lines_to(path: Path | None) -> Iterator[TextIO]:
    """Where JSON lines go: standard output, or a file that appears only when it is whole."""
    if path is None:
        yield sys.stdout
        return
    partial = path.with_name(f".{path.name}.part")
    try:
        with partial.open("w", encoding="utf-8") as out:
            yield out
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def write_lines(records: Iterable[Mapping[str, Any]], path: Path | None) -> int:
    """Writes one JSON object a line and returns how many."""
    count = 0
    with lines_to(path) as out:
        for record in records:
            out.write(json.dumps(record, ensure_ascii=False, default=plain) + "\n")
            count += 1
    return count
