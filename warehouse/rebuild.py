"""Makes articles and tags again in a copy of the writer's database, proves what moved, and puts the copy in its place.

WarehouseError
└── WarehouseMoved   a run has written since the copy was made, so the copy must not replace it
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from warehouse.connect import WarehouseError, Writer, sync_folder
from warehouse.frames import registered, rows_to_frame
from warehouse.query import Answer
from warehouse.stories import SIGNATURE_SCHEMA
from warehouse.writer import run_statements, set_variables, statement, transaction

CLOCK_COLUMNS = frozenset({"first_seen_at", "last_seen_at", "run_id", "register_version"})
"""Columns that say when and by which run and registers something was seen, not what is held true."""


class WarehouseMoved(WarehouseError):
    """The database in use is not the one that the copy was made from."""


Batch = tuple[str, datetime]
"""The run that fetched it and the instant at which it was loaded."""


@dataclass(frozen=True)
class Scope:
    """What is made again."""

    links: int
    """Links whose pages are all in the archive."""
    articles: int
    """Articles that these links gave."""
    kept: int
    """Articles whose text stays, because a page of them is not in the archive."""


def table_hashes(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Row count and content hash of each table of the schema core, by name; the order of rows does not matter.

    Columns that hold the clock (``CLOCK_COLUMNS``) are left out, so that equal hashes mean: the same is held true.
    """
    columns = con.execute(
        "select table_name, list(column_name order by column_index) from duckdb_columns() "
        "where database_name = current_database() and schema_name = 'core' "
        "and table_name in (select table_name from duckdb_tables() where schema_name = 'core') "
        "group by table_name order by table_name"
    ).fetchall()
    found = {}
    for table, names in columns:
        listed = ", ".join(f'"{name}"' for name in names if name not in CLOCK_COLUMNS)
        count, digest = con.execute(
            f'select count(*), coalesce(bit_xor(md5_number(row({listed})::varchar)), 0) from core."{table}"'  # noqa: S608
        ).fetchall()[0]
        found[table] = f"{count} rows, {digest:032x}"
    return found


def choose_scope(con: duckdb.DuckDBPyConnection, since: date | None) -> None:
    """Decides what is made again: everything in the archive, or links with a page fetched on ``since`` or later."""
    set_variables(con, {"since": since})
    con.execute(statement("replay_scope"))


def scope(con: duckdb.DuckDBPyConnection) -> Scope:
    """How much is made again."""
    row = con.execute(
        "select (select count(*) from replayed_links), "
        "(select count(*) from core.articles where link_url in (select url from replayed_links)), "
        "(select count(*) from kept_articles)"
    ).fetchall()[0]
    return Scope(*row)


def archived_pages(con: duckdb.DuckDBPyConnection, size: int) -> Iterator[list[tuple[str, str, int, str]]]:
    """The pages in scope, so many at a time: link, WARC file, offset, payload digest; in the archive's order.

    The connection is busy until the last are taken: temporary tables are not seen by another.
    """
    con.execute(
        "select url, warc_file, warc_offset, payload_digest from raw.pages "
        "where url in (select url from replayed_links) order by warc_file, warc_offset"
    )
    while rows := con.fetchmany(size):
        yield rows


def keep_links(con: duckdb.DuckDBPyConnection, urls: pl.DataFrame) -> None:
    """Takes links (column url) out of the scope: their pages cannot be read any more, so their articles stay."""
    with registered(con, {"unreadable": urls}):
        con.execute(
            "insert into kept_articles select article_id, link_url from core.articles "
            "where link_url in (select url from unreadable)"
        )
        con.execute("delete from replayed_links where url in (select url from unreadable)")


