import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.tag.document import Document


def sentences(body, lang="ja"):
    return [sentence.text.strip() for sentence in Document.of("", body, lang).sentences]


def test_a_sentence_ends_at_its_stop_but_not_inside_a_quotation():
    assert sentences("「次だ。行く」と言った。続く！\n終わり") == ["「次だ。行く」と言った。", "続く!", "終わり"]
    assert sentences("Yahoo!ニュースを見た。") == ["Yahoo!ニュースを見た。"]


def test_english_abbreviations_end_no_sentence():
    body = "Foo Inc. raised $1.5 million in its Series C. Bar Ltd. joined. Dr. Sato left."
    assert sentences(body, "en") == [
        "Foo Inc. raised $1.5 million in its Series C.",
        "Bar Ltd. joined.",
        "Dr. Sato left.",
    ]


@pytest.mark.parametrize(
    "noise",
    [
        "関連記事：OpenAIが動く",
        "Copyright © Foo All Rights Reserved.",
        "photo 会見の様子",
        "■会社概要　社名：株式会社クモ",
        "https://example.com/openai",
    ],
)
def test_boilerplate_is_blanked_and_no_offset_moves(noise):
    document = Document.of("題", f"本文だ。\n{noise}", "ja")
    assert document.clean.split() == ["題", "本文だ。"]
    assert len(document.clean) == len(document.text)


def test_prose_after_a_list_of_links_is_read_again():
    prose = "ここからは記事の続きで、担当者が計画の中身を詳しく説明した。"
    document = Document.of("", f"はじめ。\n関連記事\n・別の話題\n{prose}", "ja")
    assert prose in document.clean
    assert "別の話題" not in document.clean


@settings(deadline=None)
@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(["ja", "en", "other"]))
def test_any_text_keeps_its_length_and_its_sentences_their_place(title, body, lang):
    document = Document.of(title, body, lang)
    assert len(document.view) == len(document.clean) == len(title) + 1 + len(body)
    for sentence in document.sentences:
        assert document.view[sentence.start : sentence.end] == sentence.text


def test_a_stop_after_an_acronym_ends_an_english_sentence_one_after_an_initial_does_not():
    document = Document.of(
        "", "It works with KDDI. The firm of J. Mori has $9M. Denso Corp. Separately, it left.", "en"
    )
    assert [s.text.strip() for s in document.sentences if not s.is_title] == [
        "It works with KDDI.",
        "The firm of J. Mori has $9M.",
        "Denso Corp.",
        "Separately, it left.",
    ]


_MARKS = st.sampled_from([*"。！？!?「」『』\n あ字A)", "。\n", "」。", "「あ。」", "『「字」と」", "Yahoo!"])
_BODIES = st.lists(_MARKS, max_size=40).map("".join)


@settings(deadline=None)
@given(st.lists(st.tuples(_BODIES, _BODIES, st.sampled_from(["ja", "en", "other"])), max_size=4))
def test_documents_made_together_are_those_made_alone(articles):
    together = Document.many((title, body, lang, None, None) for title, body, lang in articles)
    alone = [Document.of(*article) for article in articles]
    assert [(one.view, one.sentences) for one in together] == [(one.view, one.sentences) for one in alone]
