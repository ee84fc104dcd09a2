"""Collects the news that a watch list asks for, and remembers what was told.

The digest, what it tells, and up to where the articles were looked through are written in one transaction: a crash
neither loses a story nor tells it again. Sending is the outbox's (see messages.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Literal

import duckdb

from warehouse.connect import WarehouseError, open_reader
from warehouse.digest import Item, News, digest_items, write_digest
from warehouse.messages import write_message
from warehouse.migrate import schema_number
from warehouse.writer import statement, transaction

LATE_DAYS = 7
"""What was published longer ago than this when it was found is no news, unless the list gives a day to begin with."""

WATCH_MIGRATION = 31
"""Files of an older schema have no tables for this."""

JST = timezone(timedelta(hours=9), "JST")


@dataclass(frozen=True)
class Subjects:
    """What is watched."""

    companies: Sequence[str] = ()
    themes: Sequence[str] = ()
    """A group stands for its themes."""
    over_jpy: float | None = None
    """Funding claims of at least this; null: none."""
    yen_per: dict[str, float] = field(default_factory=dict)
    """Yen for one of a currency: a claim in one that is not here has no amount to compare."""
    new_names: bool = False
    only_salient: bool = False
    """Only the companies that an article is about."""
    since_on: date | None = None
    """Tell all that was published from this day on; null: from the first run with the list."""


@dataclass(frozen=True)
class Rhythm:
    """When a digest is written: with each run, or once a day, with the first run after an hour in Asia/Tokyo."""

    digest: Literal["run", "daily"] = "run"
    hour: int = 8

    def is_due(self, collected_at: datetime | None, now: datetime) -> bool:
        """Whether a digest is to be written now, where the last was at ``collected_at``."""
        if self.digest == "run" or collected_at is None:
            return True
        local = now.astimezone(JST)
        due_at = datetime.combine(local.date(), time(self.hour), JST)
        return collected_at < (due_at if due_at <= local else due_at - timedelta(days=1))


@dataclass(frozen=True)
class Window:
    """Which articles are looked through."""

    started_at: datetime
    collected_at: datetime | None


@dataclass(frozen=True)
class Collected:
    """What a collection did."""

    state: Literal["off", "begun", "waiting", "nothing new", "told"]
    item_count: int = 0


def collect_digest(
    con: duckdb.DuckDBPyConnection, subjects: Subjects | None, rhythm: Rhythm, channels: Sequence[str], now: datetime
) -> Collected:
    """Writes the digest of what is new into the outbox, if one is due; ``subjects``: none where nothing is watched."""
    with transaction(con):
        if subjects is None:
            con.execute("delete from ops.watch")
            return Collected("off")
        known = window(con, subjects)
        if known is None:
            collected_at = now if subjects.since_on is None else None
            con.execute("insert into ops.watch values (1, ?, ?, ?)", [now, subjects.since_on, collected_at])
            if subjects.since_on is None:
                return Collected("begun")
            known = Window(now, None)
        if not rhythm.is_due(known.collected_at, now):
            return Collected("waiting")
        con.execute(statement("watch_remember"), {"told_at": now})
        items = digest_items(watched_news(con, subjects, known))
        if items:
            _remember(con, items, write_message(con, *write_digest(items), channels, now), now)
        con.execute("update ops.watch set since_on = ?, collected_at = ?", [subjects.since_on, now])
    return Collected("told" if items else "nothing new", len(items))


def preview_digest(path: Path, subjects: Subjects, days: int | None, now: datetime) -> list[Item] | None:
    """The entries of the digest that a run would write now, by the published file at ``path``; changes nothing.

    ``days``: as if nothing had been told and the list had begun so many days before the end of the newest article's
    day. Without it None where no run has met a watch list yet.

    Raises:
        WarehouseError: the file is missing or cannot be opened, or was made by an older version.
    """
    with open_reader(path) as con:
        if schema_number(con) < WATCH_MIGRATION:
            raise WarehouseError(f"{path}: made by an older Kawaraban; the next «kawaraban run» or «demo» renews it")
        if days is None:
            looked = window(con, subjects)
            if looked is None and subjects.since_on is None:
                return None
            return digest_items(watched_news(con, subjects, looked or Window(now, None)))
        newest = con.execute("select trend.newest_day()").fetchall()[0][0]
        if newest is None:
            return []
        since = replace(subjects, since_on=newest - timedelta(days=days - 1))
        return digest_items(watched_news(con, since, Window(now, None), forget=True))


def window(con: duckdb.DuckDBPyConnection, subjects: Subjects) -> Window | None:
    """Which articles the next digest looks through; None where no run has met a watch list yet."""
    rows = con.execute("select started_at, since_on, collected_at from ops.watch").fetchall()
    if not rows:
        return None
    started_at, since_on, collected_at = rows[0]
    is_new_day = subjects.since_on is not None and subjects.since_on != since_on
    return Window(started_at, None if is_new_day else collected_at)


def watched_news(
    con: duckdb.DuckDBPyConnection, subjects: Subjects, looked: Window, *, forget: bool = False
) -> list[News]:
    """What the watch list asks for and nobody was told, the oldest first (see statements/watch_news.sql).

    ``forget``: as if nothing had been told.
    """
    since_at = datetime.combine(subjects.since_on, time(), JST) if subjects.since_on else looked.started_at
    values = {
        "collected_at": looked.collected_at,
        "since_at": since_at.astimezone(UTC),
        "late_days": None if subjects.since_on else LATE_DAYS,
        "companies": list(subjects.companies),
        "themes": list(subjects.themes),
        "only_salient": subjects.only_salient,
        "over_jpy": subjects.over_jpy,
        "currencies": list(subjects.yen_per),
        "yen": list(subjects.yen_per.values()),
        "new_names": subjects.new_names,
        "forget": forget,
    }
    return [News(*row) for row in con.execute(statement("watch_news"), values).fetchall()]


def _remember(con: duckdb.DuckDBPyConnection, items: Sequence[Item], message_id: str, now: datetime) -> None:
    """Marks the stories and names of a digest told, those beyond its length too."""
    told = {("article", item.news.article_id) for item in items}
    told |= {("name", news.subject_id) for item in items for news in item.all_news if news.kind == "name"}
    con.executemany(
        "insert into ops.told_news (kind, key, told_at, message_id) values (?, ?, ?, ?) on conflict do nothing",
        [(kind, key, now, message_id) for kind, key in sorted(told)],
    )
    con.execute(statement("watch_remember"), {"told_at": now})
