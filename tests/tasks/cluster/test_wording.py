import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.cluster.wording import JAPANESE_LENGTHS, WESTERN_LENGTHS, lengths_for, shingle_hashes, squeeze


@pytest.mark.parametrize(
    "variant",
    [
        "ミナトＡＩ、１５秒で測る〜港の実証〜",
        "ミナト AI、\n15 秒で測る ～港の実証～",
        "ﾐﾅﾄAI,15秒で測る―港の実証―",
    ],
)
def test_typesetting_does_not_change_a_text(variant: str) -> None:
    assert squeeze(variant) == squeeze("ミナトAI、15秒で測る〜港の実証〜")


def test_western_texts_have_longer_shingles() -> None:
    assert lengths_for(squeeze("The start-up raised 14 million dollars")) == WESTERN_LENGTHS
    assert lengths_for(squeeze("OpenAI互換のAPIをKubernetesで動かす")) == JAPANESE_LENGTHS


def test_shingles_are_the_overlapping_runs_and_none_of_a_shorter_text() -> None:
    whole, part, short = (shingle_hashes(text, 4).tolist() for text in ("あいうえおか", "うえおか", "うえお"))
    assert len(set(whole)) == 3
    assert part == whole[2:]
    assert short == []


@given(st.text(alphabet="あア亜a1𠮷", max_size=60), st.integers(1, 18))
def test_equal_shingles_and_no_others_have_equal_hashes(text: str, length: int) -> None:
    runs = [text[start : start + length] for start in range(len(text) - length + 1)]
    hashes = shingle_hashes(text, length).tolist()
    assert len(hashes) == len(runs)
    assert len(set(hashes)) == len(set(runs)) == len(set(zip(runs, hashes, strict=True)))


def test_hashes_fall_evenly_so_that_the_smallest_are_a_fair_sample() -> None:
    text = "".join(chr(0x4E00 + number) for number in range(20_000))
    eighths = np.bincount((shingle_hashes(text, 4) >> np.uint64(61)).astype(np.int64), minlength=8)
    assert eighths.min() > 2_300
    assert eighths.max() < 2_700
