"""Rules are tried only where one of their words stands; no match may be lost by that."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.tag import name_grammar_en
from tasks.tag.document import Document
from tasks.tag.funding import read_funding
from tasks.tag.names import find_names
from tasks.tag.rules import RULES, Passage, RuleBook, Signs

_PIECES = [
    *(
        "ソラヨミ",
        "検針AIのメモリヨミ",
        "株式会社みなも",
        "富士通",
        "みどり銀行",
        "北関東ベンチャーズ",
        "同社",
        "MNTSQ",
    ),
    *("は", "が", "から", "に", "を", "、", "。", "\n", "と", "など", "のほか"),
    *(
        "シリーズAで",
        "シードの",
        "プレシリーズA",
        "J-KISS型新株予約権で",
        "第三者割当増資で",
        "ファーストクローズとして",
    ),
    *("3億円", "約12億5000万円", "数億円", "200万ドル", "計8億円", "累計20億円", "売上高5億円"),
    *(
        "調達した",
        "出資を受けた",
        "引き受けた",
        "融資を受けた",
        "を検討している",
        "目指す",
        "と報じられた",
        "増資を終えた",
    ),
    *("リード投資家は", "主導で", "引受先は", "額は非公表だ", "19日に発表した", "事実ではない", "国内の調達総額は"),
    *("Hinode Motion", "has raised", " $5M", " in a Series B round", " led by ", "Lux Capital", " said. ", " from "),
]
_BODIES = st.lists(st.sampled_from(_PIECES), max_size=30).map("".join)


def test_a_passage_is_asked_only_for_rules_whose_words_it_holds() -> None:
    book = RuleBook()
    raised, anything, closed = book.rule("調達|raise[ds]"), book.rule("[A-Z]+"), book.rule("closed", re.IGNORECASE)
    texts = ["It RAISED $2. They CLOSED it. No.", "", "They raised it."]
    marks, none, more = book.marks(texts, [[0, 14, 30], [], [0]])
    assert (none, more) == ([], [raised.bit | anything.bit])
    assert marks == [raised.bit | anything.bit, closed.bit | anything.bit, anything.bit]


def test_a_rule_made_after_the_first_text_is_an_error() -> None:
    book = RuleBook()
    book.rule("調達")
    book.signs("資金")
    with pytest.raises(RuntimeError, match=r"出資.* comes after a text was read"):
        book.rule("出資")


def test_places_of_a_text_know_the_words_round_them() -> None:
    book = RuleBook()
    based, said = book.rule("-based $"), book.rule(" said")
    signs = book.signs("Kobe-based Kazaoto SAID no.")
    before, after = signs.passage(-9, 11), signs.passage(18, 26)
    assert before == Passage(-1, 0, 11, "Kobe-based ", False, based.bit)
    assert after == Passage(-1, 18, 26, " SAID no", False, said.bit)
    assert before.search(based) is not None
    assert after.match(said) is None
    assert signs.passage(11, 18) is None


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_no_rule_misses_a_match_for_want_of_a_word(data: st.DataObject) -> None:
    book = data.draw(st.sampled_from([RULES, name_grammar_en.RULES]))
    rule = data.draw(st.sampled_from(book.rules))
    text = data.draw(st.from_regex(rule.pattern, alphabet=st.characters(codec="utf-8", exclude_characters="ıİſK")))
    document = Document(text, 0, data.draw(st.sampled_from(["ja", "en"])), None, None, clean=text)
    starts = document.sentence_starts[: len(document.sentences)]
    for sentence, marks in zip(document.sentences, *book.marks([document.view], [starts]), strict=True):
        assert marks & rule.bit or not rule.pattern.search(sentence.text)
    passage = book.signs(text).passage(0, len(text))
    assert passage is not None
    assert passage.search(rule)


@settings(deadline=None)
@given(st.sampled_from(["", "ソラヨミ、シリーズAで5億円を調達", "みどり銀行"]), _BODIES, st.sampled_from(["ja", "en"]))
def test_claims_are_those_that_reading_every_sentence_with_every_rule_gives(title: str, body: str, lang: str) -> None:
    document = Document.of(title, body, lang)
    names = find_names([document], [[]])
    found = read_funding([document], [[]], names)
    every = Document.of(title, body, lang)
    vars(every)["marks"] = [-1] * len(document.sentences)
    assert read_funding([every], [[]], names) == found


_ENGLISH = [
    *("Kazaoto", "Hinode Motion Inc.", "Tern Capital", "Tokyo", "Ken Sato", "The", "Additionally", "Kobe-based ", "AI"),
    *(" and ", ", ", " has raised ", " said it ", " (Osaka) said", ", a maker of robots, ", " among its clients. "),
    *(
        "backed by ",
        "startup ",
        "company ",
        "founded by ",
        "president ",
        "'s CEO ",
        " released a tool called ",
        "\n",
        ". ",
    ),
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(_ENGLISH), max_size=24).map("".join))
def test_english_names_are_those_that_asking_every_rule_everywhere_gives(body: str) -> None:
    document = Document.of("Kazaoto gets money", body, "en")
    found = find_names([document], [[]])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RuleBook, "signs", lambda _, text: Signs(text, [], [], everywhere=-1))
        assert find_names([document], [[]]) == found
