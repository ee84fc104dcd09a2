"""Asks the published file: the statements report_*.sql, with the values that each of them names."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from tasks.report.links import safe_url
from tasks.report.model import Link, Topic
from tasks.report.week import Week
from warehouse.connect import WarehouseDamaged, open_reader
from warehouse.writer import statement


@dataclass(frozen=True)
class Reading:
    """An open file, read for one week in one language."""

    con: duckdb.DuckDBPyConnection
    lang: str
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    """(what, id) to name in the report's language."""

    def rows(self, name: str, **values: Any) -> list[dict[str, Any]]:
        """The rows of ``report_<name>.sql``; of the values, those are handed over that it names.

        Raises:
            WarehouseDamaged: the file lacks what the statement asks for.
        """
        sql = statement(f"report_{name}")
        named = set(re.findall(r"\$([a-z]+)", sql))
        try:
            self.con.execute(sql, {key: value for key, value in values.items() if key in named})
        except duckdb.CatalogException as error:
            told = str(error).splitlines()[0]
            raise WarehouseDamaged(
                f"the file was published by another version; start «kawaraban run» ({told})"
            ) from error
        columns = [str(column[0]) for column in self.con.description or []]
        return [dict(zip(columns, row, strict=True)) for row in self.con.fetchall()]

    def company(self, company_id: str) -> Topic:
        """A company by its id; a name that is in no register stays as written."""
        return Topic(company_id, self.names.get(("company", company_id), company_id))

    def theme(self, theme_id: str) -> Topic:
        """A theme by its id."""
        return Topic(theme_id, self.names.get(("theme", theme_id), theme_id))


@contextmanager
def open_reading(snapshot: Path, lang: str) -> Iterator[Reading]:
    """Opens the published file and its names.

    Raises:
        WarehouseError: nothing was published, or it cannot be opened.
    """
    with open_reader(snapshot) as con:
        con.execute("set enable_progress_bar = false")
        reading = Reading(con, lang)
        for row in reading.rows("names"):
            reading.names[row["what"], row["id"]] = row["name_en"] if lang == "en" else row["name_ja"]
        yield reading


def default_week(reading: Reading) -> Week | None:
    """The last whole week in the data; None where there is no article."""
    monday: date | None = reading.rows("default_week")[0]["monday"]
    return Week(monday) if monday is not None else None


def link(row: Mapping[str, Any]) -> Link:
    """The article of a row or struct with ``title``, ``url``, ``source`` or ``source_name``, a day and ``lang``."""
    source = row["source"] if "source" in row else row["source_name"]
    on = next(row[name] for name in ("on", "first_on", "counted_on") if name in row)
    return Link(str(row["title"] or ""), safe_url(row["url"]), str(source or ""), on, _bcp47(row["lang"]))


def _bcp47(lang: str | None) -> str:
    """The language of a text as HTML wants it; «other» is und, undetermined."""
    return lang if lang in ("ja", "en") else "und"
