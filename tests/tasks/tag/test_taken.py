from hypothesis import given
from hypothesis import strategies as st

from tasks.tag.taken import TakenChars, TakenSpans


@given(st.lists(st.integers(0, 30), unique=True).map(sorted), st.integers(0, 31), st.integers(1, 9))
def test_spans_in_order_answer_as_marked_characters(cuts: list[int], start: int, length: int) -> None:
    spans = [*zip(cuts[::2], cuts[1::2], strict=False)]
    assert TakenSpans(spans).overlap(start, start + length) == TakenChars(40, spans).overlaps(start, start + length)
