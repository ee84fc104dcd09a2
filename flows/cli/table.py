"""Rows as a person reads them in a terminal: a grid where it fits, one record below the other where it does not."""

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from warehouse.query import Answer

if TYPE_CHECKING:
    from rich.table import Table

# Where no terminal tells its width: pipes, files, logs.
WIDTH_ELSEWHERE = 200
# A column may be folded down to this many cells, or to its heading; narrower, a sentence reads as a column of crumbs.
_NARROWEST_TEXT = 24
# What the box of a grid adds to each column, and once to the whole.
_GAP, _EDGES = 3, 1
# From here on digits are told apart in groups of three: amounts of money.
_GROUPED_FROM = 10_000
_NUMERIC = ("INT", "DOUBLE", "DECIMAL", "FLOAT", "NUMBER")


def print_table(answer: Answer) -> None:
    """Writes the rows to standard output, as wide as the terminal, or ``WIDTH_ELSEWHERE`` cells where there is none."""
    from rich.console import Console

    console = Console(markup=False, highlight=False)
    if not console.is_terminal:
        console = Console(width=WIDTH_ELSEWHERE, markup=False, highlight=False)
    rows = [[cell(value) for value in row] for row in answer.rows]
    if not rows:
        sys.stdout.write("(no rows)\n")
    elif _narrowest(answer.columns, rows) <= console.width:
        console.print(_grid(answer, rows))
    else:
        sys.stdout.writelines(f"{line}\n" for line in _records(answer.columns, rows))


def cell(value: object) -> str:
    """A value as a person reads it: instants without microseconds, lists with commas, large amounts in groups."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) >= _GROUPED_FROM:
        return f"{value:,.0f}"
    if isinstance(value, list) and not any(isinstance(part, list | dict) for part in value):
        return ", ".join(cell(part) for part in value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def _narrowest(columns: Sequence[str], rows: list[list[str]]) -> int:
    """The cells of the narrowest grid that can still be read; an East Asian letter takes two."""
    from rich.cells import cell_len

    def width(at: int) -> int:
        longest = max((cell_len(row[at]) for row in rows), default=0)
        return max(cell_len(columns[at]), min(longest, _NARROWEST_TEXT))

    return _EDGES + sum(width(at) + _GAP for at in range(len(columns)))


def _grid(answer: Answer, rows: list[list[str]]) -> "Table":
    from rich import box
    from rich.cells import cell_len
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD)
    for column, kind in zip(answer.columns, answer.types, strict=True):
        is_number = any(word in kind.upper() for word in _NUMERIC)
        table.add_column(column, justify="right" if is_number else "left", overflow="fold", min_width=cell_len(column))
    for row in rows:
        table.add_row(*row)
    return table


def _records(columns: Sequence[str], rows: list[list[str]]) -> Iterator[str]:
    """Each row as lines of name and value, under a line that counts it, as psql's expanded display has it."""
    from rich.cells import cell_len, set_cell_size

    width = max(cell_len(column) for column in columns)
    for number, row in enumerate(rows, start=1):
        yield f"── {number} of {len(rows)} ──"
        for column, value in zip(columns, row, strict=True):
            yield f"{set_cell_size(column, width)}  {value}".rstrip()
