import pytest

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
    whole, part, short = shingle_hashes(["あいうえおか", "うえおか", "うえお"], [4, 4, 4])
    assert len(whole) == 3
    assert part == whole[2:]
    assert short == []
