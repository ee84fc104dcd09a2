import gc
import json
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.tag.lines import LineError, tag_lines
from tasks.tag.tagger import AT_ONCE

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


def test_the_collector_runs_again_after_a_batch_whatever_happened(tagger):
    with pytest.raises(pl.exceptions.ColumnNotFoundError):
        tagger.tag_articles(pl.DataFrame({"article_id": ["a"]}))
    tagger.tag_documents([])
    assert gc.isenabled()


def test_a_line_in_is_a_line_out(tagger):
    line = '{"id":"x","title":"","body":"ＥＬＹＺＡは、日本語LLMを公開した。","lang":"ja"}'
    (out,) = tag_lines([line, "\n"], tagger)
    assert out["companies"] == ["elyza"]
    assert out["mentions"][0] == {**out["mentions"][0], "alias": "ＥＬＹＺＡ", "field": "body", "start": 0, "end": 5}


def test_many_lines_give_what_each_gives_alone(tagger):
    bodies = [
        "ＥＬＹＺＡは、日本語LLMを公開した。",
        "㈱クモヨミは3億円を調達した。",
        "",
        "OpenAI released a model.",
        "か\u3099",
    ]
    lines = [
        json.dumps({"id": str(no), "title": "題", "body": bodies[no % len(bodies)], "lang": "ja"})
        for no in range(2 * AT_ONCE + 3)
    ]
    assert list(tag_lines(lines, tagger)) == [out for line in lines for out in tag_lines([line], tagger)]


def test_half_of_a_surrogate_pair_moves_no_span(tagger):
    (out,) = tag_lines([r'{"id":"x","title":"","body":"\ud83dELYZA\ud83d\ude00","lang":"ja"}'], tagger)
    assert (out["mentions"][0]["start"], out["mentions"][0]["alias"]) == (1, "ELYZA")


def test_lines_before_one_that_is_no_article_are_given(tagger):
    good = '{"id":"x","title":"","body":"","lang":"ja"}'
    tagged = tag_lines([good, good, "{"], tagger)
    assert [next(tagged)["id"], next(tagged)["id"]] == ["x", "x"]
    with pytest.raises(LineError):
        next(tagged)


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
