"""Rows in a terminal: read at a glance where they fit, whole where they do not."""

from datetime import UTC, date, datetime

import pytest

from flows.cli.table import WIDTH_ELSEWHERE, cell, print_table
from warehouse.query import Answer

SENTENCE = "見本の町で言葉の試験を受けた機械が、三度目で合格した。" * 3


def answer(columns: int, rows: list[tuple[object, ...]]) -> Answer:
    return Answer([f"column_{at}" for at in range(columns)], ["VARCHAR"] * columns, rows)


def test_rows_that_fit_make_a_grid_of_one_line_a_row(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(answer(2, [("a", "二"), ("b", "三")]))
    lines = [line.split() for line in capsys.readouterr().out.splitlines() if line.strip()]
    assert [line for line in lines if line[0][0] != "─"] == [["column_0", "column_1"], ["a", "二"], ["b", "三"]]


def test_rows_that_would_be_crushed_are_written_one_value_a_line_and_whole(capsys: pytest.CaptureFixture[str]) -> None:
    columns = WIDTH_ELSEWHERE // 24 + 1
    print_table(answer(columns, [(SENTENCE,) * columns, (None,) * columns]))
    out = capsys.readouterr().out
    assert out.count(f"column_0  {SENTENCE}\n") == 1
    assert out.count(SENTENCE) == columns
    assert out.startswith("── 1 of 2 ──\n")
    assert "── 2 of 2 ──\ncolumn_0\n" in out


def test_wide_letters_count_twice_when_the_width_is_judged(capsys: pytest.CaptureFixture[str]) -> None:
    columns = WIDTH_ELSEWHERE // (12 + 3) - 1
    print_table(answer(columns, [("x" * 12,) * columns]))
    assert "1 of 1" not in capsys.readouterr().out
    print_table(answer(columns, [("全" * 12,) * columns]))
    assert "1 of 1" in capsys.readouterr().out


def test_an_answer_without_rows_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(answer(3, []))
    assert capsys.readouterr().out == "(no rows)\n"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (500_000_000.0, "500,000,000"),
        (3.63, "3.63"),
        (2025, "2025"),
        (["見本キャピタル", None, "mufg"], "見本キャピタル, , mufg"),
        ([{"amount": 1}], '[{"amount": 1}]'),
        (date(2025, 9, 1), "2025-09-01"),
        (datetime(2025, 9, 1, 3, 4, 5, 678, UTC), "2025-09-01 03:04:05+00:00"),
    ],
)
def test_values_are_spelt_for_people(value: object, text: str) -> None:
    assert cell(value) == text
