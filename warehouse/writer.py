"""Writes runs: what discovery found, which links are due, and batches of articles, each in one transaction."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import duckdb
import polars as pl

from warehouse.connect import WarehouseError
from warehouse.frames import registered, rows_to_frame

INSTANT = pl.Datetime("us", "UTC")

DUE_LINK_SCHEMA: dict[str, Any] = {
    "url": pl.String,
    "source_id": pl.String,
    "feed_url": pl.String,
    "guid": pl.String,
    "title": pl.String,
    "summary": pl.String,
    "author": pl.String,
    "full_text": pl.String,
    "published_at": INSTANT,
    "published_precision": pl.String,
    "published_raw": pl.String,
    "updated_at": INSTANT,
    "found_at": INSTANT,
    "etag": pl.String,
    "last_modified": pl.String,
}


class OutcomesDoNotAddUp(WarehouseError):
    """A run's stored outcomes are not one for each of its links."""


@dataclass(frozen=True)
class RunStart:
    """What is known of a run when it begins."""

    kind: str
    label: str | None
    program_version: str
    register_version: str


def start_run(con: duckdb.DuckDBPyConnection, start: RunStart, now: datetime) -> str:
    """Stores a new running run and returns its id; runs that were killed before are marked failed."""
    run_id = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
    with transaction(con):
        con.execute(
            "update ops.runs set state = 'failed', ended_at = ?, detail = 'killed before it ended' "
            "where state = 'running'",
            [now],
        )
        con.execute(
            "insert into ops.runs (run_id, kind, label, started_at, state, program_version, register_version) "
            "values (?, ?, ?, ?, 'running', ?, ?)",
            [run_id, start.kind, start.label, now, start.program_version, start.register_version],
        )
    return run_id


def replace_registers(
    con: duckdb.DuckDBPyConnection, *, sources: pl.DataFrame, companies: pl.DataFrame, themes: pl.DataFrame
) -> None:
    """Makes the register tables equal to the frames (see statements/replace_registers.sql)."""
    run_statements(con, ["replace_registers"], {}, {"sources": sources, "companies": companies, "themes": themes})


def feed_validators(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[str | None, str | None]]:
    """(ETag, Last-Modified) of the last good answer of each feed; its links were stored with it."""
    rows = con.execute(
        "select feed_url, arg_max(etag, polled_at), arg_max(last_modified, polled_at) "
        "from raw.polls where outcome = 'ok' group by feed_url"
    ).fetchall()
    return {feed: (etag, modified) for feed, etag, modified in rows}


def last_polls(con: duckdb.DuckDBPyConnection) -> dict[str, datetime]:
    """When each source was polled last."""
    return dict(con.execute("select source_id, max(polled_at) from raw.polls group by source_id").fetchall())


def recent_publications(con: duckdb.DuckDBPyConnection) -> dict[str, list[datetime]]:
    """The newest thirty publication times that the feeds of each source stated."""
    rows = con.execute(
        "select source_id, max(published_at, 30) from raw.links where published_at is not null group by source_id"
    ).fetchall()
    return dict(rows)


def record_discovery(
    con: duckdb.DuckDBPyConnection, run_id: str, links: pl.DataFrame, polls: pl.DataFrame, now: datetime
) -> int:
    """Stores the links and polls of one discovery in one transaction; returns how many links are new."""
    before = _scalar(con, "select count(*) from raw.links")
    run_statements(con, ["record_polls"], {"run_id": run_id, "now": now}, {"found_links": links, "found_polls": polls})
    found = _scalar(con, "select count(*) from raw.links") - before
    con.execute(
        "update ops.runs set found_count = found_count + ?, source_count = source_count + ? where run_id = ?",
        [found, polls["source_id"].n_unique(), run_id],
    )
    return found


