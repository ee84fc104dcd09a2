"""The scan of a batch: each article gets its own matches, whatever stands beside it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.tag.document import Document
from tasks.tag.scan import Found, Scanner
from tasks.tag.tagger import Tagger

NAMES, KEYWORDS = ("ai", "aiラボ", "ラボ", "東大", "サクラ電機", "パーツ"), ("モデル", "model", "ラボ")
_PIECES = [*"AIａｉラボ東大モデル-・㈱ﾊﾟーサクラ電機 _&.\n。は", "Model", "か\u3099"]
_TEXTS = st.lists(st.lists(st.sampled_from(_PIECES), max_size=30).map("".join), max_size=5)


def documents(*bodies: str) -> list[Document]:
    return [Document(body, 0, "ja", None, None, clean=body) for body in bodies]


def scanned(*bodies: str) -> list[Found]:
    return Scanner(NAMES, KEYWORDS).scan(documents(*bodies))


@settings(deadline=None)
@given(_TEXTS)
def test_a_batch_finds_what_each_article_alone_holds(bodies: list[str]) -> None:
    assert scanned(*bodies) == [found for body in bodies for found in scanned(body)]


def test_names_come_by_place_the_longest_first_with_what_their_edges_need() -> None:
    found = scanned("東大AIラボは新AIラボXと", "サクラ電機_")
    assert [name[1:3] for name in found[0].names] == [(0, 2), (2, 6), (2, 4), (4, 6), (8, 12), (8, 10), (10, 12)]
    # What follows AI in AIラボ is for the finer rules to look at.
    assert [is_plain for *_, is_plain in found[0].names] == [True, True, False, True, True, False, True]
    assert [name[1:] for name in found[1].names] == [(0, 5, False)]


def test_a_name_inside_a_word_of_its_script_is_no_match() -> None:
    assert scanned("SAIDはコラボで") == [Found([], [(2, 6, 8, False, False)])]


def test_offsets_are_those_of_the_stored_text_beside_dropped_and_composed_characters() -> None:
    dropped, composed = scanned("・・サク・ラ電機は", "㈱ﾊﾟｰﾂは")
    assert dropped.names[0][1:3] == (2, 8)
    assert composed.names[0][1:3] == (1, 5)


def test_keywords_tell_of_letters_beside_them() -> None:
    assert scanned("A1modelsとmodel")[0].keywords == [(1, 2, 7, True, True), (1, 9, 14, False, False)]


def test_articles_tagged_together_get_the_tags_they_get_alone(tagger: Tagger) -> None:
    bodies = (
        "東大発のABEJAは7億円を調達した。",
        "㈱ＡＢＥＪＡとＰＫＳＨＡは提携した。",
        "",
        "OpenAI released a model.",
    )
    together = tagger.tag_documents([Document.of("", body, "ja") for body in bodies])
    assert together == [tagger.tag_article("", body, "ja") for body in bodies]
    assert [len(tags.companies) > 0 for tags in together] == [True, True, False, True]
