from typing import Any

import pytest

from tests.warehouse.newsdesk import Newsdesk, day
from warehouse.questions import find_question


@pytest.fixture(autouse=True)
def sources(desk: Newsdesk) -> None:
    desk.source("minato")
    desk.source("kaigan")
    desk.company("alpha")


def told(desk: Newsdesk, key: str, on: str, amount: float | None, company: str = "alpha", **changes: Any) -> None:
    """An article of its own with one claim."""
    hour, source = changes.pop("hour", None), changes.pop("source", "minato")
    desk.article(key, on, "alpha", hour=hour, source=source)
    desk.claim(key, company, amount, **changes)


def rounds(desk: Newsdesk, columns: str = "amount, article_count", **given: Any) -> list[tuple[Any, ...]]:
    arguments = ", ".join(f"{name} := {value!r}" for name, value in given.items())
    return desk.rows(f"select {columns} from trend.funding_rounds({arguments}) order by announced_on, amount")


def test_claims_of_different_articles_within_a_percent_are_one_round(desk: Newsdesk) -> None:
    told(desk, "a", "07-01", 2_000_000_000, hour="10:00", round="b", investors=["JAFCO"])
    told(desk, "b", "07-01", 2_010_000_000, hour="09:00", source="kaigan", round="b", investors=["NTT", "JAFCO"])
    told(desk, "c", "07-20", None)
    found = rounds(desk, "announced_on, amount, article_count, outlet_count, first_source_id, investors, disagreements")
    assert found == [(day("07-01"), 2_010_000_000, 3, 2, "kaigan", ["JAFCO", "NTT"], ["amount"])]


def test_another_amount_is_another_round_even_in_one_article(desk: Newsdesk) -> None:
    told(desk, "a", "07-01", 2_000_000_000)
    desk.claim("a", "alpha", 500_000_000, number=2, round="debt")
    told(desk, "b", "07-02", 500_000_000)
    assert rounds(desk) == [(500_000_000, 2), (2_000_000_000, 1)]


def test_the_same_amount_a_year_later_is_another_round(desk: Newsdesk) -> None:
    told(desk, "a", "07-01", 100_000_000)
    told(desk, "b", "2026-07-01", 100_000_000)
    assert rounds(desk) == [(100_000_000, 1), (100_000_000, 1)]


def test_the_same_amount_of_another_company_is_another_round(desk: Newsdesk) -> None:
    told(desk, "a", "07-01", 100_000_000)
    told(desk, "b", "07-01", 100_000_000, company="ユメ ミルカ", is_registered=False)
    told(desk, "c", "07-02", None, company="ユメミルカ", is_registered=False)
    assert sorted(rounds(desk, "company_name, article_count")) == [("ALPHA", 1), ("ユメ ミルカ", 2)]


def test_a_claim_without_an_amount_joins_the_nearest_round_that_it_does_not_contradict(desk: Newsdesk) -> None:
    told(desk, "a", "07-01", 100_000_000, round="seed")
    told(desk, "b", "07-20", 900_000_000, round="a")
    told(desk, "c", "07-19", None, round="seed")
    told(desk, "d", "07-18", None)
    told(desk, "e", "07-18", None, round="b")
    assert rounds(desk, "amount, round, article_count") == [
        (100_000_000, "seed", 2),
        (900_000_000, "a", 2),
        (None, "b", 1),
    ]


def test_a_round_told_in_dollars_is_the_yen_round_of_a_plausible_rate(desk: Newsdesk) -> None:
    told(desk, "a", "07-01", 20_000_000, currency="USD")
    told(desk, "b", "07-02", 3_000_000_000)
    told(desk, "c", "07-03", 100_000_000, currency="USD")
    assert rounds(desk, "amount, currency, article_count, disagreements") == [
        (3_000_000_000, "JPY", 2, []),
        (100_000_000, "USD", 1, []),
    ]


def test_articles_that_differ_on_round_lead_and_date_are_told(desk: Newsdesk) -> None:
    told(desk, "a", "07-01", 100_000_000, round="seed", lead="NTT", announced_on=day("06-30"))
    told(desk, "b", "07-02", 100_000_000, round="pre-a", lead="JAFCO", announced_on=day("07-01"))
    assert rounds(desk, "disagreements") == [(["round", "lead", "date"],)]


def test_a_round_that_began_before_the_days_asked_for_is_not_cut_in_two(desk: Newsdesk) -> None:
    told(desk, "a", "06-30", 100_000_000)
    told(desk, "b", "07-01", 100_000_000)
    assert rounds(desk, since_on="2025-07-01") == []
    assert rounds(desk, since_on="2025-06-30", until_on="2025-06-30") == [(100_000_000, 2)]


def test_only_the_claims_of_the_round_in_dispute_are_shown(desk: Newsdesk) -> None:
    told(desk, "a", "07-01", 100_000_000, round="seed")
    told(desk, "b", "07-02", 100_000_000, source="kaigan", round="pre-a")
    told(desk, "c", "07-10", 900_000_000, round="a")
    told(desk, "d", "07-01", 300_000_000, company="ユメ ミルカ", is_registered=False, round="a")
    told(desk, "e", "07-02", 300_000_000, company="ユメミルカ", is_registered=False, round="b")
    shown = desk.rows(find_question("funding_disagreements").filled())
    assert [(row[1], row[3], row[4], row[6]) for row in shown] == [
        ("ALPHA", "minato", 100_000_000, "seed"),
        ("ALPHA", "kaigan", 100_000_000, "pre-a"),
        ("ユメ ミルカ", "minato", 300_000_000, "a"),
        ("ユメ ミルカ", "minato", 300_000_000, "b"),
    ]
