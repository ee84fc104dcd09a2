import pytest

from tests.bench.stories import disagreements, grouping_scores

GOLD = {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2, "f": 3}


def test_scores_agree_with_a_count_by_hand() -> None:
    found = {"a": "x", "b": "x", "c": "y", "d": "y", "e": "y", "f": "z"}
    # Pairs: gold ab ac bc de; found ab cd ce de; both ab de.
    # B-cubed precision: a, b: 1; c: 1/3; d, e: 2/3; f: 1. Recall: a, b: 2/3; c: 1/3; d, e, f: 1.
    assert grouping_scores(GOLD, found) == pytest.approx(
        {
            "pair_precision": 2 / 4,
            "pair_recall": 2 / 4,
            "pair_f1": 2 / 4,
            "bcubed_precision": (1 + 1 + 1 / 3 + 2 / 3 + 2 / 3 + 1) / 6,
            "bcubed_recall": (2 / 3 + 2 / 3 + 1 / 3 + 1 + 1 + 1) / 6,
            "bcubed_f1": 7 / 9,
        }
    )
    assert disagreements(GOLD, found) == ([("c", "d"), ("c", "e")], [("a", "c"), ("b", "c")])


def test_nothing_joined_has_full_precision_and_no_pairs() -> None:
    scores = grouping_scores(GOLD, {each: each for each in GOLD})
    assert (scores["pair_precision"], scores["pair_recall"], scores["bcubed_precision"]) == (1.0, 0.0, 1.0)
