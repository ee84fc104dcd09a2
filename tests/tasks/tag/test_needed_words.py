"""Every match of an expression holds one of its needed words."""

import re

import pytest

from tasks.tag.needed_words import words_of


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        (r"(?:資金)?調達(?:した|する)?", {"調達"}),
        (r"プレ[・ ]?シード|pre-?seed", {"プレシード", "プレ・シード", "プレ シード", "pre-seed", "preseed"}),
        (r"(?<=約)[0-9]+億円(?!規模)", {"億円"}),
        (r"[^。]{2,40}?(?:主導|リード)(?:で|し)", {"主導で", "主導し", "リードで", "リードし"}),
        (r"Series [A-C]\b", {"series a", "series b", "series c"}),
        (r"増資|.*", None),
        (r"(?:は|が)、?", None),
    ],
)
def test_the_words_of_an_expression_are_read_off_it(expression: str, words: set[str] | None) -> None:
    assert words_of(re.compile(expression)) == words
