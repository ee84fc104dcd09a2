import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.tag.money import AMOUNT, amounts_in, find_money


@pytest.mark.parametrize(
    ("text", "amount", "amount_max", "currency"),
    [
        ("97億7000万円", 9.77e9, None, "JPY"),
        ("97.7億円", 9.77e9, None, "JPY"),
        ("9,770百万円", 9.77e9, None, "JPY"),
        ("2億5千万円", 2.5e8, None, "JPY"),
        ("二十億五千万円", 2.05e9, None, "JPY"),
        ("1兆2000億円", 1.2e12, None, "JPY"),
        ("10億~12億円", 1e9, 1.2e9, "JPY"),
        ("10~12億円", 1e9, 1.2e9, "JPY"),
        ("最大10億円", 1e9, 1e9, "JPY"),
        ("数千万円", 1e7, 1e8, "JPY"),
        ("十数億円", 1e9, 2e9, "JPY"),
        ("数十億円", 1e9, 1e10, "JPY"),
        ("45百万ドル", 4.5e7, None, "USD"),
        ("3000万ユーロ", 3e7, None, "EUR"),
        ("12億元", 1.2e9, None, "CNY"),
        ("£5m", 5e6, None, "GBP"),
        ("$1.2bn", 1.2e9, None, "USD"),
        ("¥3 billion", 3e9, None, "JPY"),
        ("1.2 billion yen", 1.2e9, None, "JPY"),
        ("$2-3 million", 2e6, 3e6, "USD"),
    ],
)
def test_an_amount_is_read(text, amount, amount_max, currency):
    (money,) = find_money(f"計{text}を得た")
    assert (money.amount, money.amount_max, money.currency) == (amount, amount_max, currency)


def test_a_bracketed_conversion_is_marked():
    assert [m.is_conversion for m in find_money("2億ドル(約300億円)と5億円")] == [False, True, False]


@settings(deadline=None)
@given(st.text(alphabet="0123456789.,兆億万千百十一二円ドル$¥mbn~数約()", max_size=24))
def test_any_string_of_digits_and_units_can_be_read(text):
    for money in find_money(text):
        assert 0 <= money.start < money.end <= len(text)
        assert money.amount_max is None or money.amount_max >= money.amount


_PIECES = [
    *"0123,.~-$¥€ (一十百千兆億万数円元約計合総()年A",
    *(
        "最大",
        "最大で",
        "上限",
        "総額",
        "およそ",
        "から",
        "ドル",
        "米ドル",
        "人民元",
        "ユーロ",
        "US$",
        "HK$",
        " to ",
        "JPY ",
    ),
    *("million", "billion ", "bn", "m", " yen", "-dollar", "pounds", "won", "wonder"),
]


@given(st.lists(st.sampled_from(_PIECES), max_size=16).map("".join))
def test_reading_from_the_first_letters_of_amounts_finds_what_one_expression_finds(text: str) -> None:
    assert [match.span() for match in amounts_in(text)] == [match.span() for match in AMOUNT.finditer(text)]


@pytest.mark.parametrize("run", ["1" * 20_000, "1 " * 1_000, "千" * 5_000, "1,1" * 5_000])
def test_a_long_run_of_digits_that_is_no_amount_is_passed_over(run: str) -> None:
    assert [money.amount for money in find_money(f"整理番号{run}番、手数料は300円")] == [300.0]
