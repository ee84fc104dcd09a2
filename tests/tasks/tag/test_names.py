"""Companies that no register holds. All of them are invented."""

import pytest


@pytest.fixture
def names(tag):
    return lambda body, **more: {name.name for name in tag(body, **more).unknown}


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("株式会社カモメノメは、港の船を見分けた。", "カモメノメ"),
        ("装置はシオマネキ株式会社が納めた。", "シオマネキ"),
        ("（株）ハサミムシは糸を切る。", "ハサミムシ"),
        ("ミライノキ社は教材を配った。", "ミライノキ"),
        ("ロードドクト（さいたま市大宮区）は道を診る。", "ロードドクト"),
        ("AIスタートアップのイトノコは、刃を設計した。", "イトノコ"),
        ("京都大学発のキノミコードは、実験を始めた。", "キノミコード"),
        ("米スノーフェザーは東京に拠点を設けた。", "スノーフェザー"),
        ("ベーカリーのコムギヤ様では、廃棄を減らした。", "コムギヤ"),
        ("リコーは、点検AIのヒビミルを買収した。", "ヒビミル"),
        ("顧客には西武蔵急行が入った。", "西武蔵急行"),
        ("合同会社つむぎの里は、糸車を記録した。", "つむぎの里"),
        ("9チクタク株式会社は、時計を直すAIを売る。", "9チクタク"),
        ("耳の遠い人を助ける会社ミミヨリは、字幕のAIを作った。", "ミミヨリ"),
        ("玩具店のコマドリイが、全国の店で扱う。", "コマドリイ"),
        ("青藍監査法人は、AIの偏りを調べた。", "青藍監査法人"),
        ("ツユクサ薬局は、飲み合わせをAIで確かめた。", "ツユクサ薬局"),
        ("ホウセンカAIの樺島登CEOは、船の話をした。", "ホウセンカAI"),
    ],
)
def test_a_company_is_known_by_how_it_is_introduced(names, body, name):
    assert names(body) == {name}


def test_the_actor_of_a_headline_is_a_company_where_the_text_agrees(names):
    assert names("ソバオトは、石臼の音を聞き分ける装置を公開した。", title="ソバオト、石臼の音を聞く") == {"ソバオト"}
    assert names("碧羽計算は、波を読むAIを船会社に売る。同社の設立は2024年。", title="碧羽計算、波を読む") == {
        "碧羽計算"
    }


def test_what_is_listed_beside_a_company_is_one(names):
    body = "シグマ製菓、株式会社おかき蔵、ヤドリギAIの3社が組んだ。"
    assert names(body) == {"シグマ製菓", "おかき蔵", "ヤドリギAI"}


@pytest.mark.parametrize(
    "body",
    [
        "リコーとNTTデータは議事録AIで手を組んだ。",
        "東北大学と宮城県は画像を公開した。",
        "「AI・業務展」が東京ビッグサイトで閉幕した。",
        "イーロン・マスク氏とサム・アルトマン氏が話した。",
        "同社の株価は上がり、当社の推計も変わった。",
        "スタートアップのエンジニア採用が鈍る。",
        "「ChatGPT」と「Claude」を読み比べた。",
        "朝刊まち新報の質問に市長が答えた。",
        "保険会社の契約文書を読み比べる。",
        "ゴッホの贋作をルーブル美術館が見破った。",
    ],
)
def test_other_names_are_no_companies(names, body):
    assert names(body) == set()


def test_a_product_in_quotation_marks_is_none_and_its_maker_is(names):
    assert names("株式会社フォレノートは、センサー「コダマ」を置いた。") == {"フォレノート"}


def test_english_names_are_found_and_people_are_not(names):
    body = "Kobe-based Minato Optics won an order from Seto Shipping Inc. Its CEO, Ken Arimura, once worked at Google."
    assert names(body, lang="en") == {"Minato Optics", "Seto Shipping"}


def test_no_names_are_looked_for_in_other_languages(tag):
    german = "Die Firma Kranichwerk aus Hamburg nahm Geld auf. Ein Sprecher der Kranichwerk株式会社 sagte nichts."
    assert tag(german, lang="ja").unknown != []
    assert tag(german, lang="other").unknown == []


def test_a_registered_company_is_never_listed(tag, registers):
    body = "株式会社アラヤ、カラクリ（東京都中央区）、ＡＢＥＪＡ社、米メタ、Ubie株式会社が集まった。"
    known = {alias for c in registers.companies for alias in (*c.aliases, *c.ambiguous_aliases, c.name_ja)}
    tags = tag(body)
    assert not {name.name for name in tags.unknown} & known
    assert {c.company_id for c in tags.companies} == {"araya", "karakuri", "abeja", "meta", "ubie"}


def test_hiragana_before_a_legal_form_is_a_name(tag):
    assert [name.name for name in tag("みなも株式会社は、介護記録AIの提供を始めた。").unknown] == ["みなも"]
    assert tag("この株式会社は、介護記録AIの提供を始めた。").unknown == []


