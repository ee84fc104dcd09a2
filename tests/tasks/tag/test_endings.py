import re

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.tag.endings import Ending

_EXPRESSIONS = ["転職|芸能|旅行", "(?:企業|[A-C]|店)の?", "[0-9]人|(?:GPU|市で)を", "(?:[ァ-ヺ]+|社)の", "同?社|^元"]


@settings(deadline=None)
@given(
    st.sampled_from(_EXPRESSIONS),
    st.lists(st.sampled_from(["転職", "企業", "の", "B", "店", "5", "人", "GPUを", "ラボ", "社", "元", "\n"])).map(
        "".join
    ),
    st.data(),
)
def test_it_answers_as_the_expression_at_the_end_of_the_words_before(
    expression: str, text: str, data: st.DataObject
) -> None:
    end = data.draw(st.integers(0, len(text)))
    ending = Ending(expression)
    assert ending.stands_before(text, end) == bool(re.search(f"(?:{expression})$", text[:end]))
    assert text[max(0, end - 1) : end] in ending.lasts or not ending.stands_before(text, end)
