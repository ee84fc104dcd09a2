"""Runs of name letters: the table by code point finds what the expression says."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.tag.document import Document
from tasks.tag.name_runs import RUN, Run, runs_of
from tasks.tag.name_shape import look_at

_PIECES = [
    *"AbＣé9ァー漢々&+.'-・ 。\nはみのとI",
    *(
        "みらい",
        "銀行",
        "証券",
        "ファンド",
        "なお",
        "ほくと",
        "つばさ",
        "丸の内",
        "虎の門",
        "東京丸の内",
        "K.K. ",
        "A ",
        "々🐟",
    ),
]
_TEXTS = st.lists(st.lists(st.sampled_from(_PIECES), max_size=24).map("".join), max_size=4)
_MAY_NAME = re.compile(r"(?![0-9])(?:(?=..).*[A-Za-zÀ-ɏァ-ヺー].*|.{3,})")


def read(texts: list[str], taken: list[list[Run]] | None = None) -> list[tuple[str, list[Run]]]:
    """The view of each text with its runs."""
    documents = [Document(f"\n{text}", 0, "ja", None, None, clean=f"\n{text}") for text in texts]
    views = [document.view for document in documents]
    return [*zip(views, runs_of(documents, taken or [[]] * len(texts)), strict=True)]


def found(*texts: str) -> list[list[str]]:
    return [[view[start:end] for start, end in runs] for view, runs in read([*texts])]


@settings(deadline=None)
@given(_TEXTS)
def test_runs_are_those_of_the_expression(texts: list[str]) -> None:
    for view, runs in read(texts):
        spans = [run.span() for run in RUN.finditer(view)]
        assert set(runs) <= set(spans)
        may_name = [(start, end) for start, end in spans if _MAY_NAME.fullmatch(view[start:end])]
        assert [run for run in runs if _MAY_NAME.fullmatch(view[slice(*run)])] == may_name


@settings(deadline=None)
@given(_TEXTS)
def test_a_run_left_out_can_be_no_name(texts: list[str]) -> None:
    for view, runs in read(texts):
        left_out = [run for run in RUN.finditer(view) if run.span() not in set(runs)]
        # Two kanji are a name only before a bracket.
        may_be = [run.group() for run in left_out if len(run.group()) > 2 or view[run.end() : run.end() + 1] == "("]
        assert [run for run in may_be if look_at(run)] == []


def test_hiragana_belongs_to_a_run_only_as_a_word_of_names() -> None:
    assert found("東京のみらい銀行がAB CD社へ", "丸の内ラボは3Dで", "") == [
        ["みらい銀行", "AB CD社"],
        ["丸の内ラボ"],
        [],
    ]


def test_runs_in_a_span_that_is_taken_are_left_out() -> None:
    text = "ABC社とDEF GHIがテスト"
    (_, first), (_, second) = read([text, text], [[(1, 4), (6, 10)], [(6, 13)]])
    assert (first, second) == ([(1, 5), (6, 13), (14, 17)], [(1, 5), (14, 17)])
