"""What an article treats. All sentences are invented."""

import pytest


@pytest.fixture
def themes(tag):
    return lambda body, **more: {theme.theme_id for theme in tag(body, **more).themes}


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("倉庫のロボットが箱を運ぶ。", "physical-ai"),
        ("社内文書を探すRAGを作った。", "rag"),
        ("量子化で軽くし、スマホで動くモデルを公開した。", "small-edge-models"),
        ("政府はAI法の基本計画をまとめた。", "regulation"),
        ("両社はAIで業務提携した。", "partnership"),
        ("通期の純利益は2割増えた。", "earnings"),
        ("声優の許諾なく声を学習した。", "copyright"),
        ("架空の口コミが出回り、AIが誤った店を薦めた。", "safety"),
        ("腕時計の中で推論まで済ませる。", "small-edge-models"),
        ("出張の手配まで代行し、ブラウザを自分で操作する。", "ai-agents"),
        ("他国に頼らずAIを育てる。", "sovereign-ai"),
        ("AIの若手を育てる研修を始めた。", "talent"),
        ("全支店で使うAIを決めた。", "adoption"),
        ("The model was trained on Japanese documents.", "domestic-llm"),
    ],
)
def test_a_theme_is_read_from_its_words(themes, text, theme):
    assert theme in themes(text)


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("転職エージェントが求人を並べる。", "ai-agents"),
        ("STORAGEの容量を増やし、ラグビーを見た。", "rag"),
        ("東証グロース上場の同社は検品AIを売る。", "ipo"),
        ("推論用サーバーの工事が始まった。", "reasoning"),
        ("ガラパゴス諸島のカメを数えた。", "intl-cooperation"),
        ("医療や製造など幅広い業界に売る。", "healthcare"),
        ("部品調達の費用を減らした。", "funding"),
        ("警視庁はAIを悪用した男を逮捕した。", "gov-use"),
        ("村は電気代を補助し、AIの会社を呼び込む。", "gov-use"),
        ("廃校にAIの計算機を並べた。", "education"),
        ("自己株式として全株式を買い戻す。", "m-and-a"),
        ("相性診断のAIを公開した。", "healthcare"),
        ("The robotaxi stopped.", "physical-ai"),
        ("コロボックルの絵本をAIで描いた。", "physical-ai"),
        ("GENIACの支援を受けて作ったモデルだ。", "gov-support"),
        ("AIの広告に消費者庁が行政指導をした。", "gov-use"),
        ("二つのエージェントが連携し、AIの帳簿を直す。", "partnership"),
        ("日本語LLMの評価を公開した。", "foundation-models"),
        ("AIの学習データとソースコードを配った。", "ai-coding"),
        ("古着の査定をAIが手伝う。", "finance"),
        ("製造業や小売業でAIの注文が増えた。", "manufacturing"),
        ("国土交通省とAIの車の扱いを協議する。", "gov-use"),
        ("パラメーターは123億、大きなモデルだ。", "small-edge-models"),
        ("GMO AI&ロボティクス商事が窓口になる。", "physical-ai"),
    ],
)
def test_a_trap_is_no_theme(themes, text, theme):
    assert theme not in themes(text)


def test_english_articles_have_themes_too(themes):
    body = "The start-up raised $5 million to build warehouse robots and will hire 20 engineers."
    assert themes(body, lang="en") >= {"funding", "physical-ai", "talent"}


def test_one_word_deep_in_a_long_text_is_in_passing(themes):
    filler = "担当者は朝から晩まで画面の前に座り、次の一手を考えた。" * 20
    assert "physical-ai" not in themes(filler + "帰りにロボットを見た。" + filler)
    assert "physical-ai" in themes("ロボットが届いた。" + filler, title="ロボットの一日")


@pytest.mark.parametrize(
    ("body", "is_theme"),
    [
        ("富士通と理化学研究所は、潮の流れを読む手法を開発した。", True),
        ("NEC（東京都）と東京大学の研究グループは、橋の音で実験した。", True),
        ("富士通とNECは、値下げを競い、それぞれ新型を開発した。", False),
        ("富士通は、NECと理化学研究所の装置を使って実験した。", False),
    ],
)
def test_two_that_make_something_together_are_partners(themes, body, is_theme):
    assert ("partnership" in themes(body)) is is_theme