def forget_articles(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Takes out the articles in scope; returns the signatures of those that are to be clustered anew."""
    run_statements(con, ["forget_articles"], {}, {})
    sql = "select * from ops.story_signatures where article_id in (select article_id from loose_articles)"
    return rows_to_frame(con, sql, SIGNATURE_SCHEMA)


def replay_batches(con: duckdb.DuckDBPyConnection) -> list[Batch]:
    """The batches in scope, in the order in which they were loaded."""
    return con.execute(
        "select distinct run_id, recorded_at from replayable where url in (select url from replayed_links) "
        "order by recorded_at, run_id"
    ).fetchall()


def replay_frames(
    con: duckdb.DuckDBPyConnection, batch: Batch, links: Mapping[str, Any], pages: Mapping[str, Any]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Links and pages of one batch as it was loaded once, in the schemas given."""
    set_variables(con, {"batch_run_id": batch[0], "batch_at": batch[1]})
    return rows_to_frame(con, statement("replay_links"), links), rows_to_frame(con, statement("replay_pages"), pages)


def load_again(
    con: duckdb.DuckDBPyConnection, run_id: str, register_version: str, frames: Mapping[str, pl.DataFrame]
) -> None:
    """Loads what was made of one batch as the run that fetched it; what arrived (raw) stays as it is."""
    variables = {"run_id": run_id, "register_version": register_version}
    set_variables(con, variables)
    with registered(con, frames), transaction(con):
        con.execute(statement("load_articles"))
        con.execute(statement("load_tags"))
        con.execute(statement("load_stories"))
        con.execute("insert or replace into replayed_outcomes by name select * from outcomes")


def kept_articles(con: duckdb.DuckDBPyConnection, schema: Mapping[str, Any], size: int) -> Iterator[pl.DataFrame]:
    """The current state of the articles whose text stays, so many at a time, in the schema given.

    ``fetched_at`` is when their links were found, as articles without a date are signed.
    """
    ids = [row[0] for row in con.execute("select distinct article_id from kept_articles order by 1").fetchall()]
    names = ", ".join("coalesce(l.found_at, v.first_seen_at)" if n == "fetched_at" else f"a.{n}" for n in schema)
    for start in range(0, len(ids), size):
        set_variables(con, {"wanted_ids": ids[start : start + size]})
        sql = (
            f"select {names} from core.articles as a join core.article_versions as v "  # noqa: S608  a schema's names
            "on v.article_id = a.article_id and v.version_no = a.version_no "
            "left join raw.links as l on l.url = a.link_url "
            "where list_contains(getvariable('wanted_ids'), a.article_id) order by a.article_id"
        )
        yield rows_to_frame(con, sql, schema)


def load_tags_again(con: duckdb.DuckDBPyConnection, register_version: str, frames: Mapping[str, pl.DataFrame]) -> None:
    """Replaces the tags and stories of articles whose text stays."""
    with registered(con, frames), transaction(con):
        con.execute("create or replace temp table known as select article_id from articles")
        con.execute(statement("load_tags"))
        con.execute(statement("nothing_fresh"))
        con.execute(statement("load_stories"))
        con.execute(
            "update core.articles set register_version = ? where article_id in (select article_id from articles)",
            [register_version],
        )


def store_members(con: duckdb.DuckDBPyConnection, members: pl.DataFrame) -> None:
    """Stores memberships of articles that are otherwise as they were, and makes the rows of their stories anew."""
    run_statements(con, ["nothing_fresh", "load_stories"], {}, {"story_members": members})


def finish_replay(con: duckdb.DuckDBPyConnection, run_id: str, now: datetime) -> int:
    """Restores when versions were seen last and stores one outcome for each link in scope; returns how many."""
    run_statements(con, ["finish_replay"], {"run_id": run_id, "now": now}, {})
    return int(con.execute("select count(*) from replayed_outcomes").fetchall()[0][0])


def changes(writer: Writer, rebuilt: Path) -> Answer:
    """What moved between the database in use and the one at ``rebuilt``: see statements/changes.sql."""
    with _attached(writer, rebuilt):
        writer.con.execute(statement("changes"))
        described = writer.con.description or []
        return Answer([str(d[0]) for d in described], [str(d[1]) for d in described], writer.con.fetchall())


def put_in_place(writer: Writer, rebuilt: Path) -> None:
    """Puts the database at ``rebuilt`` in the place of the writer's, in one step; the caller closes ``writer`` next.

    Raises:
        WarehouseMoved: a run has written to the writer's database since the copy was made.
    """
    with _attached(writer, rebuilt):
        other = writer.con.execute(
            "select count(*) from (select run_id, state, ended_at from ops.runs where state <> 'running' "
            "except select run_id, state, ended_at from rebuilt.ops.runs)"
        ).fetchall()[0][0]
    if other:
        raise WarehouseMoved(
            f"{writer.path}: a run has written since {rebuilt.name} was made; start the reprocess again"
        )
    writer.con.execute("checkpoint")
    # Closing would checkpoint into the path, which is another file by then.
    writer.con.execute("pragma disable_checkpoint_on_shutdown")
    rebuilt.replace(writer.path)
    sync_folder(writer.path.parent)


@contextmanager
def _attached(writer: Writer, rebuilt: Path) -> Iterator[None]:
    name = str(rebuilt).replace("'", "''")
    writer.con.execute(f"attach '{name}' as rebuilt (read_only)")
    try:
        yield
    finally:
        writer.con.execute("detach rebuilt")
