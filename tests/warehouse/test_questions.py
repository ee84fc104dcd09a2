from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.warehouse.newsdesk import Newsdesk
from warehouse.connect import BadQuery, WarehouseNewer, Writer, open_writer
from warehouse.export import ExportFormat, export_query
from warehouse.migrate import migrate
from warehouse.query import ask, ask_question, question
from warehouse.questions import find_question, list_questions, read_question
from warehouse.snapshot import publish

QUESTIONS = {found.name: found for found in list_questions()}
ASKED = """\
-- Who is mentioned with a company?
-- One row per partner.
-- lift: 1 is chance.
-- param company text = sakana-ai: id of the company
-- param since date = null: first day; null: all
select $company as company, $since::date as since
"""


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty")
    with open_writer(folder / "writer.duckdb") as writer:
        migrate(writer)
        return publish(writer, folder / "kawaraban.duckdb").path


def test_there_are_questions_enough() -> None:
    assert len(QUESTIONS) >= 25


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_can_be_asked_of_an_empty_warehouse(empty: Path, name: str) -> None:
    answer = ask_question(empty, name)
    assert answer.columns
    assert len(set(answer.columns)) == len(answer.columns)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_asks_and_tells_how_to_read_the_answer(name: str) -> None:
    found = QUESTIONS[name]
    assert found.asks.endswith("?")
    assert len(found.reading) > 30
    assert "select *" not in found.sql.split("\nselect")[-1]
    assert found.sql == found.sql.strip()
    assert found.sql.endswith(";")


def test_a_head_is_read_into_question_reading_and_parameters() -> None:
    found = read_question("x", ASKED)
    assert (found.asks, found.reading) == (
        "Who is mentioned with a company?",
        "One row per partner. lift: 1 is chance.",
    )
    assert [(p.name, p.type, p.default, p.meaning) for p in found.parameters] == [
        ("company", "text", "sakana-ai", "id of the company"),
        ("since", "date", None, "first day; null: all"),
    ]


def test_values_are_defaults_unless_given_and_are_typed() -> None:
    found = read_question("x", ASKED)
    assert found.values() == {"company": "sakana-ai", "since": None}
    assert found.values({"since": "2025-07-01"}) == {"company": "sakana-ai", "since": date(2025, 7, 1)}
    assert found.values({"company": "null"})["company"] is None


def test_filled_in_sql_runs_anywhere_and_a_quote_stays_a_quote() -> None:
    found = read_question("x", ASKED)
    filled = found.filled({"company": "O'Reilly; drop table x"})
    assert filled == "select 'O''Reilly; drop table x'::varchar as company, null::date as since"


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        ("integer", "4", 4),
        ("number", "2.5", 2.5),
        ("instant", "2025-07-01T09:00+09:00", datetime(2025, 7, 1, tzinfo=UTC)),
        ("text", " sakana-ai ", "sakana-ai"),
    ],
)
def test_a_value_is_read_by_its_type(type_: str, text: str, value: object) -> None:
    found = read_question("x", f"-- Q?\n-- R.\n-- param v {type_} = null: m\nselect $v")
    assert found.values({"v": text}) == {"v": value}


@pytest.mark.parametrize(
    ("type_", "text", "expected"),
    [
        ("integer", "four", "a whole number"),
        ("number", "nan", "a number"),
        ("date", "2025-02-30", "a day"),
        ("instant", "2025-07-01T09:00", "an instant with its offset"),
    ],
)
def test_a_value_of_another_type_is_refused_with_what_was_expected(type_: str, text: str, expected: str) -> None:
    found = read_question("x", f"-- Q?\n-- R.\n-- param v {type_} = null: m\nselect $v")
    with pytest.raises(BadQuery, match=f"v: '{text}' was given, expected {expected}"):
        found.values({"v": text})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("select 1", "expected a comment with the question"),
        ("-- Q?\n-- R.\n-- param v text: m\nselect $v", "expected «param NAME TYPE = DEFAULT: MEANING»"),
        ("-- Q?\n-- R.\n-- param v colour = red: m\nselect $v", "expected «param NAME TYPE"),
        ("-- Q?\n-- R.\n-- param v integer = red: m\nselect $v", "expected a whole number"),
        ("-- Q?\n-- R.\n-- param v text = x: m\nselect 1", "parameter v is declared but not used"),
        ("-- Q?\n-- R.\nselect $v", "parameter v is used but not declared"),
    ],
)
def test_a_malformed_question_is_refused(text: str, told: str) -> None:
    with pytest.raises(BadQuery, match=told):
        read_question("x", text)


def test_an_unknown_question_or_parameter_is_told_with_what_there_is(empty: Path) -> None:
    with pytest.raises(BadQuery, match="no question 'nobody'; there are: article_history, biggest_stories"):
        find_question("nobody")
    with pytest.raises(BadQuery, match="question risers has no parameter 'week'; there are: weeks, kind"):
        ask_question(empty, "risers", {"week": "4"})


def test_a_parameter_changes_the_answer(desk: Newsdesk, writer: Writer, tmp_path: Path) -> None:
    desk.source("minato")
    for company in ("alpha", "beta", "gamma"):
        desk.company(company)
    desk.article("a", "07-01", "alpha", "beta")
    desk.article("b", "07-01", "alpha", "gamma")
    snapshot = publish(writer, tmp_path / "kawaraban.duckdb").path
    assert {row[0] for row in ask_question(snapshot, "mentioned_with", {"company": "alpha"}).rows} == {"beta", "gamma"}
    assert {row[0] for row in ask_question(snapshot, "mentioned_with", {"company": "beta"}).rows} == {"alpha"}
    assert ask(snapshot, question("mentioned_with")).rows == []


def test_a_file_of_another_version_that_cannot_answer_says_so(writer: Writer, tmp_path: Path) -> None:
    writer.con.execute("drop macro table trend.co_mentions")
    writer.con.execute("update ops.definitions set digest = 'another'")
    snapshot = publish(writer, tmp_path / "kawaraban.duckdb").path
    with pytest.raises(BadQuery, match=r"published by another version of Kawaraban, .* 'mentioned_with'; the next run"):
        ask_question(snapshot, "mentioned_with")
    assert ask_question(snapshot, "totals").rows


def test_a_file_that_a_newer_version_published_is_told_as_such_only_where_it_does_not_answer(
    writer: Writer, tmp_path: Path
) -> None:
    writer.con.execute("drop macro table trend.co_mentions")
    writer.con.execute("insert into ops.migrations values ('9999_future', 'x', now())")
    snapshot = publish(writer, tmp_path / "kawaraban.duckdb").path
    with pytest.raises(WarehouseNewer, match=r"newer Kawaraban \(migration 9999_future\)"):
        ask_question(snapshot, "mentioned_with")
    assert ask_question(snapshot, "totals").rows


@pytest.mark.parametrize("sql", ["", " ;\n"])
def test_no_query_is_told_as_none(empty: Path, sql: str) -> None:
    with pytest.raises(BadQuery, match="no query was given"):
        ask(empty, sql)


def test_an_export_that_duckdb_refuses_is_told_in_one_line_without_the_statement_around_it(
    empty: Path, tmp_path: Path
) -> None:
    with pytest.raises(BadQuery, match="Table with name nothing does not exist!") as told:
        export_query(empty, "from core.nothing", tmp_path / "a.csv", ExportFormat.csv)
    assert "\n" not in str(told.value)
    assert "copy" not in str(told.value)
    assert not list(tmp_path.glob("*a.csv*"))