def due_links(
    con: duckdb.DuckDBPyConnection,
    now: datetime,
    *,
    source_ids: Sequence[str] | None = None,
    budget_seconds: float = 1200,
    max_links: int = 5000,
) -> pl.DataFrame:
    """The links to fetch now (columns of DUE_LINK_SCHEMA), hosts interleaved, newest first within a host.

    A host gets at most ``budget_seconds`` / its interval of them; what is left stays due.
    """
    set_variables(
        con,
        {
            "now": now,
            "source_ids": list(source_ids) if source_ids is not None else None,
            "budget_seconds": budget_seconds,
            "max_links": max_links,
        },
    )
    return rows_to_frame(con, statement("due_links"), DUE_LINK_SCHEMA)


def compare_articles(con: duckdb.DuckDBPyConnection, articles: pl.DataFrame) -> pl.DataFrame:
    """How each article stands to the warehouse: columns article_id and state (see its SQL)."""
    wanted = articles.select("article_id", "link_url", "content_hash", "fetched_at")
    with registered(con, {"extracted": wanted}):
        return rows_to_frame(con, statement("compare_articles"), {"article_id": pl.String, "state": pl.String})


LOAD_BATCH = ("load_pages", "load_articles", "load_tags", "load_stories", "load_outcomes")
"""The statements that load a batch, in this order."""


def load_batch(
    con: duckdb.DuckDBPyConnection,
    run_id: str,
    register_version: str,
    frames: Mapping[str, pl.DataFrame],
    now: datetime,
) -> None:
    """Loads one batch, all or nothing. ``frames``: those named at the top of the LOAD_BATCH statements."""
    variables = {"run_id": run_id, "register_version": register_version, "now": now}
    run_statements(con, LOAD_BATCH, variables, frames)


def finish_run(con: duckdb.DuckDBPyConnection, run_id: str, selected_count: int, now: datetime) -> None:
    """Marks a run completed.

    Raises:
        OutcomesDoNotAddUp: the run does not have exactly one outcome for each of its ``selected_count`` links.
    """
    stored = _scalar(con, "select count(*) from ops.outcomes where run_id = ?", [run_id])
    if stored != selected_count:
        raise OutcomesDoNotAddUp(f"run {run_id}: {selected_count} links were selected but {stored} outcomes stored")
    con.execute(
        "update ops.runs set state = 'completed', ended_at = ?, selected_count = ? where run_id = ?",
        [now, selected_count, run_id],
    )


def fail_run(con: duckdb.DuckDBPyConnection, run_id: str, detail: str, now: datetime) -> None:
    """Marks a run failed, with the reason in one line; in vain where a fatal error, as of a full disk, closed the
    database: the next run finds it as a killed process would have left it."""
    with suppress(duckdb.FatalException):
        con.execute(
            "update ops.runs set state = 'failed', ended_at = ?, detail = ? where run_id = ?", [now, detail, run_id]
        )


def completed_labels(con: duckdb.DuckDBPyConnection) -> set[str]:
    """Labels of the completed monitor runs."""
    rows = con.execute("select distinct label from ops.runs where state = 'completed' and label is not null").fetchall()
    return {label for (label,) in rows}


def statement(name: str) -> str:
    """The text of ``statements/<name>.sql``."""
    return files("warehouse").joinpath("statements", f"{name}.sql").read_text(encoding="utf-8")


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All or nothing."""
    con.execute("begin")
    try:
        yield
    except BaseException:
        con.execute("rollback")
        raise
    con.execute("commit")


def set_variables(con: duckdb.DuckDBPyConnection, variables: Mapping[str, Any]) -> None:
    """Sets the connection's variables, which statements read by ``getvariable``."""
    for name, value in variables.items():
        con.execute(f"set variable {name} = ?", [value])


def run_statements(
    con: duckdb.DuckDBPyConnection,
    names: Sequence[str],
    variables: Mapping[str, Any],
    frames: Mapping[str, pl.DataFrame],
) -> None:
    """Runs the named statements in one transaction, with these variables set and these frames as views."""
    set_variables(con, variables)
    with registered(con, frames), transaction(con):
        for name in names:
            con.execute(statement(name))


def _scalar(con: duckdb.DuckDBPyConnection, sql: str, values: list[Any] | None = None) -> int:
    return int(con.execute(sql, values or []).fetchall()[0][0])
