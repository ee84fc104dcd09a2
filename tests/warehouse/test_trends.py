from datetime import date

import pytest

from tests.samples import NOW, articles, batch
from warehouse import writer as runs
from warehouse.connect import Writer


@pytest.fixture
def loaded(writer: Writer, run_id: str) -> Writer:
    """Two articles of one story in the week of 30 June, and one article each in the two weeks before."""
    days = {"a": date(2025, 6, 30), "b": date(2025, 7, 6), "c": date(2025, 6, 29), "d": date(2025, 6, 16)}
    for name, day in days.items():
        source = "kaigan" if name == "b" else "minato"
        made = articles(f"http://minato.example/{name}", published_on=day, source_id=source)
        runs.load_batch(writer.con, run_id, "r1", batch(made), NOW)
    lead, reprint = (articles(f"http://minato.example/{name}")["article_id"][0] for name in "ab")
    writer.con.execute("update core.story_articles set story_id = ? where article_id = ?", [lead, reprint])
    return writer


def test_weeks_begin_on_monday_and_a_reprint_does_not_raise_the_story_count(loaded: Writer) -> None:
    weekly = loaded.con.execute(
        "select week_on, article_count, story_count, outlet_count, story_change from trend.company_weekly order by 1"
    ).fetchall()
    assert weekly == [
        (date(2025, 6, 16), 1, 1, 1, 1),
        (date(2025, 6, 23), 1, 1, 1, 0),
        (date(2025, 6, 30), 2, 1, 2, 0),
    ]


def test_momentum_compares_whole_weeks_with_the_weeks_before(loaded: Writer) -> None:
    found = loaded.con.execute(
        "select recent_story_count, earlier_story_count, momentum, recent_from_on, recent_to_on "
        "from trend.company_momentum(weeks := 2)"
    ).fetchall()
    assert found == [(2, 1, 0.5, date(2025, 6, 23), date(2025, 7, 6))]


def test_a_week_that_has_not_ended_is_left_out(loaded: Writer) -> None:
    found = loaded.con.execute(
        "select recent_story_count, recent_to_on from trend.company_momentum(weeks := 1, as_of := '2025-07-05')"
    ).fetchall()
    assert found == [(1, date(2025, 6, 29))]
