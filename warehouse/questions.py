"""Reads the ready-made questions of ``questions/*.sql``.

A question's head is comment lines. The first is the question; those after it say what a row is and how to read the
columns; and each parameter has one of its own, with its type, its default and its meaning::

    -- Who is mentioned with a company?
    -- One row per partner; lift: 1 is what chance gives.
    -- param company text = sakana-ai: id of the company
    -- param since date = null: first day; null: a year back
    select … where company_id = $company

Types are text, integer, number, date and instant; a default of ``null`` is none.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.resources import files

from warehouse.connect import BadQuery

Value = str | int | float | date | datetime | None

_PARAMETER = re.compile(
    r"^param (?P<name>[a-z][a-z0-9_]*) (?P<type>[a-z]+) = (?P<default>[^:]+|.+\+\d\d:\d\d): (?P<meaning>.+)$"
)


def _number(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _instant(text: str) -> datetime:
    value = datetime.fromisoformat(text)
    if value.tzinfo is None:
        raise ValueError(text)
    return value.astimezone(UTC)


_READERS: dict[str, tuple[Callable[[str], Value], str, str]] = {
    "text": (str, "varchar", "text"),
    "integer": (int, "bigint", "a whole number, such as 4"),
    "number": (_number, "double", "a number, such as 2.5"),
    "date": (date.fromisoformat, "date", "a day, such as 2025-07-01"),
    "instant": (_instant, "timestamptz", "an instant with its offset, such as 2025-07-01T09:00+09:00"),
}
"""How a parameter's text is read, its type in SQL, and what is expected."""


@dataclass(frozen=True)
class Parameter:
    """A value that a question asks for."""

    name: str
    type: str
    default: str | None
    meaning: str

    def read(self, text: str | None) -> Value:
        """The value of a text; ``None`` and «null» are no value.

        Raises:
            BadQuery: the text is not of the parameter's type.
        """
        if text is None or text.strip().lower() == "null":
            return None
        reader, _, expected = _READERS[self.type]
        try:
            return reader(text.strip())
        except ValueError as error:
            raise BadQuery(f"{self.name}: {text!r} was given, expected {expected}") from error

    def literal(self, value: Value) -> str:
        """The value as it is written in SQL."""
        if value is None:
            return "null"
        text = value.isoformat() if isinstance(value, date) else str(value)
        quoted = text.replace("'", "''")
        return f"'{quoted}'::{_READERS[self.type][1]}"


@dataclass(frozen=True)
class Question:
    """One file of ``questions/``."""

    name: str
    asks: str
    """The question in one line."""
    reading: str
    """What a row is and how the columns are read."""
    parameters: tuple[Parameter, ...]
    sql: str

    def values(self, given: Mapping[str, str | None] | None = None) -> dict[str, Value]:
        """A value for each parameter: as given, else its default.

        Raises:
            BadQuery: there is no such parameter, or a value is not of its type; the message says what there is.
        """
        given = given or {}
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in given:
            if name not in known:
                there = ", ".join(known) or "none"
                raise BadQuery(f"question {self.name} has no parameter {name!r}; there are: {there}")
        return {name: parameter.read(given.get(name, parameter.default)) for name, parameter in known.items()}

    def filled(self, given: Mapping[str, str | None] | None = None) -> str:
        """The SQL with its values written in, to be run anywhere."""
        values = self.values(given)
        sql = self.sql
        for parameter in self.parameters:
            literal = parameter.literal(values[parameter.name])
            sql = re.sub(rf"\${parameter.name}\b", lambda _, literal=literal: literal, sql)  # type: ignore[misc]
        return sql


def list_questions() -> list[Question]:
    """Every question there is, by name."""
    return [read_question(name, text) for name, text in sorted(_texts().items())]


def find_question(name: str) -> Question:
    """The question of that name.

    Raises:
        BadQuery: there is none; the message lists those there are.
    """
    texts = _texts()
    if name not in texts:
        raise BadQuery(f"no question {name!r}; there are: {', '.join(sorted(texts))}")
    return read_question(name, texts[name])


def question(name: str) -> str:
    """The SQL of a question with its defaults written in.

    Raises:
        BadQuery: there is no such question.
    """
    return find_question(name).filled()


def read_question(name: str, text: str) -> Question:
    """The question of a file's text.

    Raises:
        BadQuery: its head is not as the module describes, or head and SQL name different parameters.
    """
    lines = text.splitlines()
    length = next((number for number, line in enumerate(lines) if not line.startswith("--")), len(lines))
    head = [line.removeprefix("--").strip() for line in lines[:length]]
    sql = "\n".join(lines[length:]).strip()
    parameters = tuple(_read_parameter(name, line) for line in head if line.startswith("param "))
    told = [line for line in head if not line.startswith("param ")]
    if len(told) < 2:
        raise BadQuery(f"question {name}: expected a comment with the question and how to read its columns")
    _require_same(name, {parameter.name for parameter in parameters}, set(re.findall(r"\$([a-z][a-z0-9_]*)", sql)))
    return Question(name, told[0], " ".join(told[1:]), parameters, sql)


def _read_parameter(question_name: str, line: str) -> Parameter:
    found = _PARAMETER.match(line)
    if found is None or found["type"] not in _READERS:
        types = ", ".join(_READERS)
        raise BadQuery(f"question {question_name}: {line!r}, expected «param NAME TYPE = DEFAULT: MEANING» ({types})")
    default = found["default"].strip()
    parameter = Parameter(found["name"], found["type"], None if default == "null" else default, found["meaning"])
    parameter.read(parameter.default)
    return parameter


def _require_same(name: str, declared: set[str], used: set[str]) -> None:
    for parameter in sorted(declared ^ used):
        fault = "declared but not used" if parameter in declared else "used but not declared"
        raise BadQuery(f"question {name}: parameter {parameter} is {fault}")


def _texts() -> dict[str, str]:
    folder = files("warehouse").joinpath("questions")
    return {
        entry.name[:-4]: entry.read_text(encoding="utf-8") for entry in folder.iterdir() if entry.name.endswith(".sql")
    }
