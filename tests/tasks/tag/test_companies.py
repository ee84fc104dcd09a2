"""Which words are a registered company and which only look like one. All sentences are invented."""

import pytest


@pytest.fixture
def companies(tag):
    return lambda body, **more: {company.company_id for company in tag(body, **more).companies}


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("ＥＬＹＺＡが登壇した。", "elyza"),
        ("サカナ・ＡＩの研究者が話した。", "sakana-ai"),
        ("Layer　Xの技術者が話した。", "layerx"),
        ("ﾃｨｱﾌｫｰは試験を続ける。", "tier4"),
        ("Tier Ⅳのソフトを使う。", "tier4"),
        ("Open AIの日本法人が動く。", "openai"),
        ("ソフトバンクＧの株価が下がった。", "softbank-group"),
        ("三菱UFJFGが導入した。", "mufg"),
        ("スタビリティー・エーアイではなくスタビリティーAIだ。", "stability-ai"),
        ("米メタは広告を見直す。", "meta"),
        ("Qwen2.5を土台にした。", "alibaba"),
        ("東大教授らが調べた。", "u-tokyo"),
        ("NTTデータは地銀に納めた。", "ntt-data"),
    ],
)
def test_a_name_is_found_in_every_shape_that_news_write(companies, text, company):
    assert companies(text) == {company}


@pytest.mark.parametrize(
    "text",
    [
        "チューリング完全な言語を学ぶ。",
        "メタデータを消し、メタ認知を鍛える。",
        "ONLINEの催しで、CONNECT賞が決まった。",
        "東大阪の工場と東大寺を訪ねた。",
        "理研ビタミンと日本電気硝子が配当を増やした。",
        "ソフトバンクホークスが勝った。",
        "NTT東日本とソニー銀行が窓口を減らす。",
        "アマゾン川の水位が下がった。",
        "アラン・チューリングの伝記を読む。",
        "シナモンとカルダモンを混ぜる。",
        "さくらが咲き、アップルパイが焼けた。",
        "社内ではPFN表と呼ぶ。",
        "資料はELYZA_report.pdfとinfo@openai.comにある。",
        "モビルスとは無関係の会社だという。",
        "英国のAI Safety Instituteが試験した。",
    ],
)
def test_a_name_inside_another_word_or_expression_is_none(companies, text):
    assert companies(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "The metaverse shop deletes the metadata of an apple a day.",
        "Alan Turing described an orange and a cinnamon roll.",
        "The firm has no relation to Mobilus.",
    ],
)
def test_english_words_are_no_companies(companies, text):
    assert companies(text, lang="en") == set()


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("カラクリ（東京都中央区）は新版を出した。", "karakuri"),
        ("株式会社アラヤが実験した。", "araya"),
        ("自動運転のチューリングは、車両の映像を公開した。", "turing"),
        ("文書処理AIのシナモンは、保険会社と組むと発表した。", "cinnamon-ai"),
        ("ABEJA、カラクリ、ストックマークが選ばれた。", "karakuri"),
        ("楽天など国内企業が参加した。", "rakuten"),
    ],
)
def test_an_ambiguous_name_counts_where_something_confirms_it(companies, text, company):
    assert company in companies(text)


def test_lists_and_copyright_lines_name_nobody(companies):
    body = "市の図書館が検索を改めた。\n関連記事\n・OpenAIの新モデル\n・NVIDIAの決算\nCopyright © ITmedia, Inc."
    assert companies(body) == set()


def test_a_caption_and_the_profile_of_a_release_name_nobody(companies):
    body = "町工場が検品を始めた。\nphoto 取材に応じた富士通の担当者\n■会社概要\n取引先：NEC、KDDI"
    assert companies(body) == set()


def test_the_medium_that_asks_is_no_part_of_the_story(companies):
    assert companies("社長はITmedia AI+の単独取材に応じた。") == set()
    assert companies("アイティメディアは通期の業績を発表した。") == {"itmedia"}


def test_a_denied_company_counts_where_the_story_is_about_it(companies):
    body = "ABEJAは新しい工場を開く。近くの同名の店はABEJAとは関係がない。"
    assert companies(body) == {"abeja"}


def test_every_mention_says_why_it_counts(tag):
    rules = {
        m.company_id: m.rule for m in tag("ELYZAのモデルはChatGPTより小さい。アラヤ（東京都港区）も使う。").mentions
    }
    assert rules == {"elyza": "alias", "openai": "product", "araya": "context"}


@pytest.mark.parametrize(
    "text",
    [
        "NTTドコモ・ベンチャーズは、除草ロボットのクサナギノに出資した。",
        "三菱UFJイノベーション・パートナーズがファンドを組んだ。",
    ],
)
def test_the_investing_arm_of_a_company_is_another_company(companies, text):
    assert companies(text) == set()


def test_an_english_investing_arm_is_another_company(companies):
    assert companies("Kazaoto is backed by NTT DOCOMO Ventures and Sony Innovation Fund.", lang="en") == set()


def test_people_of_a_company_and_grants_of_a_funder_confirm_an_english_name(companies):
    assert companies("Honda engineers watched the test.", lang="en") == {"honda"}
    assert companies("The team won a grant from JST.", lang="en") == {"jst"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Digital Agency will lend servers. Japan's Digital Agency chose five models.", {"digital-agency"}),
        ("A digital agency in Tokyo sells banners to Japanese shops.", set()),
        ("Britain's AI Safety Institute tested a model. The AI Safety Institute wrote it down.", set()),
        ("The rice cooker speaks. Emuni, a Kyoto start-up, taught it.", {"emuni"}),
        ("Old Macs answer too. The Mac on my desk speaks.", {"apple"}),
    ],
)
def test_what_stands_beside_an_english_name_that_is_also_a_word_decides(companies, text, found):
    assert companies(text, lang="en") == found


def test_who_developed_something_is_a_company(companies):
    assert companies("田の水を測る装置はモルフォが開発した。") == {"morpho"}
    assert companies("モルフォ蝶の羽を測る装置を学生が開発した。") == set()


def test_letters_among_kana_that_act_are_a_company(companies):
    assert companies("注文の前に声で確かめるよう、Amazonは利用者に勧めている。") == {"amazon"}
    assert companies("検証用の文でPerplexityは12まで下がった。") == set()
    assert companies("Amazon Japan will give each office a robot.", lang="en") == {"amazon"}
