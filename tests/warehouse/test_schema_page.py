"""The schema is described in its comments, and the page is what they say."""

import re

import pytest

from warehouse.connect import WarehouseError, Writer
from warehouse.schema_page import BEGIN, PAGE, diagram, render, updated


def test_the_page_is_what_the_schema_says(writer: Writer) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == updated(page, render(writer.con)), "run python -m warehouse.schema_page"


def test_the_diagram_names_every_table_that_refers_to_another(writer: Writer) -> None:
    drawn = diagram(writer.con)
    assert "    core_articles ||--o{ core_company_mentions : article_id" in drawn
    assert "    core_articles ||--o| core_story_articles : article_id" in drawn
    tables = {f"{schema}_{name}" for schema, name in writer.con.execute(
        "select schema_name, table_name from duckdb_tables() where not internal and schema_name <> 'ops'"
    ).fetchall()}  # fmt: skip
    assert tables <= set(re.findall(r"^    (\w+) \{$", drawn, flags=re.MULTILINE))


def test_every_reference_is_to_a_column_that_is(writer: Writer) -> None:
    columns = {
        f"{schema}.{table}.{column}"
        for schema, table, column in writer.con.execute(
            "select schema_name, table_name, column_name from duckdb_columns() where not internal"
        ).fetchall()
    }
    comments = writer.con.execute("select comment from duckdb_columns() where not internal").fetchall()
    named = {name for (text,) in comments for name in re.findall(r"\b(?:raw|core|ops)\.[a-z_]+\.[a-z_]+\b", text)}
    assert named
    assert named <= columns


def test_every_macro_tells_its_parameters_and_an_example_that_runs(writer: Writer) -> None:
    macros = writer.con.execute(
        "select schema_name || '.' || function_name, function_type, parameters, comment "
        "from duckdb_functions() where not internal and schema_name in ('core', 'trend')"
    ).fetchall()
    assert len(macros) > 20
    for name, kind, parameters, comment in macros:
        for parameter in parameters:
            assert re.search(rf"\b{parameter}\b", comment), f"{name}: {parameter} is not described"
        example = re.search(r"Example: (.+)$", comment)
        assert example, name
        assert f"{name}(" in example[1], name
        writer.con.execute(example[1]).fetchall()
        if kind == "table_macro":
            told = comment.partition("Columns: ")[2]
            arguments = ", ".join({"instant": "now()", "company": "'sakana-ai'"}.get(p, "null") for p in parameters[:1])
            given = arguments if name.endswith(("_as_of", "_since", "company_timeline", "key_sentences")) else ""
            for column, *_ in writer.con.execute(f"describe from {name}({given})").fetchall():
                assert re.search(rf"\b{column}\b", told), f"{name}: column {column} is not described"


def test_every_view_has_an_example_that_runs(writer: Writer) -> None:
    views = writer.con.execute(
        "select view_name, comment from duckdb_views() where schema_name = 'trend' and not internal"
    ).fetchall()
    for name, comment in views:
        example = re.search(r"Example: (.+)$", comment)
        assert example, name
        assert f"trend.{name}" in example[1]
        writer.con.execute(example[1]).fetchall()


def test_a_page_that_lost_its_marks_is_refused() -> None:
    with pytest.raises(WarehouseError, match="expected the lines"):
        updated("# The warehouse\n", "schema")
    with pytest.raises(WarehouseError, match="expected the lines"):
        updated(f"# The warehouse\n{BEGIN}\n", "schema")