def test_a_working_group_and_a_programme_are_no_companies(tag):
    assert tag("総務省のワーキンググループは、指針をまとめた。募集企画「ミライ塾」も始める。").unknown == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Minoru announced that it had partnered with Fujitsu.", {"Minoru"}),
        ("The company won orders from Suruga Paper, Tokachi Milk and the city of Obihiro.", set()),
        ("Backers of the model are Fujitsu, Suruga Paper and Tokachi Milk.", {"Suruga Paper", "Tokachi Milk"}),
        ("The lender's venture capital unit Komorebi invests early.", {"Komorebi"}),
        ("The Series B was led by Sumika.", {"Sumika"}),
        ("Fish AI startup Uotoki hired ten people.", {"Uotoki"}),
        ("Additionally, Fujitsu joined. We're glad, Ken Arimura announced.", set()),
        ("The plan won money from Japan's New Energy and Industrial Technology Development Organization.", set()),
        ("It was backed by angel investor Ken Arimura.", set()),
        ("Ken Arimura, Yui Noda and Fujitsu researchers wrote it. Professor Mori announced its prize.", set()),
        ("The menu offers ChatGPT, Kumo Writer and Hoshi Painter.", set()),
        ("The chief used to work at Fogbank, a weather firm.", {"Fogbank"}),
        ("PlumSight, based in Wakayama, grades plums.", {"PlumSight"}),
        ("Its backers include Mito Rice and Echizen Ventures.", {"Mito Rice", "Echizen Ventures"}),
        ("Rival Seaweed Systems also bid.", {"Seaweed Systems"}),
        ("Customers include Kitakaze Rail and the town of Mori.", {"Kitakaze Rail"}),
        ("The Bank of Nemuro let customers speak. The Bank of Japan did not.", {"Bank of Nemuro"}),
    ],
)
def test_english_names_are_known_by_what_stands_round_them(names, body, expected):
    assert names(body, lang="en") == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("ネコヤナギとハコベラボは業務提携契約を結んだ。", {"ネコヤナギ", "ハコベラボ"}),
        ("キタカゼコーポレーションも採用を決めた。", {"キタカゼコーポレーション"}),
        ("AI企業ツクヨミノ社が上場する。", {"ツクヨミノ"}),
        ("ジャフコ グループ株式会社が投資した。", set()),
    ],
)
def test_partners_and_corporations_are_known_and_glued_nouns_are_not_part_of_them(names, body, expected):
    assert names(body) == expected


def test_spaces_inside_a_registered_name_leave_no_name_over(names):
    assert names("Preferred  Networks opened a laboratory.", lang="en") == set()


def test_kanji_before_the_town_of_its_seat_is_a_company(tag):
    assert [n.name for n in tag("間伐の時期を示す梢葉（高知県本山町）が、新型を出した。").unknown] == ["梢葉"]


def test_an_interview_names_the_company_before_its_president(tag):
    found = tag("ロボットで足場を組む。", title="「現場が先」　建設DXのクミアゲ・森社長に聞く").unknown
    assert [n.name for n in found] == ["クミアゲ"]


@pytest.mark.parametrize(
    ("title", "body", "names"),
    [
        ("台帳を読むAI", "仕組みはヨミスケールが作った。", ["ヨミスケール"]),
        ("台帳を読むAI", "元ヨミスケールの技術者が話す。", ["ヨミスケール"]),
        ("台帳を読むAI", "図面のアオゾラは社名をBlue Ledgerに変更する。", ["Blue Ledger"]),
        ("こもれび、絵本を読むAI", "発達支援のこもれびは、絵本を読むAIを配る。", ["こもれび"]),
        ("台帳を読むAI", "山科の織物問屋、白樺屋号が採用した。", ["白樺屋号"]),
        ("ヨミスケール社長・北野氏に聞く", "ヨミスケールの北野社長が話す。", ["ヨミスケール"]),
        ("台帳を読むAI", "ヨミスケールは、台帳を読むアプリの会社だ。", ["ヨミスケール"]),
        ("同社は否定、株価は下落", "同社は否定した。", []),
    ],
)
def test_makers_former_employers_and_officers_name_a_company(tag, title, body, names):
    assert [n.name for n in tag(body, title=title).unknown] == names


def test_an_english_tool_is_no_company_and_a_counted_client_is_one(tag):
    body = "The tool, called LedgerMap, goes on sale. Kazaoto Freight counts Blue Fern and Google among its clients."
    assert [n.name for n in tag(body, lang="en").unknown] == ["Kazaoto Freight", "Blue Fern"]


@pytest.mark.parametrize(
    "text",
    [
        "株式会社 代表取締役社長 青木 陸 コメント",
        "健康食品や医療用機器、テレビ番組、統合ソリューションが並ぶ。",
    ],
)
def test_offices_and_branches_are_no_names(tag, text):
    assert tag(f"{text}発表した。").unknown == []


def test_a_supermarket_and_a_regional_unit_are_names(tag):
    found = tag("スーパーのヒマワリ丸は、棚のAIを導入した。NTT西日本と大和クラフトは、点検にAIを使う。").unknown
    assert [n.name for n in found] == ["ヒマワリ丸", "NTT西日本", "大和クラフト"]
