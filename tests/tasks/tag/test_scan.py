"""The scan of a batch: each article gets its own matches, whatever stands beside it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.tag.document import Document
from tasks.tag.scan import Matches, Scanner
from tasks.tag.tagger import Tagger

NAMES, KEYWORDS = ("ai", "aiラボ", "ラボ", "東大", "サクラ電機", "パーツ"), ("モデル", "model", "ラボ")
_PIECES = [*"AIａｉラボ東大モデル-・㈱ﾊﾟーサクラ電機 _&.\n。は", "Model", "か\u3099"]
_TEXTS = st.lists(st.lists(st.sampled_from(_PIECES), max_size=30).map("".join), max_size=5)

Spans = list[tuple[int, int, int]]


def scanned(*bodies: str) -> list[tuple[Spans, Spans]]:
    """Names and keywords of each text: pattern, start and end in it."""
    scan = Scanner(NAMES, KEYWORDS).scan([Document(body, 0, "ja", None, None, clean=body) for body in bodies])
    found: list[tuple[Spans, Spans]] = [([], []) for _ in bodies]
    for kind, matches in enumerate((scan.names, scan.keywords)):
        owners = scan.owners(matches.start).tolist()
        for no, row in zip(owners, zip(*(column.tolist() for column in matches[:3]), strict=True), strict=True):
            begin = int(scan.begins[no])
            found[no][kind].append((row[0], row[1] - begin, row[2] - begin))
    return found


def names_in(body: str) -> Matches:
    return Scanner(NAMES, KEYWORDS).scan([Document(body, 0, "ja", None, None, clean=body)]).names


@settings(deadline=None)
@given(_TEXTS)
def test_a_batch_finds_what_each_article_alone_holds(bodies: list[str]) -> None:
    assert scanned(*bodies) == [found for body in bodies for found in scanned(body)]


def test_names_come_by_place_the_longest_first() -> None:
    found = scanned("東大AIラボは新AIラボXと", "サクラ電機_")
    assert [name[1:] for name in found[0][0]] == [(0, 2), (2, 6), (2, 4), (4, 6), (8, 12), (8, 10), (10, 12)]
    assert [name[1:] for name in found[1][0]] == [(0, 5)]


def test_a_name_needs_a_closer_look_where_letters_or_telling_signs_stand_beside_it() -> None:
    # What follows AI in AIラボ is for the finer rules to look at.
    plain = names_in("東大AIラボは新AIラボXと").edges.stand_plainly().tolist()
    assert plain == [True, True, False, True, True, False, True]
    assert names_in("サクラ電機_").edges.stand_plainly().tolist() == [False]


def test_a_name_inside_a_word_of_its_script_is_no_match() -> None:
    assert scanned("SAIDはコラボで") == [([], [(2, 6, 8)])]


def test_offsets_are_those_of_the_stored_text_beside_dropped_and_composed_characters() -> None:
    dropped, composed = scanned("・・サク・ラ電機は", "㈱ﾊﾟｰﾂは")
    assert dropped[0][0][1:] == (2, 8)
    assert composed[0][0][1:] == (1, 5)


def test_characters_beyond_the_plane_are_told_apart() -> None:
    scan = Scanner(["𠮷野家", "ai"]).scan(
        [Document(text, 0, "ja", None, None, clean=text) for text in ("😀野家のAI", "𠮷野家")]
    )
    assert [column.tolist() for column in scan.names[:3]] == [[1, 0], [4, 7], [6, 10]]


def test_keywords_tell_of_letters_beside_them() -> None:
    body = "A1modelsとmodel"
    edges = Scanner(NAMES, KEYWORDS).scan([Document(body, 0, "ja", None, None, clean=body)]).keywords.edges
    assert (edges.follows_letter.tolist(), edges.letter_follows.tolist()) == ([True, False], [True, False])


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
