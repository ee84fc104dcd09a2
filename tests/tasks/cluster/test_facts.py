import pytest

from tasks.cluster.facts import LEAD_CHARS, read_facts


def numbers(text: str, *, is_western: bool = False) -> set[str]:
    return set(read_facts("", text, is_western=is_western).numbers)


def names(text: str, *, is_western: bool = False) -> set[str]:
    return set(read_facts("", text, is_western=is_western).names)


@pytest.mark.parametrize(
    "text",
    [
        "15億2000万円",
        "15.2億円",
        "１５億２０００万円",
        "15 億 2,000 万円",
        "1,520,000,000円",
        "1.52 billion yen",
        "1.52bn yen",
    ],
)
def test_one_amount_has_one_value_however_it_is_written(text: str) -> None:
    assert numbers(text) == {"1520000000"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3割減", {"30%"}),
        ("30%減、前年の30パーセント", {"30%", "30"}),
        ("up 14 percent", {"14%"}),
        ("10月9日19時30分", {"10月", "9日", "19時", "30分"}),
        ("再配達率は11.8%から6.9%に", {"11.8%", "6.9%"}),
        ("第2相、48人", {"2", "48"}),
        ("GPT4やABC123", set()),
        ("なし", set()),
    ],
)
def test_numbers_keep_percent_and_units_of_time(text: str, expected: set[str]) -> None:
    assert numbers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("物流のヤマビコ(札幌市)は", "ヤマビコ"),
        ("北洋食品は10日、", "北洋食品"),
        ("冷凍の東西食品(大阪市)が", "東西食品"),
        ("新型「はやぶさ便」を", "はやぶさ便"),
        ("チップ「SK-3」の量産", "sk-3"),
        ("ＡＢＣテックは", "abc"),
        ("富山市が採択した", "富山市"),
        ("会見した生田専務と大江代表は", "大江"),
    ],
)
def test_names_are_found_by_script_and_by_how_newswires_introduce_them(text: str, expected: str) -> None:
    assert any(expected in name for name in names(text)), names(text)


def test_western_names_are_capitalised_words_inside_sentences() -> None:
    found = names("The court in Nagoya rejected it. Several Irodori lawyers spoke.", is_western=True)
    assert found == {"nagoya", "irodori"}


def test_a_foreign_sentence_in_a_japanese_text_gives_only_its_capitalised_words() -> None:
    found = names(
        "The maker Harvo said it would open a plant near Nagano soon. 北洋食品は10日、発表した。OpenAI と組む。"
    )
    assert found == {"harvo", "nagano", "北洋食品", "openai"}


def test_a_name_goes_on_over_a_hard_line_break_and_ends_at_the_end_of_a_heading() -> None:
    assert "北洋食品" in names("広告\n北洋食品は10日、発表した。")
    assert "北洋食品" in names("冷凍食品を作る、北洋\n食品は10日、発表した。")


def test_the_lead_is_the_title_and_the_opening_and_tears_no_number_apart() -> None:
    opening = "あ" * (LEAD_CHARS - 12) + "。売上高は12億3456万円。"
    facts = read_facts("第15回", opening + "次は77人。", is_western=False)
    assert facts.lead_numbers == {"15"}
    assert facts.numbers == {"15", "1234560000", "77"}
