import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.tag.text import codes_of, fold, fold_codes, narrow, stored_spans

WILD = st.text(alphabet=st.sampled_from("AｂＣⅣ㈱ｶﾞﾊﾟか\u3099・･ー-−～ 　\n、サ神髙😀…\u200b１"), max_size=40)


@pytest.mark.parametrize("text", ["ＥＬＹＺＡ、１２億円（約）", "ｶﾞと㈱と😀", "plain"])
def test_narrow_text_keeps_every_offset(text):
    assert len(narrow(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＥＬＹＺＡ", "elyza"),
        ("ﾃｨｱﾌｫｰ", "ティアフォー"),
        ("Tier Ⅳ", "tier iv"),
        ("サカナ・ＡＩ", "サカナai"),
        ("カ\u3099ウテ\u3099ィ", "ガウディ"),
        ("スタビリティ−エーアイ", "スタビリティーエーアイ"),
        ("㈱クモ", "(株)クモ"),
    ],
)
def test_one_name_in_many_shapes_folds_to_one(text, folded):
    assert fold(text).text == folded


@settings(deadline=None)
@given(WILD)
def test_folded_codes_are_those_of_the_folded_text(text):
    folded = fold(text)
    codes, shifts, stored = fold_codes(text)
    assert codes.tolist() == codes_of(folded.text).tolist()
    assert shifts.tolist() == folded.shifts.tolist()
    assert stored.tolist() == codes_of(text).tolist()


@settings(deadline=None)
@given(WILD)
def test_every_folded_span_leads_back_to_the_text_it_stands_for(text):
    folded = fold(text)
    first = np.arange(len(folded.text))
    for at, start, end in zip(first, *stored_spans(folded.shifts, first, first + 1), strict=True):
        assert 0 <= start < end <= len(text)
        piece = unicodedata.normalize("NFKC", text[start:end]).lower()
        assert folded.text[at] in piece or folded.text[at] in "ー- ~…" or piece == ""


@settings(deadline=None)  # the first look builds the tables
@given(st.text(max_size=60))
def test_any_text_can_be_folded(text):
    assert len(narrow(text)) == len(text)
    folded = fold(text)
    every = np.arange(len(folded.text))
    starts, ends = stored_spans(folded.shifts, every, every + 1)
    assert ((starts >= 0) & (starts < ends) & (ends <= len(text))).all()
    assert (np.diff(starts) >= 0).all()
