"""Names beside a Japanese legal form; all invented."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tasks.tag.name_legal import after_legal_form, end_after_legal_form, hiragana_before_legal_form

_ONE_EXPRESSION = re.compile(
    r"(?:^|(?<=[\n。、「」の ]))(?!(?:この|その|あの|どの|ある|また|なお)(?:株|合))"
    r"(?P<name>[ぁ-んー]{2,8}(?:(?!株式|合同|会社)[一-龠]){0,4})(?=株式会社|合同会社)"
)
_PIECES = [
    "株式会社",
    "合同会社",
    "この",
    "また",
    "み",
    "なも",
    "ー",
    "の",
    "、",
    "。",
    " ",
    "\n",
    "漢",
    "カ",
    "株",
    "会社",
]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("株式会社みなもは水を診る。「みなも」は川の名だ。", "みなも"),
        ("合同会社つむぎの里は、糸車を記録した。", "つむぎの里"),
        ("(株)ハサミムシが糸を切る。", "ハサミムシ"),
        ("株式会社さくらや本店は店を閉めた。", "さくら"),
    ],
)
def test_the_end_of_a_name_is_the_one_that_recurs_or_the_first_particle(text: str, name: str) -> None:
    (start,) = after_legal_form(text)
    assert text[start : end_after_legal_form(text, start)] == name


@example("みみ株式会社このこのこの株式会社")
@given(st.lists(st.sampled_from(_PIECES), max_size=20).map("".join))
def test_hiragana_before_a_legal_form_is_what_one_expression_over_the_text_finds(text: str) -> None:
    assert [*hiragana_before_legal_form(text)] == [match.span() for match in _ONE_EXPRESSION.finditer(text)]
