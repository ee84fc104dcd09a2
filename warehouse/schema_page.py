"""Writes the part of ``warehouse/README.md`` that describes the schema, from the schema itself.

``python -m warehouse.schema_page`` makes it anew; a test fails where the page and the schema differ.
"""

import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import duckdb

from warehouse.connect import WarehouseError, open_writer
from warehouse.migrate import migrate

PAGE = Path(__file__).parent / "README.md"
BEGIN = "<!-- Made by python -m warehouse.schema_page from here on -->"
END = "<!-- to here -->"
SCHEMAS = {
    "raw": "What arrived from the web, before anything is held true",
    "core": "What is held true: safe to build on",
    "trend": "Views and table macros for people",
    "ops": "How the runs went: runs, outcomes, checks",
}

_REFERENCE = re.compile(r"(?:^|: )(raw|core|ops)\.([a-z_]+)\.([a-z_]+)$")


def render(con: duckdb.DuckDBPyConnection) -> str:
    """The schema in Markdown: an entity diagram, then every table, view and macro with its comments."""
    parts = ["## Entities", "", diagram(con), ""]
    for schema, meaning in SCHEMAS.items():
        parts += [f"## Schema `{schema}`", "", f"{meaning}.", ""]
        parts += _tables(con, schema) + _macros(con, schema)
    return "\n".join(parts).rstrip() + "\n"


def diagram(con: duckdb.DuckDBPyConnection) -> str:
    """The tables that refer to each other as a Mermaid diagram: keys and references only."""
    keys, edges = _keys(con), _references(con)
    tables = sorted({table for edge in edges for table in (edge[0], edge[2])})
    lines = ["```mermaid", "erDiagram"]
    for table in tables:
        referring = {column for source, column, _, _ in edges if source == table}
        lines.append(f"    {table} {{")
        for column, kind in _columns(con, table):
            marks = [
                mark for mark, holds in (("PK", column in keys.get(table, [])), ("FK", column in referring)) if holds
            ]
            if marks:
                lines.append(f"        {_word(kind)} {column} {','.join(marks)}")
        lines.append("    }")
    for source, column, target, _ in edges:
        alone = keys.get(source) == [column]
        lines.append(f"    {target} ||--{'o|' if alone else 'o{'} {source} : {column}")
    return "\n".join([*lines, "```"])


def updated(page: str, schema: str) -> str:
    """The page with everything between its marks replaced.

    Raises:
        WarehouseError: the page has lost one of its marks.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise WarehouseError(f"{PAGE}: expected the lines «{BEGIN}» and «{END}»")
    return f"{before}{BEGIN}\n\n{schema}\n{END}{after}"


def current_schema() -> str:
    """The schema of this program, rendered from a file made for the purpose."""
    with tempfile.TemporaryDirectory() as folder, open_writer(Path(folder) / "schema.duckdb") as writer:
        migrate(writer)
        return render(writer.con)


def main() -> None:
    """Rewrites the page."""
    PAGE.write_text(updated(PAGE.read_text(encoding="utf-8"), current_schema()), encoding="utf-8")
    sys.stderr.write(f"{PAGE} is up to date\n")


def _tables(con: duckdb.DuckDBPyConnection, schema: str) -> list[str]:
    rows = con.execute(
        "select table_name, comment from duckdb_tables() where schema_name = $s and not internal and not temporary "
        "union all select view_name, comment from duckdb_views() where schema_name = $s and not internal order by 1",
        {"s": schema},
    ).fetchall()
    parts: list[str] = []
    for name, comment in rows:
        columns = con.execute(
            "select column_name, lower(data_type), is_nullable, comment from duckdb_columns() "
            "where schema_name = $s and table_name = $t order by column_index",
            {"s": schema, "t": name},
        ).fetchall()
        parts += [f"### `{schema}.{name}`", "", f"{comment}.".replace("..", "."), ""]
        is_table = any(not nullable for _, _, nullable, _ in columns)
        parts += (
            ["| column | type | null | meaning |", "|---|---|---|---|"]
            if is_table
            else ["| column | type | meaning |", "|---|---|---|"]
        )
        for column, kind, nullable, meaning in columns:
            null = f" {'yes' if nullable else ''} |" if is_table else ""
            parts.append(f"| `{column}` | {_cell(kind)} |{null} {_cell(meaning)} |")
        parts.append("")
    return parts


def _macros(con: duckdb.DuckDBPyConnection, schema: str) -> list[str]:
    rows = con.execute(
        "select function_name, function_type, parameters, comment from duckdb_functions() "
        "where schema_name = $s and not internal order by 1",
        {"s": schema},
    ).fetchall()
    parts: list[str] = []
    for name, kind, parameters, comment in rows:
        what = "table macro" if kind == "table_macro" else "macro"
        parts += [f"### `{schema}.{name}({', '.join(parameters)})`", "", f"A {what}. {comment}", ""]
    return parts


def _keys(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The columns of each table's key: constrained, or told at the end of its comment."""
    rows = con.execute(
        "select schema_name || '.' || table_name, constraint_column_names from duckdb_constraints() "
        "where constraint_type = 'PRIMARY KEY'"
    ).fetchall()
    told = con.execute(
        "select schema_name || '.' || table_name, regexp_extract(comment, 'Key: ([a-z_, ]+)$', 1) from duckdb_tables() "
        "where comment like '%. Key: %'"
    ).fetchall()
    return {_entity(table): columns for table, columns in rows} | {
        _entity(table): columns.split(", ") for table, columns in told
    }


def _references(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str, str]]:
    """(table, column, table referred to, its column), read from comments that are, or end in, a column's full name."""
    rows: Sequence[tuple[str, str, str]] = con.execute(
        "select schema_name || '.' || table_name, column_name, comment from duckdb_columns() "
        "where schema_name in ('raw', 'core', 'ops') and not internal order by 1, column_index"
    ).fetchall()
    found = []
    for table, column, comment in rows:
        reference = _REFERENCE.search(comment or "")
        if reference:
            found.append((_entity(table), column, _entity(f"{reference[1]}.{reference[2]}"), reference[3]))
    return found


def _columns(con: duckdb.DuckDBPyConnection, entity: str) -> list[tuple[str, str]]:
    return con.execute(
        "select column_name, lower(data_type) from duckdb_columns() "
        "where schema_name || '_' || table_name = ? order by column_index",
        [entity],
    ).fetchall()


def _entity(table: str) -> str:
    """Mermaid takes no dots in the name of an entity."""
    return table.replace(".", "_")


def _word(kind: str) -> str:
    """A type in one word, as Mermaid wants it."""
    return {"timestamp with time zone": "timestamptz"}.get(kind, re.sub(r"\W+", "_", kind).strip("_"))


def _cell(text: str) -> str:
    return {"timestamp with time zone": "timestamptz"}.get(text, text).replace("|", "\\|")


if __name__ == "__main__":
    main()
