"""Runs the checks of ``checks/*.sql``: each returns the rows that offend, none where all is well.

WarehouseError (warehouse.connect)
├── ChecksFailed    a hard check found rows: what was loaded must not be published
└── CheckMalformed  a check's file lacks its severity, meaning or remedy, or DuckDB refuses it

The head of a check's file is comment lines: ``-- severity: hard|soft``, ``-- meaning: …``, ``-- remedy: …``, then
whatever a reader should know. A check that reads texts may look at what was written since the last clean checks
only: it compares with ``$since_run``, the run from which on nothing was checked yet.
"""

import json
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any

import duckdb

from warehouse.connect import WarehouseError

EXAMPLES = 20
"""Offending rows that are kept of each check; the count is of all."""


class ChecksFailed(WarehouseError):
    """A hard check found rows."""


class CheckMalformed(WarehouseError):
    """A check cannot be run."""


@dataclass(frozen=True)
class Check:
    """One file of ``checks/``."""

    name: str
    severity: str
    """hard: stops the publish; soft: is shown."""
    meaning: str
    remedy: str
    sql: str


@dataclass(frozen=True)
class Finding:
    """What one check found."""

    check: Check
    row_count: int
    columns: list[str]
    rows: list[tuple[Any, ...]]
    """The first EXAMPLES of the offending rows."""
    elapsed_ms: int

    @property
    def example(self) -> dict[str, Any] | None:
        """The first offending row."""
        return dict(zip(self.columns, self.rows[0], strict=True)) if self.rows else None

    def told(self) -> str:
        """The finding in one line that says what to do."""
        row = json.dumps(self.example, ensure_ascii=False, default=str)
        return f"{self.check.name}: {self.row_count} rows: {self.check.meaning}; {self.check.remedy} (first: {row})"


def load_checks() -> list[Check]:
    """Every check there is, by name.

    Raises:
        CheckMalformed: a file's head is not as the module describes.
    """
    folder = files("warehouse").joinpath("checks")
    found = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".sql")), key=lambda entry: entry.name)
    return [read_check(entry.name[:-4], entry.read_text(encoding="utf-8")) for entry in found]


def read_check(name: str, sql: str) -> Check:
    """The check of a file's text.

    Raises:
        CheckMalformed: severity, meaning or remedy is missing, or the severity is neither hard nor soft.
    """
    head = dict(re.findall(r"^-- (severity|meaning|remedy): (.+)$", sql, flags=re.MULTILINE))
    missing = [field for field in ("severity", "meaning", "remedy") if field not in head]
    if missing:
        raise CheckMalformed(f"check {name}: expected a line «-- {missing[0]}: …» in its head")
    if head["severity"] not in ("hard", "soft"):
        raise CheckMalformed(f"check {name}: severity is {head['severity']!r}, expected hard or soft")
    return Check(name, head["severity"], head["meaning"], head["remedy"], sql)


def run_checks(
    con: duckdb.DuckDBPyConnection, now: datetime, *, checks: Sequence[Check] | None = None, everything: bool = False
) -> list[Finding]:
    """Runs the checks (default: all), stores what they found in ``ops.checks`` and returns it, by name.

    ``everything`` looks at all texts again, not only at those written since the last checks without a hard finding.

    Raises:
        CheckMalformed: DuckDB refuses a check.
    """
    since = "" if everything else _first_unchecked_run(con)
    findings = [_run(con, check, since) for check in (load_checks() if checks is None else checks)]
    _store(con, findings, now)
    return findings


def require_sound(findings: Iterable[Finding]) -> None:
    """Returns where no hard check found rows.

    Raises:
        ChecksFailed: one line for each that did.
    """
    failed = [finding.told() for finding in findings if finding.row_count and finding.check.severity == "hard"]
    if failed:
        raise ChecksFailed("not published; the snapshot before stays: " + "\n".join(failed))


def _run(con: duckdb.DuckDBPyConnection, check: Check, since_run: str) -> Finding:
    started = time.perf_counter()
    try:
        con.execute(check.sql, {"since_run": since_run} if "$since_run" in check.sql else [])
        columns = [str(column[0]) for column in con.description or []]
        rows = con.fetchall()
    except duckdb.Error as error:
        raise CheckMalformed(f"check {check.name}: {str(error).splitlines()[0]}") from error
    elapsed_ms = round((time.perf_counter() - started) * 1000)
    return Finding(check, len(rows), columns, rows[:EXAMPLES], elapsed_ms)


def _first_unchecked_run(con: duckdb.DuckDBPyConnection) -> str:
    """The newest run at the last checks, where no hard one found anything; else the beginning.

    The run itself is looked at again: it may have gone on since.
    """
    rows = con.execute(
        "select coalesce(min(run_id), '') from ops.checks "
        "having count(*) filter (where severity = 'hard' and row_count > 0) = 0 and count(run_id) = count(*)"
    ).fetchall()
    return str(rows[0][0]) if rows else ""


def _store(con: duckdb.DuckDBPyConnection, findings: Sequence[Finding], now: datetime) -> None:
    newest = con.execute("select max(run_id) from ops.runs").fetchall()[0][0]
    con.execute("begin")
    try:
        con.execute("delete from ops.checks")
        for finding in findings:
            check, example = finding.check, finding.example
            con.execute(
                "insert into ops.checks values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    check.name,
                    check.severity,
                    check.meaning,
                    check.remedy,
                    finding.row_count,
                    json.dumps(example, ensure_ascii=False, default=str) if example else None,
                    finding.elapsed_ms,
                    newest,
                    now,
                ],
            )
        con.execute("commit")
    except BaseException:
        con.execute("rollback")
        raise
