"""Which lines of a page are no statements of its article."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.tag import boilerplate
from tasks.tag.boilerplate import blank_boilerplate

RULES = {
    "list in a line": boilerplate._INLINE_LIST,
    "profile": boilerplate._PROFILE_FROM_HERE,
    "list below a heading": boilerplate._LIST_FROM_HERE,
    "noise": boilerplate._NOISE_LINE,
}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
@settings(deadline=None, max_examples=200)
@given(data=st.data())
def test_a_line_that_a_rule_would_blank_is_looked_at(rule: re.Pattern[str], data: st.DataObject) -> None:
    line = data.draw(st.from_regex(rule, alphabet=st.characters(codec="utf-8"))).split("\n")
    matching = [one for one in line if rule.search(one)]
    assert [len(list(boilerplate._suspicious_lines(one))) for one in matching] == [1] * len(matching)


@pytest.mark.parametrize(
    "line", ["本社：東京都港区", "・電話: 03-0000-0000", "報道関係者の連絡先：広報室", "LINEに送る", "創業：2011年"]
)
def test_a_line_of_a_profile_is_blanked_wherever_it_stands(line: str) -> None:
    text = f"題\n本文だ。\n{line}"
    assert blank_boilerplate(text, 1).split() == ["題", "本文だ。"]


def test_the_title_is_blanked_only_where_it_lists_other_articles() -> None:
    assert blank_boilerplate("写真：海の朝\n本文", 6).split() == ["写真：海の朝", "本文"]
    assert blank_boilerplate("海の朝 関連記事：山の朝\n本文", 12).split() == ["海の朝", "本文"]
