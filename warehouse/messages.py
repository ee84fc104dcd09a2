"""The messages to people, kept until they are sent.

A message is written in the transaction of what it tells, and marked sent after it was sent. A crash between the two
sends it again: at least once, since a message that is lost is worse than one that comes twice.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb

MESSAGE_LIFE = timedelta(days=7)
"""What could not be sent for a week is no news any more, and its channel may be gone."""


@dataclass(frozen=True)
class Message:
    """One message that waits for a channel."""

    message_id: str
    channel: str
    subject: str
    body: str


def write_message(
    con: duckdb.DuckDBPyConnection, subject: str, body: str, channels: Sequence[str], now: datetime
) -> str:
    """Stores a message to each of the channels; part of the caller's transaction. Returns its id."""
    key = hashlib.sha256(f"{now.isoformat()}\n{body}".encode()).hexdigest()[:16]
    for channel in channels:
        con.execute(
            "insert into ops.messages (message_id, channel, subject, body, made_at, state) "
            "values (?, ?, ?, ?, ?, 'waiting')",
            [key, channel, subject, body, now],
        )
    return key


def waiting_messages(con: duckdb.DuckDBPyConnection, now: datetime) -> list[Message]:
    """The messages still to be sent, the oldest first; those older than ``MESSAGE_LIFE`` are given up."""
    con.execute(
        "update ops.messages set state = 'expired' where state = 'waiting' and made_at < ?", [now - MESSAGE_LIFE]
    )
    rows = con.execute(
        "select message_id, channel, subject, body from ops.messages where state = 'waiting' "
        "order by made_at, message_id, channel"
    ).fetchall()
    return [Message(*row) for row in rows]


def record_attempt(con: duckdb.DuckDBPyConnection, message: Message, now: datetime, failure: str | None) -> None:
    """Stores that sending was tried; without a failure the message is sent."""
    con.execute(
        "update ops.messages set state = ?, attempt_count = attempt_count + 1, tried_at = ?, detail = ? "
        "where message_id = ? and channel = ?",
        ["waiting" if failure else "sent", now, failure, message.message_id, message.channel],
    )
