"""Markdown for the dashboard: tables whose cells are safe, links, numbers and sparklines.

Prefect's second dashboard shows the cells of a table artifact as plain, shortened text; both dashboards show Markdown
tables with links, so every artifact of ours is Markdown.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")
NONE = "–"
_MARKS = re.compile(r"([\\`*_\[\]<>|~#!])")
_BLOCKS = "▁▂▃▄▅▆▇█"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], empty: str = "Nothing.") -> str:
    """Rows of finished cells as a table; a column whose name begins with ``#`` holds numbers and is set to the right.

    ``empty`` is what stands in the place of a table without rows.
    """
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    if not lines:
        return empty
    head = "| " + " | ".join(name.removeprefix("#") for name in columns) + " |"
    rule = "|" + "|".join("---:" if name.startswith("#") else "---" for name in columns) + "|"
    return "\n".join([head, rule, *lines])


def bullets(items: Iterable[str]) -> str:
    """Finished lines as a list: what is too long for a cell, because the dashboard does not wrap cells."""
    return "\n".join(f"- {item}" for item in items)


def text(value: object, limit: int = 0) -> str:
    """A value as one line in which nothing is read as Markdown or HTML; cut at ``limit`` characters, 0 for never."""
    if value is None or value == "":
        return NONE
    line = " ".join(str(value).split())
    if limit and len(line) > limit:
        line = line[: limit - 1] + "…"
    return _MARKS.sub(r"\\\1", line).replace("&", "&amp;")


def link(told: object, url: str | None, limit: int = 0) -> str:
    """A link to a web page; the text alone where the address is not one of the web."""
    shown = text(told, limit)
    if url is None or urlsplit(url).scheme not in ("http", "https"):
        return shown
    return f"[{shown}]({quote(url, safe=SAFE)})"


SAFE = ":/?#@!$&'*+,;=%-._~"
"""What an address may keep: everything but brackets, blanks and what ends a cell."""


def number(value: float | None, digits: int = 0) -> str:
    """A number with its thousands apart."""
    return NONE if value is None else f"{value:,.{digits}f}"


def change(value: float | None, digits: int = 0) -> str:
    """A number with its sign."""
    if value is None:
        return NONE
    told = f"{value:+,.{digits}f}"
    return told.replace("-", "−") if float(told.replace(",", "")) else f"{0:.{digits}f}"


def moment(value: datetime | date | None) -> str:
    """An instant in Tokyo, or a day."""
    if isinstance(value, datetime):
        return value.astimezone(TOKYO).strftime("%Y-%m-%d %H:%M")
    return NONE if value is None else value.isoformat()


def sparkline(values: Sequence[float | None]) -> str:
    """One block a value, the highest is full; a dot where the value is not known."""
    highest = max((value for value in values if value is not None), default=0) or 1
    return "".join("·" if value is None else _BLOCKS[round(value / highest * (len(_BLOCKS) - 1))] for value in values)
