import shutil
from dataclasses import asdict
from datetime import date

import polars as pl
import pytest

from tasks.tag.candidates import add_company, suggest_companies
from tasks.tag.registers import RegisterError, load_registers
from tests.tasks.tag.conftest import SEEDS


@pytest.fixture
def seed_files(tmp_path):
    return [shutil.copy(SEEDS / name, tmp_path / name) for name in ("companies.csv", "themes.csv")]


def _row(article, name, day):
    return {
        "article_id": article,
        "name": name,
        "rule": "apposition",
        "field": "body",
        "start": 0,
        "end": len(name),
        "sentence": f"{name}は発表した。",
        "published_on": day,
    }


UNKNOWN = pl.DataFrame(
    [
        _row("a1", "ハレ・ノート", date(2026, 5, 2)),
        _row("a2", "ハレノート", date(2026, 5, 1)),
        _row("a2", "Dimlantern", date(2026, 5, 1)),
        _row("a3", "ＥＬＹＺＡ", date(2026, 5, 3)),
    ]
)


def test_candidates_are_counted_over_articles_and_known_names_left_out(registers):
    first, second = suggest_companies(UNKNOWN, registers)
    assert (first.article_count, first.first_seen_on, first.row.id) == (2, date(2026, 5, 1), "harenoto")
    assert len(first.examples) == 2
    assert (second.name, second.row.id, second.row.name_en) == ("Dimlantern", "dimlantern", "Dimlantern")
    assert [each.row.aliases for each in (first, second)] == [first.name, "Dimlantern"]


def test_a_suggested_row_can_be_added_and_is_then_found(registers, seed_files):
    candidate = suggest_companies(UNKNOWN, registers)[0]
    company = add_company(*seed_files, asdict(candidate.row))
    after = load_registers(*seed_files)
    assert after.companies[-1] == company
    assert after.version != registers.version
    assert suggest_companies(UNKNOWN, after)[0].name == "Dimlantern"


@pytest.mark.parametrize(
    ("change", "says"),
    [({"aliases": "NVIDIA"}, "belongs to 'nvidia'"), ({"id": "abeja"}, "already"), ({"kind": "shop"}, "kind")],
)
def test_a_wrong_row_is_refused_and_nothing_is_written(registers, seed_files, change, says):
    before = seed_files[0].read_bytes()
    row = {**asdict(suggest_companies(UNKNOWN, registers)[0].row), **change}
    with pytest.raises(RegisterError, match=says):
        add_company(*seed_files, row)
    assert seed_files[0].read_bytes() == before
    assert sorted(path.name for path in seed_files[0].parent.iterdir()) == ["companies.csv", "themes.csv"]


def test_an_unknown_column_is_named(seed_files):
    with pytest.raises(RegisterError, match="column 'nmae'"):
        add_company(*seed_files, {"nmae": "x"})
