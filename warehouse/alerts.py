"""Raises and ends alerts, and writes the messages that tell of them.

A rule is a file of ``alerts/*.sql``: it returns a row for each thing that needs a person now, with ``subject`` (what it
is about), ``since_at`` and ``detail``; its first line is ``-- remedy: …``, unless a column ``remedy`` gives one.

Messages are written in the transaction that raises or ends the alerts (see messages.py).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any

import duckdb

from warehouse.messages import write_message
from warehouse.writer import transaction


@dataclass(frozen=True)
class Alert:
    """One thing that needs a person, or needed one."""

    rule: str
    subject: str
    since_at: datetime
    detail: str
    remedy: str


def found_now(con: duckdb.DuckDBPyConnection) -> list[Alert]:
    """What the rules find at present, whether it was told or not; by rule and subject."""
    found = []
    folder = files("warehouse").joinpath("alerts")
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not entry.name.endswith(".sql"):
            continue
        sql = entry.read_text(encoding="utf-8")
        remedy = re.match(r"-- remedy: (.+)", sql)
        con.execute(sql)
        columns = [str(column[0]) for column in con.description or []]
        for row in con.fetchall():
            values: dict[str, Any] = {"remedy": remedy[1] if remedy else ""} | dict(zip(columns, row, strict=True))
            found.append(Alert(rule=entry.name[:-4], **values))
    return sorted(found, key=lambda alert: (alert.rule, alert.subject))


def open_alerts(con: duckdb.DuckDBPyConnection) -> list[Alert]:
    """The alerts that were raised and are not over, the oldest first."""
    rows = con.execute(
        "select rule, subject, since_at, detail, remedy from ops.alerts where ended_at is null "
        "order by since_at, rule, subject"
    ).fetchall()
    return [Alert(*row) for row in rows]


def update_alerts(
    con: duckdb.DuckDBPyConnection, now: datetime, channels: Sequence[str], also: Sequence[Alert] = ()
) -> tuple[list[Alert], list[Alert]]:
    """Runs the rules; stores what began and what is over, with one message for each channel that tells of both.

    ``also``: what needs a person and no rule over the data can find.
    Returns those that began and those that are over.
    """
    found = {(alert.rule, alert.subject): alert for alert in (*found_now(con), *also)}
    known = {(alert.rule, alert.subject): alert for alert in open_alerts(con)}
    begun = [alert for key, alert in found.items() if key not in known]
    over = [alert for key, alert in known.items() if key not in found]
    with transaction(con):
        for alert in begun:
            con.execute(
                "insert into ops.alerts (rule, subject, since_at, began_at, detail, remedy) values (?, ?, ?, ?, ?, ?)",
                [alert.rule, alert.subject, alert.since_at, now, alert.detail, alert.remedy],
            )
        for alert in over:
            con.execute(
                "update ops.alerts set ended_at = ? where rule = ? and subject = ? and ended_at is null",
                [now, alert.rule, alert.subject],
            )
        if begun or over:
            subject, body = told(begun, over)
            write_message(con, subject, body, channels, now)
    return begun, over


def told(begun: Sequence[Alert], over: Sequence[Alert]) -> tuple[str, str]:
    """Subject and body of the message: what, since when, and the remedy; then what is over."""
    counts = [f"{len(begun)} new" if begun else "", f"{len(over)} over" if over else ""]
    lines = []
    for alert in begun:
        lines += [f"! {alert.detail}", f"  since {_shown(alert.since_at)}; what to do: {alert.remedy}"]
    lines += [f"Over: {alert.detail} (since {_shown(alert.since_at)})" for alert in over]
    return f"Kawaraban alerts: {', '.join(filter(None, counts))}", "\n".join(lines)


def _shown(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M %Z}".strip()
