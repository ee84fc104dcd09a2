import json

import pytest

from tests.bench.tagging import count_field, funding_pairs
from tests.bench.tagging_funding import Comparison, amounts_agree, fold_round
from tests.bench.tagging_names import name_sets
from tests.bench.tagging_score import Count, tagged, wrong_spans


def test_a_count_by_hand():
    count = Count()
    count.add({"a", "b"}, {"b", "c", "d"})
    assert (count.hits, count.extra, count.missed) == (1, 2, 1)
    assert (count.precision, count.recall) == (1 / 3, 1 / 2)
    assert count.f1 == pytest.approx(0.4)
    assert Count().f1 == 1.0


def test_optional_labels_count_neither_way():
    gold = {"themes": ["rag", "ipo"], "themes_optional": ["ipo", "talent"]}
    assert count_field("themes", gold, {"themes": ["talent", "speech"]}) == ({"rag"}, {"speech"})


def test_rounds_match_by_company_and_amount():
    gold = [{"company": "株式会社クモ", "amount_jpy": 1e9}, {"company": "雨", "amount": 5e6, "currency": "USD"}]
    found = [
        {"company": "クモ", "amount": 1.005e9, "currency": "JPY"},
        {"company": "雨", "amount": 5e6, "currency": "EUR"},
    ]
    assert funding_pairs(gold, found) == 1
    assert amounts_agree({"amount": None}, {"amount": None})
    assert fold_round("シリーズA") == fold_round("Series-A round") == "a"


def test_names_fold_legal_forms_and_leave_old_names_out():
    row = {"unknown_companies": ["クモ"], "also": ["旧クモ"]}
    assert name_sets(row, ["株式会社クモ", "旧クモ", "レイン社"]) == ({"クモ"}, {"クモ", "レイン"})


def test_a_file_is_tagged_and_every_span_checked(tmp_path):
    row = {"id": "x", "title": "ＥＬＹＺＡ、5億円を調達", "body": "ＥＬＹＺＡは5億円を調達した。", "lang": "ja"}
    path = tmp_path / "labelled.jsonl"
    path.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    found = tagged(path)
    assert wrong_spans([row], found) == (2, [])
    assert wrong_spans([{**row, "body": "別の本文"}], found)[1]
    comparison = Comparison()
    comparison.add(
        {**row, "funding": [{"company": "elyza", "amount": 5e8, "currency": "JPY", "round": None}]},
        found["x"]["funding"],
    )
    assert (comparison.claims.hits, comparison.claims.extra) == (1, 0)
