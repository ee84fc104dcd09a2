import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.tag import confirm, salience
from tasks.tag.openings import openings

_PATTERNS = [
    re.compile(r"(?:は|が)(?!ん)|、 ?[a-c]+"),
    re.compile(r" ?(?P<name>株式会社|\(株\))$|社"),
    re.compile(r"(?>[0-9]*+)(?:円|ドル)|(?<=元)の?(?:$|[ァ-ヺ]{2})"),
    *(confirm._OFFICER, confirm._LEGAL_AFTER, confirm._AS_EXAMPLE, salience._SUBJECT, salience._REST_OF_LIST),
]


@settings(deadline=None)
@given(st.sampled_from(_PATTERNS), st.data())
def test_a_match_begins_with_one_of_the_openings(pattern: re.Pattern[str], data: st.DataObject) -> None:
    text = data.draw(st.from_regex(pattern))
    for match in pattern.finditer(text):
        assert text[match.start() : match.start() + 1] in openings(pattern)


def test_openings_are_no_more_than_what_an_expression_names() -> None:
    assert openings(re.compile("(?:その)?他|[a-c]x?")) == frozenset("そ他abc")
    assert openings(re.compile("社?$")) == frozenset(["社", "", "\n"])


@pytest.mark.parametrize("expression", [".社", "[^、]社", "(?:社)?", r"\w+", "(?i:a)社"])
def test_an_expression_that_may_begin_with_anything_is_tried_everywhere(expression: str) -> None:
    assert "語" in openings(re.compile(expression))
