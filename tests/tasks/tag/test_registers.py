from pathlib import Path

import pytest

import seeds
from tasks.tag.registers import COMPANY_COLUMNS, THEME_COLUMNS, RegisterError, load_registers

SEEDS = Path(seeds.__file__).parent
GOOD_COMPANY = "kumo,クモ,Kumo,startup,JP,2020,クモ株式会社|Kumo AI,クモ,雲,,,high"
GOOD_THEME = "tech,,技術,Technology,Parent,,,\nspeech,tech,音声,Speech,Voices,音声認識,,"


@pytest.fixture
def load(tmp_path):
    def _load(companies=GOOD_COMPANY, themes=GOOD_THEME):
        first, second = tmp_path / "companies.csv", tmp_path / "themes.csv"
        first.write_text(",".join(COMPANY_COLUMNS) + "\n" + companies + "\n", encoding="utf-8")
        second.write_text(",".join(THEME_COLUMNS) + "\n" + themes + "\n", encoding="utf-8")
        return load_registers(first, second)

    return _load


def test_the_shipped_registers_are_valid_and_whole():
    registers = load_registers(SEEDS / "companies.csv", SEEDS / "themes.csv")
    assert registers.companies_frame().height >= 175
    themes = registers.themes_frame()
    assert set(themes["parent_id"].drop_nulls()) <= set(themes["id"])


def test_the_version_changes_with_either_file(load):
    first = load()
    assert load().version == first.version
    assert load(companies=GOOD_COMPANY.replace("2020", "2021")).version != first.version
    assert load(themes=GOOD_THEME.replace("音声認識", "音声合成")).version != first.version


@pytest.mark.parametrize(
    ("second_row", "line", "column", "says"),
    [
        (GOOD_COMPANY.replace("クモ株式会社|Kumo AI,クモ", "Nimbus,"), 3, "id", "line 2 already"),
        ("rain,レイン,Rain,startup,JP,,ＫＵＭＯ・ＡＩ,,,,,high", 3, "aliases", "'kumo'"),
        (",レイン,Rain,startup,JP,,レイン,,,,,high", 3, "id", "is empty"),
        ("rain,レイン,Rain,shop,JP,,レイン,,,,,high", 3, "kind", "one of startup"),
        ("rain,レイン,Rain,startup,UK,,レイン,,,,,high", 3, "country", "GB"),
        ("rain,レイン,Rain,startup,JP,20xx,レイン,,,,,high", 3, "founded", "a year"),
        ("rain,レイン,Rain,startup,JP,,レイン||雨,,,,,high", 3, "aliases", "empty piece"),
        ("rain,レイン,Rain,startup,JP,,レイン,レイン,,,,high", 3, "ambiguous_aliases", "one of the two"),
        ("rain,レイン,Rain,startup,JP,,,,,,,high", 3, "aliases", "at least one name"),
        ("Rain,レイン,Rain,startup,JP,,レイン,,,,,high", 3, "id", "lower-case"),
    ],
)
def test_a_wrong_company_is_refused_with_its_place(load, second_row, line, column, says):
    with pytest.raises(RegisterError, match=rf"companies\.csv, line {line}, column {column}: .*{says}"):
        load(companies=f"{GOOD_COMPANY}\n{second_row}")


@pytest.mark.parametrize(
    ("themes", "column"),
    [
        ("speech,tech,音声,Speech,Voices,音声認識,,", "parent"),
        ("tech,,技術,T,Parent,,,\nspeech,tech,音声,S,Voices,,,", "keywords"),
        ("tech,,技術,T,Parent,,,\nspeech,tech,音声,S,Voices,{合成/人工}音声|{肉声,,", "keywords"),
        ("tech,,技術,T,Parent,,,\nspeech,tech,音声,S,Voices,音声,{声/},", "exclude_patterns"),
    ],
)
def test_a_wrong_theme_is_refused_with_its_place(load, themes, column):
    with pytest.raises(RegisterError, match=rf"themes\.csv, line \d, column {column}:"):
        load(themes=themes)


def test_a_row_with_a_stray_comma_says_how_to_mend_it(load):
    with pytest.raises(RegisterError, match=r"line 2: has 13 columns, expected 12; quote"):
        load(companies=GOOD_COMPANY + ",x")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(RegisterError, match=r"companies\.csv: the file is missing"):
        load_registers(tmp_path / "companies.csv", tmp_path / "themes.csv")


def test_a_variant_made_by_rule_may_not_be_another_company(load):
    first = "kumo,クモグループ,Kumo,startup,JP,,クモグループ,,,,,high"
    with pytest.raises(RegisterError, match=r"companies\.csv, line 3.*クモG.*belongs to 'kumo' \(line 2\)"):
        load(companies=f"{first}\nkumo-g,クモジー,Kumo G,startup,JP,,クモG,,,,,high")
