"""Cells, links and numbers of the dashboard."""

from datetime import UTC, datetime

import pytest

from flows.markdown import change, link, moment, number, sparkline, table, text


def test_nothing_in_a_text_is_read_as_markdown_or_html() -> None:
    assert text("a|b\n<script> *x* [y](z) &lt;") == r"a\|b \<script\> \*x\* \[y\](z) &amp;lt;"
    assert text(None) == "–"
    assert text("株式会社カブラヤの資金調達", limit=6) == "株式会社カ…"


def test_a_link_keeps_its_address_within_its_brackets_and_its_cell() -> None:
    assert link("記事", "http://a.example/b (1)|2?q=あ") == "[記事](http://a.example/b%20%281%29%7C2?q=%E3%81%82)"
    assert link("x", "javascript:alert(1)") == "x"
    assert link("x", None) == "x"


def test_numbers_have_their_thousands_apart_and_changes_their_sign() -> None:
    assert [number(1234567), number(None), number(3.14159, 1)] == ["1,234,567", "–", "3.1"]
    assert [change(1200), change(-3), change(0), change(-0.01, 1), change(None)] == ["+1,200", "−3", "0", "0.0", "–"]


def test_instants_are_told_in_tokyo() -> None:
    assert moment(datetime(2025, 6, 30, 15, 30, tzinfo=UTC)) == "2025-07-01 00:30"


@pytest.mark.parametrize(
    ("values", "drawn"), [([0, 1, 2, 4], "▁▃▅█"), ([0, 0], "▁▁"), ([None, 7], "·█"), ([None, None], "··"), ([], "")]
)
def test_a_sparkline_shows_heights_and_what_is_not_known(values: list[float | None], drawn: str) -> None:
    assert sparkline(values) == drawn


def test_numbers_stand_to_the_right_and_an_empty_table_is_a_sentence() -> None:
    assert table(("a", "#n"), [("x", "1")]) == "| a | n |\n|---|---:|\n| x | 1 |"
    assert table(("a",), [], "No source.") == "No source."
