"""The article that the product was made for: a Shift_JIS interview, by the general path and by its recipe."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tasks.decode import decode
from tasks.extract.article import Article, extract_article
from tasks.extract.recipes import load_recipes

SEEDS = Path(__file__).parents[3] / "seeds"
PAGE = SEEDS / "recipes" / "itmedia.html"
RECIPES = SEEDS / "recipes.toml"
URL = "https://www.itmedia.co.jp/aiplus/articles/2604/08/news901.html"

BODY = [
    "海辺の町で生まれた架空の研究所が、小さな言語モデルを群れのように働かせる技術を公開した。資金は1～2年分あるという。",
    "架空の研究所、㈱ソラミツ知能は4月、小さな言語モデルを束ねて使う仕組みを公開した。なぜなのか、白浜CEOに聞いた。",
    "「大きさは目的ではない」",
    "――巨大なモデルを作る会社が多い中、なぜ小さなモデルなのですか。",
    "白浜CEO： 大きさは目的ではありません。漁師が魚群を見るように、小さなものの集まりに興味があるのです。",
    "――費用はどれくらい違うのでしょう。",
    "白浜CEO： 同じ仕事で20分の1から30分の1です。学習に使う計算機は町の体育館ほどの広さに収まります。",
    "自治体での利用が始まる",
    "――顧客はどのような組織ですか。",
    "白浜CEO： いまは架空の三つの町役場と、海運の会社が一社です。汐留に小さな事務所も開きました。",
    "――今後の計画を教えてください。",
    "白浜CEO： 夏までに音声を扱えるようにします。人を急いで増やすつもりはありません。",
]


@pytest.fixture(params=["general path", "recipe"])
def interview(request: pytest.FixtureRequest) -> Article:
    # Windows-31J bytes under a Shift_JIS label, as such pages are: ㈱, 髙 and ～ are in them.
    decoded = decode(PAGE.read_text("utf-8").encode("cp932"), "text/html")
    recipes = load_recipes(RECIPES) if request.param == "recipe" else None
    article = extract_article(decoded.text, URL, recipes=recipes, reference=datetime(2026, 4, 20, tzinfo=UTC))
    assert article.recipe == ("itmedia/2022" if recipes else None)
    assert article.recipe_note is None
    return article


def test_the_whole_interview_and_nothing_else_is_the_body(interview: Article) -> None:
    assert interview.body.split("\n") == BODY


def test_the_headline_stands_without_series_and_medium(interview: Article) -> None:
    assert interview.title == "「小さなモデルを束ねる」――架空のAI企業㈱ソラミツ知能・白浜CEOに聞く"


def test_the_author_is_the_person_and_the_medium_is_the_desk(interview: Article) -> None:
    assert interview.authors == ["髙橋みなと"]
    assert interview.desk == "ITmedia"


def test_it_was_published_at_six_in_the_evening_in_japan(interview: Article) -> None:
    assert interview.published is not None
    stated = interview.published.date
    assert stated.at == datetime(2026, 4, 15, 9, 0, tzinfo=UTC)
    assert (stated.precision, stated.zone_source) == ("minute", "assumed_jst")


def test_the_later_edit_is_the_modified_date(interview: Article) -> None:
    assert interview.modified is not None
    assert interview.modified.date.at == datetime(2026, 4, 16, 10, 2, 11, tzinfo=UTC)


def test_it_is_a_free_japanese_article(interview: Article) -> None:
    assert (interview.kind, interview.is_paywalled, interview.lang) == ("article", False, "ja")
    assert interview.next_url is None
    assert interview.keywords == ["生成AI", "スタートアップ", "インタビュー"]
