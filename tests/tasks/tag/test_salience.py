"""Whom an article is about. All sentences are invented."""

import pytest


@pytest.fixture
def salient(tag):
    return lambda body, **more: {c.company_id for c in tag(body, **more).companies if c.is_salient}


def test_who_acts_in_title_and_lead_is_salient_and_who_is_named_in_passing_is_not(salient):
    body = "ABEJAは倉庫向けの検品AIを発売した。NVIDIAのGPUで動く。富士通も似た製品を売る。"
    assert salient(body, title="ABEJA、検品AIを発売") == {"abeja"}


def test_both_sides_of_a_partnership_are_salient(salient):
    assert salient("ストックマークは、リコーと文書検索で提携した。") == {"stockmark", "ricoh"}
    assert salient("NEC、富士通、KDDIの3社は、配送を共同で始める。") == {"nec", "fujitsu", "kddi"}


def test_an_investor_in_the_story_of_a_raise_is_not(salient):
    body = "キャディは10億円を調達した。デンソーなどが出資した。"
    assert salient(body, title="キャディ、10億円を調達 デンソーなどが出資") == {"caddi"}


def test_who_pays_in_a_headline_that_names_the_receiver_is_not(salient):
    body = "ヒノキは、ジャフコグループなどから4億円を調達した。木目をAIで読む。"
    assert salient(body, title="ジャフコなど、木目AIのヒノキに4億円") == set()


def test_a_parent_in_an_apposition_is_not(salient):
    assert salient("KDDI子会社のELYZAは、窓口のAIを公開した。", title="ELYZA、窓口のAI") == {"elyza"}
    assert salient("元Googleの研究者がいるSakana AIは、論文を出した。") == {"sakana-ai"}


def test_the_same_company_counts_for_whom_it_points_to(tag):
    body = "ABEJAは計画を示した。同社は工場を建てる。同社は人も増やす。NECは様子を見る。"
    weights = {c.company_id: c.salience for c in tag(body).companies}
    alone = {c.company_id: c.salience for c in tag("ABEJAは計画を示した。").companies}
    assert weights["abeja"] > alone["abeja"]
    assert weights["abeja"] > weights["nec"]


def test_salience_stays_between_zero_and_one(tag):
    body = "NECとKDDIは提携した。" * 30
    assert all(0 <= c.salience <= 1 for c in tag(body, title="NECとKDDI、提携").companies)


def test_the_owner_of_an_investing_fund_is_background(tag):
    got = tag(
        "ティアフォーは、トヨタ自動車系の米ファンドから出資を受けた。",
        title="ティアフォーにトヨタ自動車系ファンドが出資",
    )
    assert {c.company_id for c in got.companies if c.is_salient} == {"tier4"}


@pytest.mark.parametrize(
    "body",
    [
        "市場の競りを読むAIが動き出した。開発したのはABEJAだ。仲買人は様子を見る。",
        "県は電話の応対を自動にする。開発はモビルスが請け負い、秋に動かす。",
        "町の工場でカメラが傷を探す。HACARUSのソフトは写真10枚で覚える。",
    ],
)
def test_the_only_company_that_acts_behind_a_customer_is_salient(salient, body):
    assert len(salient(body)) == 1


@pytest.mark.parametrize(
    "body",
    [
        "大学がモデルを公開した。ABEJAが示した手法を使う。",
        "渡し船のミナモは5億円を集めた。投資家にはジャフコグループが加わった。",
        "今週の三題。ABEJAは寿司を数えた。市場の話も読まれた。NECの端末も並ぶ。",
    ],
)
def test_a_method_an_investor_and_a_name_in_a_round_up_are_not(salient, body):
    assert salient(body) == set()