@pytest.mark.parametrize(("sentences", "is_theme"), [(20, True), (140, False)])
def test_the_longer_a_text_the_more_signs_it_takes(themes, sentences, is_theme):
    filler = "担当者は朝から晩まで画面の前に座り、次の一手を考えた。" * sentences
    found = themes(filler + "帰りにロボットを見た。隣では四足の機械も歩く。" + filler)
    assert ("physical-ai" in found) is is_theme


@pytest.mark.parametrize(
    ("more", "is_theme"), [("", False), ("画像をAIが読む。", True), ("Ubie株式会社も加わる。", True)]
)
def test_what_other_news_have_too_is_a_theme_only_in_this_field(themes, more, is_theme):
    found = themes("市民病院に新しい医師が着任し、患者を診る。" + more)
    assert ("healthcare" in found) is is_theme


def test_evidence_is_where_the_text_says(tag):
    tags = tag("両社は自動運転で提携した。", title="自動運転の提携")
    for theme in tags.themes:
        for start, end, keyword in theme.evidence:
            assert tags.document.text[start:end] == keyword


@pytest.mark.parametrize(
    ("body", "is_funding"),
    [
        ("The bakery secured a loan of 20 million yen.", True),
        ("The bakery is raising money from its backers.", True),
        ("The guard secured the door.", False),
        ("Raising eels takes patience.", False),
        ("A book on loan must come back.", False),
    ],
)
def test_english_words_of_money_are_funding_only_together(themes, body, is_funding):
    assert ("funding" in themes(body, lang="en")) is is_funding


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("A paper titled Robot Learning from Few Samples won the prize.", "physical-ai"),
        ("公募増資で30億円を得る。", "funding"),
        ("慶應義塾大学発のミナヅキは電池を測る。", "education"),
    ],
)
def test_a_word_inside_a_title_or_a_name_is_no_theme(themes, text, theme):
    assert theme not in themes(text, lang="en" if text.isascii() else "ja")


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("百貨店は、売り場の電話応対をAIに任せる。", "adoption"),
        ("日本の大学とカナダの研究所が、川の水質をAIで協力して調べる。", "intl-cooperation"),
        ("利用者に代わって旅館を予約するAIを出した。", "ai-agents"),
        ("AIの書いたコードを3割の技術者が使う。", "ai-coding"),
    ],
)
def test_plain_words_for_a_theme_count_too(themes, text, theme):
    assert theme in themes(text)


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("蔵元は、センサーの待機電力を減らした。", "data-centers"),
        ("増資には、しろがね銀行や地元の酒屋が応じた。", "finance"),
        ("検査は国際規格に沿って行う。", "intl-cooperation"),
        ("球団は、選手の移籍の交渉にAIを使う。", "talent"),
        ("詐欺電話が3年で2倍に増えた。", "cybersecurity"),
        ("条例の該当箇所を示しながら、市の職員に答える。", "regulation"),
    ],
)
def test_a_word_in_another_sense_is_no_theme(themes, text, theme):
    assert theme not in themes(text)


def test_one_weak_word_told_twice_is_still_one_sign(themes):
    assert "defense" not in themes("点検のドローンが橋の下を飛ぶ。", title="橋の点検にドローン")


def test_a_firm_that_uses_a_device_adopts_it_one_that_makes_it_does_not(themes):
    assert "adoption" in themes("織物の工場は、糸の切れ目を見つけるAIを織機に付けた。")
    assert "adoption" not in themes("織物の会社は、糸の切れ目を見つけるAIを開発し、織機に付けた。")


def test_only_an_article_on_ai_treats_its_adoption(themes):
    assert "adoption" not in themes("市場は新しい計量の規則を導入した。会議は3回開かれた。", title="計量の規則を導入")
    assert "adoption" in themes("市場は新しい計量のAIを導入した。会議は3回開かれた。", title="計量のAIを導入")
