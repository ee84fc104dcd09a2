from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.tag.lines import LineError, tag_lines

ARTICLE = {
    "article_id": "a1",
    "title": "雲見ロボ、シリーズAで5億円を調達",
    "body": "倉庫ロボットの雲見ロボは18日、シリーズAで5億円を調達したと発表した。米NVIDIAがリードした。",
    "lang": "ja",
    "published_on": date(2026, 5, 20),
    "source_id": "somewhere",
}


def test_a_batch_becomes_five_valid_frames(tagger):
    tags = tagger.tag_articles(pl.DataFrame([ARTICLE, {**ARTICLE, "article_id": "a2"}]))
    assert set(tags.mentions["company_id"]) == {"nvidia"}
    assert tags.companies.height == 2
    assert {"funding", "physical-ai"} <= set(tags.themes["theme_id"])
    assert tags.unknown["name"].to_list() == ["雲見ロボ", "雲見ロボ"]
    claim = tags.funding.row(0, named=True)
    assert (claim["company"], claim["amount_jpy"], claim["round"], claim["lead"]) == ("雲見ロボ", 5e8, "a", "nvidia")
    assert claim["announced_on"] == date(2026, 5, 18)
    assert ARTICLE[claim["field"]][claim["start"] : claim["end"]] == claim["evidence"]


def test_an_empty_batch_gives_empty_frames(tagger):
    tags = tagger.tag_articles(pl.DataFrame([ARTICLE]).head(0))
    assert [frame.height for frame in (tags.mentions, tags.companies, tags.themes, tags.funding, tags.unknown)] == [
        0
    ] * 5


def test_a_line_in_is_a_line_out(tagger):
    line = '{"id":"x","title":"","body":"ＥＬＹＺＡは、日本語LLMを公開した。","lang":"ja"}'
    (out,) = tag_lines([line, "\n"], tagger)
    assert out["companies"] == ["elyza"]
    assert out["mentions"][0] == {**out["mentions"][0], "alias": "ＥＬＹＺＡ", "field": "body", "start": 0, "end": 5}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "line 2: is not JSON"),
        ("[]", "line 2: is not a JSON object"),
        ('{"id":"a","title":"t","lang":"ja"}', 'line 2: "body" is missing'),
        ('{"id":"a","title":"t","body":"b","lang":"fr"}', "line 2: \"lang\" is 'fr'"),
        ('{"id":"a","title":"t","body":"b","lang":"ja","published":"soon"}', 'line 2: "published"'),
    ],
)
def test_a_line_that_is_no_article_is_named(tagger, line, says):
    good = '{"id":"x","title":"","body":"","lang":"ja"}'
    with pytest.raises(LineError) as error:
        list(tag_lines([good, line], tagger))
    assert str(error.value).startswith(says)


WORDS = """
ＮＶＩＤＩＡ サカナ・ＡＩ 株式会社 （東京都） は 、 。 ㈱ ﾃｨｱﾌｫｰ 12億円 を調達 「 」 Open 約 シリーズA
関連記事 同社は の ソフトバンクＧ 😀 と raised $5m led by Tier Ⅳ AI
"""
PIECES = st.sampled_from([*WORDS.split(), "\n", " ", "\u3099"])


@settings(max_examples=150, deadline=None)
@given(
    st.lists(PIECES, max_size=25).map("".join), st.lists(PIECES, max_size=6).map("".join), st.sampled_from(["ja", "en"])
)
def test_every_span_is_where_the_text_says(tag, body, title, lang):
    tags = tag(body, title=title, lang=lang)
    fields = {"title": title, "body": body}
    for mention in tags.mentions:
        field, start, end = tags.document.place(mention.start, mention.end)
        assert fields[field][start:end] == tags.document.text[mention.start : mention.end] != ""
    for claim in tags.funding:
        assert tags.document.text[claim.start : claim.end].strip()
    for name in tags.unknown:
        field, start, end = tags.document.place(name.start, name.end)
        assert 0 <= start < end <= len(fields[field])
