"""Words written as one with their alternatives in braces."""

import pytest

from tasks.tag.alternatives import expand, expand_all


def test_a_word_without_braces_stands_for_itself():
    assert expand("合成音声") == ("合成音声",)


def test_each_group_is_written_out_in_order():
    assert expand("{偽/架空}の{声/写真}") == ("偽の声", "偽の写真", "架空の声", "架空の写真")


def test_an_empty_alternative_leaves_the_part_out_and_a_mark_belongs_to_all():
    assert expand("?{国産の/}言語AI") == ("?国産の言語AI", "?言語AI")


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("{声/写真", "partner"),
        ("声}写真", "partner"),
        ("{声/{写真}}", "partner"),
        ("{声/}", "empty"),
        ("?{声/}", "empty"),
        ("{a/b/c/d/e/f/g}" * 4, "2401 words"),
    ],
)
def test_what_cannot_be_written_out_says_why(pattern, says):
    with pytest.raises(ValueError, match=says):
        expand(pattern)


def test_what_is_written_out_goes_before_what_a_group_makes():
    assert set(expand_all(["{声/音}を聞く", "?声を聞く"])) == {"?声を聞く", "音を聞く"}
    assert expand_all(["{声/音}", "?{声/話}"]) == ("声", "音", "?話")
