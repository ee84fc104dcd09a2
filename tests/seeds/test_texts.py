"""The hand-written texts: their labels are borne out by the words, and no two are near-copies."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import combinations

import pytest

from seeds.sample import Newsroom
from seeds.sample.markup import parse_body, parse_line
from seeds.sample.model import BODY_KINDS, Article, SampleError, Span
from tasks.decode import decode


def fold(text: str) -> str:
    return re.sub(r"[\s・]", "", unicodedata.normalize("NFKC", text)).lower()


def spans(article: Article) -> Iterator[Span]:
    yield from article.title.spans
    for block in article.blocks:
        if block.kind in BODY_KINDS:
            yield from block.spans


def versions(room: Newsroom) -> Iterator[Article]:
    for article in room.texts.articles:
        yield article
        if article.edited:
            yield article.edited


def is_word_of_its_own(text: str, start: int, name: str) -> bool:
    """A Latin name does not touch Latin letters, a katakana name no katakana."""
    for class_ in (r"[A-Za-z0-9]", r"[ァ-ヺー]"):
        before, after = text[start - 1 : start] if start else "", text[start + len(name) : start + len(name) + 1]
        if re.match(class_, name[0]) and re.match(class_, before):
            return False
        if re.match(class_, name[-1]) and re.match(class_, after):
            return False
    return True


def test_names_are_written_as_in_the_register(room: Newsroom, register: dict[str, dict[str, str]]) -> None:
    for article in versions(room):
        for span in spans(article):
            if span.company:
                row = register[span.company]
                known = "|".join(row[column] for column in ("name_ja", "name_en", "aliases", "ambiguous_aliases"))
                assert fold(span.text) in {fold(name) for name in f"{known}|{row['products']}".split("|")}, span


def test_no_registered_name_stands_in_a_text_without_its_mark(
    room: Newsroom, register: dict[str, dict[str, str]]
) -> None:
    names = {name for row in register.values() for name in row["aliases"].split("|") if name}
    for article in versions(room):
        for span in spans(article):
            if span.company is None and not span.is_decoy:
                for name in (name for name in names if name in span.text):
                    for hit in re.finditer(re.escape(name), span.text):
                        assert not is_word_of_its_own(span.text, hit.start(), name), (article.key, name)


def test_invented_companies_are_in_no_register(room: Newsroom, register: dict[str, dict[str, str]]) -> None:
    known = {
        fold(name) for row in register.values() for name in f"{row['aliases']}|{row['ambiguous_aliases']}".split("|")
    }
    unknown = {name for article in versions(room) for name in article.unknown_names}
    assert len(unknown) >= 25
    assert not known & {fold(name) for name in unknown}


def test_themes_are_leaves_of_the_register(room: Newsroom, themes: set[str]) -> None:
    used = {theme for article in versions(room) for theme in (*article.themes, *article.themes_optional)}
    assert used <= themes
    assert len({theme for article in versions(room) for theme in article.themes}) >= 30


def test_only_copies_of_one_story_share_their_wording(room: Newsroom) -> None:
    grams = [(article, five_grams("".join(article.body))) for article in room.texts.articles]
    for (one, its), (other, others) in combinations(grams, 2):
        shared = len(its & others) / min(len(its), len(others))
        if one.story != other.story:
            assert shared < 0.3, (one.key, other.key)
        elif "reprint" in (one.role, other.role) and "rewrite" not in (one.role, other.role):
            assert shared > 0.7, (one.key, other.key)


def five_grams(text: str) -> set[str]:
    letters = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))
    return {letters[start : start + 5] for start in range(len(letters) - 4)}


def test_a_story_has_one_lead_and_its_copies_come_later(room: Newsroom) -> None:
    for story in {article.story for article in room.texts.articles}:
        members = [article for article in room.texts.articles if article.story == story]
        leads = [article for article in members if article.role == "lead"]
        assert len(leads) == 1, story
        assert all(leads[0].published < member.published for member in members if member is not leads[0])


def test_amounts_are_what_the_words_say(room: Newsroom) -> None:
    claims = [claim for article in versions(room) for claim in article.funding]
    assert len(claims) >= 12
    for claim in claims:
        assert claim.amount == said_amount(claim.words), claim


def said_amount(words: str) -> float:
    """The first amount of money in ``words``, read plainly."""
    words = unicodedata.normalize("NFKC", words)
    if english := re.search(r"([\d.]+) million", words):
        return float(english[1]) * 1_000_000
    found = re.search(r"(?:([\d.]+)億)?(?:([\d.]+)万)?(?:円|ドル|ユーロ)", words)
    assert found
    return float(found[1] or 0) * 100_000_000 + float(found[2] or 0) * 10_000


def test_boxes_and_footers_name_companies_that_the_truth_leaves_out(
    room: Newsroom, register: dict[str, dict[str, str]]
) -> None:
    """On most pages some unambiguous name of the register stands outside the article."""
    traps = 0
    loaded = [link for link in room.truth if link.outcome == "loaded" and link.article]
    for link in loaded:
        host, _, path = link.canonical.removeprefix("http://").partition("/")
        page = decode(room.editions[-1][host].resources["/" + path].body).text
        assert link.article
        others = [row for id_, row in register.items() if id_ not in link.article.companies]
        traps += any(name in page for row in others for name in row["aliases"].split("|") if len(name) > 3)
    assert traps > 0.8 * len(loaded)


def test_markup_gives_text_without_its_marks() -> None:
    names = {"nec": "NEC"}
    line = "{nec}と{?ユメミルカ|同社}が{^源内|げんない}で{!チューリングテスト}"
    assert "".join(span.text for span in parse_line(line, names)) == "NECと同社が源内でチューリングテスト"
    kinds = [block.kind for block in parse_body("一\n## 二\n―― 三\n- 四\n※ 五\n[図] 六\n[概要] 七\n===", names)]
    assert kinds == ["paragraph", "heading", "question", "item", "note", "caption", "profile", "break"]


def test_an_unknown_id_is_refused() -> None:
    with pytest.raises(SampleError, match="no organisation 'nobody'"):
        parse_line("{nobody}", {})
