from datetime import date

from tasks.report.model import Link, Story
from tasks.report.telling import opening, shorten


def story(text: str) -> Story:
    return Story("s", Link("t", None, "s", date(2025, 7, 1), "ja"), text, 1, 1)


def test_an_opening_ends_with_a_sentence() -> None:
    assert opening(story("一文目。二文目！\n" + "三" * 200 + "。")) == "一文目。二文目！"
    assert opening(story("Version 2.5 of x.example is out. " + "More " * 50)) == "Version 2.5 of x.example is out."


def test_an_opening_without_an_end_is_cut_and_shows_it() -> None:
    assert opening(story("あ" * 400)) == "あ" * 110 + "…"
    assert opening(story("")) == ""


def test_a_short_sentence_is_quoted_whole() -> None:
    assert shorten("ALPHAは\n発表した。", "ALPHA") == "ALPHAは 発表した。"


def test_a_long_one_keeps_the_words_for_which_it_is_quoted() -> None:
    cut = shorten("前" * 300 + "ALPHA" + "後" * 300, "ALPHA")
    assert "ALPHA" in cut
    assert (cut[0], cut[-1], len(cut)) == ("…", "…", 162)
    assert shorten("ALPHA" + "後" * 300, "ALPHA").startswith("ALPHA")
    assert shorten("前" * 300, None) == "前" * 160 + "…"
