"""Brings a warehouse file to the schema of this program: numbered migrations once, views and macros anew."""

import hashlib
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import duckdb

from warehouse.connect import WarehouseError, WarehouseNewer, Writer


def migrate(writer: Writer) -> list[str]:
    """Applies what is missing and returns the names of the migrations applied.

    Each migration runs in one transaction with the record that it ran. Before an existing file is changed,
    a copy of it is kept beside it as ``<name>.before-<number>``.

    Raises:
        WarehouseNewer: the file knows a migration that this program does not.
        WarehouseError: a migration that was applied was changed since.
    """
    con, path = writer.con, writer.path
    known = _scripts("migrations")
    applied = _applied(con)
    refuse_newer(con, path)
    todo = []
    for name, sql in known:
        if name not in applied:
            todo.append((name, sql))
        elif applied[name] != _digest(sql):
            raise WarehouseError(f"{path}: migration {name} differs from the one that was applied")
    if todo and applied:
        writer.copy_to(path.with_name(f"{path.name}.before-{todo[0][0][:4]}"))
    for name, sql in todo:
        _in_transaction(con, sql, "insert into ops.migrations values (?, ?, ?)", [name, _digest(sql), _now()])
    _refresh_views(con)
    return [name for name, _ in todo]


def schema_number(con: duckdb.DuckDBPyConnection) -> int:
    """The number of the newest applied migration; 0 for an empty file."""
    return max((int(name[:4]) for name in _applied(con)), default=0)


def refuse_newer(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Returns where this program knows every migration of the file.

    Raises:
        WarehouseNewer: it does not; the file is left alone.
    """
    unknown = sorted(set(_applied(con)) - {name for name, _ in _scripts("migrations")})
    if unknown:
        raise WarehouseNewer(
            f"{path}: written by a newer Kawaraban (migration {unknown[-1]}); "
            "install that version, or point KAWARABAN_HOME at another folder"
        )


def has_our_definitions(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the views and macros of a file are those of this program."""
    row = con.execute("select digest from ops.definitions").fetchall()
    return bool(row) and row[0][0] == _digest("".join(_definitions()))


def newest_number() -> int:
    """The number of the newest migration that this program knows."""
    return max(int(name[:4]) for name, _ in _scripts("migrations"))


def _scripts(folder: str) -> list[tuple[str, str]]:
    """The ``.sql`` files of a folder of this package: (stem, text), sorted by name."""
    found = [entry for entry in files("warehouse").joinpath(folder).iterdir() if entry.name.endswith(".sql")]
    return [(entry.name[:-4], entry.read_text(encoding="utf-8")) for entry in sorted(found, key=lambda e: e.name)]


def _applied(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    exists = con.execute(
        "select count(*) from duckdb_tables() where schema_name = 'ops' and table_name = 'migrations'"
    ).fetchall()
    if not exists[0][0]:
        return {}
    return dict(con.execute("select name, digest from ops.migrations").fetchall())


def _refresh_views(con: duckdb.DuckDBPyConnection) -> None:
    """Makes views and macros anew where their text changed since they were made last."""
    if has_our_definitions(con):
        return
    scripts = _definitions()
    sql, digest = "\n".join(scripts), _digest("".join(scripts))
    _in_transaction(con, sql, "insert or replace into ops.definitions values (1, ?, ?)", [digest, _now()])


def _definitions() -> list[str]:
    # By number across both folders: DuckDB binds a definition when it is made, so those it uses must come before.
    return [sql for _, sql in sorted(_scripts("views") + _scripts("macros"))]


def _in_transaction(con: duckdb.DuckDBPyConnection, sql: str, record: str, values: list[object]) -> None:
    con.execute("begin")
    try:
        con.execute(sql)
        con.execute(record, values)
        con.execute("commit")
    except BaseException:
        con.execute("rollback")
        raise


def _digest(sql: str) -> str:
    return hashlib.sha256(sql.encode()).hexdigest()


def _now() -> datetime:
    return datetime.now(UTC)
