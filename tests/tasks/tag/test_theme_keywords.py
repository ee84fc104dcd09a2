"""Sums and overlaps of keywords in columns are those of plain loops."""

from collections import defaultdict

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tasks.tag.theme_keywords import AGAIN, _are_outermost, _overlap, add_up

_SPANS = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 6)).map(lambda s: (s[0], s[0] + s[1])), max_size=12)
_ROWS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 3), st.sampled_from([0.35, 0.5, 1.1, 1.5]), st.integers(0, 3)),
    max_size=25,
)


def columns(rows: list[tuple[int, ...]], width: int) -> list[np.ndarray]:
    return [np.array(column) for column in zip(*rows, strict=True)] or [np.zeros(0, np.int64)] * width


@given(_ROWS.map(sorted))
def test_a_word_counts_once_and_half_again_in_a_second_sentence(rows):
    words = defaultdict(dict)
    for group, word, counts, sentence in rows:
        best, sentences = words[group].get(word, (0.0, set()))
        words[group][word] = (max(best, counts), {*sentences, sentence})
    sums = {g: sum(b * (1 + AGAIN * (len(s) > 1)) for b, s in its.values()) for g, its in words.items()}
    assert np.allclose(add_up(*columns(rows, 4)), [sums[row[0]] for row in rows])


@given(_SPANS, _SPANS)
def test_spans_overlap_where_they_have_a_character_in_common(spans, others):
    plain = [any(start < last and first < end for first, last in others) for start, end in spans]
    assert _overlap(*columns(spans, 2), *columns(others, 2)).tolist() == plain


@given(_SPANS.map(lambda spans: sorted(spans, key=lambda span: (span[0], -span[1]))))
def test_a_span_within_another_is_not_outermost(spans):
    plain = [all(end > last for _, last in spans[:no]) for no, (_, end) in enumerate(spans)]
    assert _are_outermost(columns(spans, 2)[1]).tolist() == plain
