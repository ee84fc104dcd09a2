"""How Japanese news introduce a company: what stands left and right of its name, each with what it is worth."""

import re
from collections.abc import Callable

from tasks.tag.endings import Ending
from tasks.tag.name_shape import LEGAL
from tasks.tag.word_classes import word_list

HEADLINE = re.compile(
    r"(?:【[^】]{1,12}】)?(?P<name>[^、。「」『』()\n!?]{2,24}?)(?P<mark>、|(?<=[^A-Za-z0-9 ]) (?=[^A-Za-z0-9 ])"
    r"|が(?!ん)|は(?=[^ぁ-ん]))"
)
HIRAGANA_HEADLINE = re.compile(r"([ぁ-んー]{3,8})、")
QUOTED = (re.compile(r"「([ぁ-んー]{3,12})[」』]"), re.compile(r"『([ぁ-んー]{3,12})[」』]"))
"""Hiragana in quotation marks; an expression that begins with one letter is searched at four times the speed."""

_COMPANY_NOUNS = tuple(
    word_list(
        """
        AI スタートアップ 傘下 系列 グループ ベンチャー 新興 企業 会社 大手 中堅 老舗 メーカー 事業者 ソフト
        ソフトウェア ロボ ロボット システム アプリ サービス プラットフォーム 半導体 商社 卸 小売 小売り チェーン 工場
        旅館 ホテル 銀行系 商店 専門店 通販 専業 開発元 提供元 運営元 販売元 提携先 取引先 出資先 投資先 納入先 委託先
        スーパー 百貨店 事務所 飲食店 喫茶店 顧客 コンサル ファンド VC ゼネコン 工務店 問屋
        取次 薬局 玩具店 眼鏡店 書店 洋菓子店 家具店 量販店 学習塾 出版社 旅行社 印刷 運送 保険 製造元
        """
    )
)
"""What a company is called, by the end of the word: 子会社, 食品メーカー and CVC need no entry of their own."""
_SPIN_OFF = re.compile(r"(?:[一-龠]大|大学|[一-龠]研|高専)発(?:スタートアップ|ベンチャー|新興|企業)?の$")
_ACTOR_IS = re.compile(
    r"(?:運営会社|存続会社|開発元|販売元|提供元|運営元|親会社"
    r"|発売元|相手|作ったの|開発したの|手がけたの|導入したの|担ったの|使うの|使ったの|使っているの|用いたの"
    r"|採用したの|担うの|手がけるの|開発するの|運営するの|選ばれたの|提携先|納入先"
    rf"|買収先|出資先|顧客|導入先|株主|出資者|引受先|採択先|採用企業)に?は(?:[一-龠]{{2,4}}の)?(?:{LEGAL})?$"
)


def is_introduced(before: str) -> bool:
    """食品メーカーの, 老舗「, 九州大発ベンチャーの, 導入したのは: what makes the next word a company.

    Words at the end are compared as such: an expression tries them at every place before.
    """
    before = before.removesuffix("\n")
    link = 3 if before.endswith("である") else 1 if before.endswith(("の", "、", "「")) else 0
    if link and before.endswith(_COMPANY_NOUNS, 0, len(before) - link):
        return True
    if before.endswith("の"):
        return "発" in before and _SPIN_OFF.search(before) is not None
    return "は" in before and _ACTOR_IS.search(before) is not None


_DOINGS = tuple(
    word_list(
        """
        手がける 手掛ける 開発した 担う つくる 作る 営む 行う 行なう 目指す 掲げる 扱う 持つ 読む 売る 生かす 測る
        見守る 使った 使う 率いる 設立した 立ち上げた 創業した 興した 束ねる つなぐ 届ける 読み取る 見つける 防ぐ
        育てる 進める 貸し出す 本社を置く 強い 得意とする 特化した 知られる 移した 抱える 発の 拠点の 本社の
        """
    )
)


def says_what_it_does(before: str) -> bool:
    """開発する, 本社を置く: the end of a clause that tells what the next word does."""
    before = before.removesuffix("\n")
    return before.endswith(_DOINGS) or (before.endswith("する") and "一" <= before[-3:-2] <= "龠")


LEFT_ANY_VERB = re.compile(r"(?:を|に|で|が|と)[^、。はがをにで]{1,12}[うくぐすつぬぶむるた]$")
"""手順をAIで示すX: some clause that says what a name does."""
LEFT_GLUED = re.compile(
    r"(?:[一-龠ァ-ヶー]{2,8}|[うくすつぬぶむる])(?:会社|大手|企業|メーカー|新興|老舗|商社|チェーン)$"
)
"""分析会社X: what it is, right before its name."""
LEFT_NOUN = re.compile(r"[一-龠ァ-ヶーA-Za-z0-9]{2}の$")
LEFT_COUNTRY = re.compile(
    r"(?:^|[^一-龠])(?:(?:米|英|仏|独|加|伊|韓|豪|印)|(?:中国|台湾|韓国|米国|英国|フランス|ドイツ|カナダ"
    r"|シンガポール|インド|イスラエル|スイス|オランダ|北欧|欧州)の)$"
)
LEFT_FOREIGN_TOWN = re.compile(r"(?:^|[^一-龠])[米英仏独加伊韓豪印中][一-龠ァ-ヶー]{2,10}の$")
"""米ボストンのX."""
LEFT_PRODUCT = re.compile(
    r"(?:アプリ|モデル|ロボット|ロボ|システム|サービス|LLM|基盤|製品|ソフト|装置|ツール|センサー|カメラ|機能"
    r"|シリーズ|ブランド|名称|言語|手法|技術|雑誌|映画|番組|小説|作品|ゲーム|エンジン|チャットボット|新型|後継"
    r"|愛称)$"
)

RIGHT_ADDRESS = re.compile(
    r" ?[(](?:[^()]{1,16}、)?(?:本社[:：、は]?|所在地[:：]|代表|東証|証券コード|CEO|社長|旧"
    r"|(?:英)?[^()、]{0,12}?(?:[都道府県市区町村州]|東京|京都|大阪|神戸|札幌|福岡|名古屋|横浜|仙台"
    r"|[一-龠]{2}市))[^()]{0,50}[)]"
)
RIGHT_SEAT = re.compile(
    r" ?[(](?:本社[:：、は]?|[一-龠]{2,3}[都道府県]|東京[・都、]|(?:札幌|仙台|さいたま|千葉|横浜|川崎|相模原|新潟"
    r"|静岡|浜松|名古屋"
    r"|京都|大阪|堺|神戸|岡山|広島|北九州|福岡|熊本)市)[^()]{0,30}[)](?:は|が|も|の|と|、|に|を)"
)
RIGHT_GLOSS = re.compile(r" ?[(](?:[ァ-ヺー・]{2,20}|[A-Za-z][A-Za-z0-9 .&]{1,24})[)、]")
RIGHT_SHA = re.compile(r"社(?:は|が|の|を|に|と|も|で|製|、|長|内|様|$)(?!会|員)")
RIGHT_SAMA = re.compile(r"様(?:は|が|の|で|に|、|を|と)")
RIGHT_DEAL = re.compile(
    r"(?:を(?:[0-9.,]+[億万兆千百]*円で)?(?:完全)?(?:買収|子会社化|傘下|吸収合併|設立|合併)|(?:の"
    r"|が発行した)?(?:全)?株式|との?(?:業務|資本業務|資本)?(?:提携|協業|合弁|共同|パートナー契約|[一-龠]{2}契約"
    r"|手を組|組[みむんま])"
    r"|に(?:[0-9][^、。]{0,12}円?を?)?(?:追加)?(?:出資|投資|融資|資本参加)|への出資|が合併|と合併|に社名|を引受先"
    r"|が引き?受け|がリード"
    r"|が主導|が出資|から(?:の)?(?:出資|計|総額|[0-9]|資金|融資|約)|の(?:第三者割当|新株|増資|優先株|調達額|資金調達|評価額)|の主導"
    r"|を割当先|は(?:、|[0-9]+日、)?(?:資本)?業務提携)"
)
RIGHT_SUBJECT = re.compile(
    r"(?:は|が|も)(?=[、\s一-龠ァ-ヶA-Za-z0-9「『今新こ同この国独全年月毎])|では(?=、)|によると|が(?=[ぁ-ん])"
)
RIGHT_OFFICER = re.compile(
    r"(?:の(?:[一-龠ァ-ヶー]{1,8})?|・[一-龠々ヶ]{1,5})(?:社長|代表|CEO|CTO|創業者|取締役|広報|経営陣|日本法人"
    r"|子会社|株価|[一-龠]{1,4}氏)"
)
RIGHT_CHIEF = re.compile(r"の[一-龠々ヶ]{2,6}(?:CEO|CTO|COO|CFO|社長|副社長)(?=[はがもにと、「])")
"""Xの佐伯健CEOは: an officer of this title has a company."""
RIGHT_MADE = re.compile(
    r"が(?:新たに|独自に|共同で)?(?:作っ|作り|作る|開発し|開発す|手がけ|手掛け|提供し|提供す|設計し|設計す|構築し"
    r"|担当し|担っ|担う|製造し"
    r"|運営し|運営す|販売し|販売す|納め|納入し)"
)
"""システムはXが作った."""
RIGHT_RENAMED = re.compile(r"[」』]?に(?:社名|商号)|[」』]?(?:に|へ)(?:変更|改め|改称)")
LEFT_RENAMED = re.compile(r"(?:社名|商号)を[「『]?$")
RIGHT_FORMERLY = re.compile(
    r"の?(?:技術者|エンジニア|社員|幹部|研究者|研究員|役員|開発者|デザイナー|社長|取締役|従業員|営業)"
    r"|で[^、。]{1,16}を(?:率い|担当)|出身"
)
RIGHT_OFFICER_NAMED = re.compile(
    r"(?:の)?(?:共同)?(?:創業者|代表取締役|代表|社長|会長|副社長|CEO|CTO|COO|CFO|取締役)(?:CEO|社長)?(?:の|・|、"
    r"| )?[一-龠々ヶ]{1,4} ?[一-龠ぁ-んァ-ヶ]{0,4}"
    r"(?:氏|さん)"
)
"""X社長の大久保氏: an officer of X who is named, not a person called X."""
IS_A_COMPANY = re.compile(r"(?:会社|企業|スタートアップ|ベンチャー|新興|メーカー|専門商社)(?:だ|である|です)?。?$")
RIGHT_PRODUCT = re.compile(r"の[「『]")
RIGHT_QUOTE = re.compile(r"[」』]")
COUNT_AFTER = re.compile(r"(?:など|の|ら)?(?:の)?計?[0-9]+(?:社|者)")

LEFT_COMPANY_QUOTED = re.compile(
    r"(?:(?<!株式)(?<!有限)(?<!合同)会社|企業|大手|メーカー|商社|工場|新興|スタートアップ|ベンチャー|老舗|小売り?"
    r"|工務店|問屋)[「『]$"
)
LEFT_COMPANY_NOUN = Ending(
    r"(?:企業|会社|大手|メーカー|商社|新興|スタートアップ|ベンチャー|老舗|中堅|小売り?|ゼネコン|問屋|卸|工務店|専業"
    r"|チェーン)(?:の|、)"
)
"""Nouns that only a company follows: after them even a bare run of kanji may be its name."""
LEFT_NOUN_COMMA = re.compile(r"の[一-龠ァ-ヶー]{2,10}、$")
DOES = re.compile(
    r"発表|公開し|公開す|採択|開始|始め|提供|開発し|調達|出資|提携|連携|協業|買収|発売|披露|導入|刷新|設立|採用"
    r"|受注|発足"
    r"|参入|独立|売却|合併|乗り出|開設|増や|広げ|納め|展開|投資|作っ|作り|設け|売り|売る|使う|手を組|改め|当て|検知"
    r"|設計し|測|探|見つけ|進め|まとめ|教え|直す|読む|配っ|貸し|組ん|開い|終え|達し|超え|試す|試し|積む|置い|得た|募"
    r"|描|示す|支え|加え|届け|担|手がけ|出し|打ち出|伸ば|減ら|入れ"
)
ONLY_COMPANIES_DO = re.compile(
    r"を調達し|資金調達|増資|資本業務提携|子会社化|を創業|上場し|融資を受け|シリーズ[A-K]|シードラウンド|クローズ"
)
BUSINESS_ARTICLE = re.compile(
    r"同社|社長|CEO|調達|提携|子会社|合弁|買収|売上|創業|設立|顧客|料金|価格|発売|起業|資金調達|出資|新興"
    r"|スタートアップ|ベンチャー|company|startup"
    r"|start-up"
)
LEGAL_BEFORE = re.compile(rf"(?:{LEGAL}) ?$")
LEGAL_AFTER = re.compile(r" ?(?:株式会社|合同会社|㈱|\(株\)|,? ?(?:Inc|Corp|Ltd|LLC|K\.K)\b)")
LIST_GAP = re.compile(
    rf"(?:、|と|や|・|および|及び|ならびに|並びに)(?:{LEGAL}|米|英|仏|独|新興の|[一-龠ァ-ヶー]{{1,8}}の)?"
)


_LEFT_BY_LAST: dict[str, tuple[tuple[str, float, Callable[[str], object]], ...]] = {
    **dict.fromkeys(
        "るたうむすぐいつくぶぬ", (("clause", 1.4, says_what_it_does), ("clause", 0.7, LEFT_ANY_VERB.search))
    ),
    **dict.fromkeys("米英仏独加伊韓豪印", (("country", 1.6, LEFT_COUNTRY.search),)),
    **dict.fromkeys("、「は社)㈱人", (("apposition", 2.0, is_introduced),)),
    **dict.fromkeys("社", (("apposition", 2.0, is_introduced), ("apposition", 1.6, LEFT_GLUED.search))),
    **dict.fromkeys("手業ー興舗ン", (("apposition", 1.6, LEFT_GLUED.search),)),
    **dict.fromkeys("を", (("renamed", 3.0, LEFT_RENAMED.search),)),
    "、": (("apposition", 2.0, is_introduced), ("noun", 0.7, LEFT_NOUN_COMMA.search)),
    "の": (
        ("apposition", 2.0, is_introduced),
        ("clause", 1.4, says_what_it_does),
        ("noun", 0.7, LEFT_NOUN.search),
        ("country", 1.6, LEFT_COUNTRY.search),
        ("country", 1.6, LEFT_FOREIGN_TOWN.search),
    ),
}
"""By the last character before a name, what may stand there: kind of evidence, points, test."""

_DEAL = (("deal", 1.8, RIGHT_DEAL),)
_RIGHT_BY_FIRST = {
    **dict.fromkeys("をとにへかは", _DEAL),
    "が": (*_DEAL, ("made", 1.4, RIGHT_MADE)),
    **dict.fromkeys("社会代C共創取副", (("officer", 1.4, RIGHT_OFFICER_NAMED),)),
    **dict.fromkeys("( ", (("address", 3.0, RIGHT_ADDRESS), ("gloss", 1.2, RIGHT_GLOSS))),
    "・": (("officer", 1.4, RIGHT_OFFICER),),
    "社": (("sha", 2.6, RIGHT_SHA), ("officer", 1.4, RIGHT_OFFICER_NAMED)),
    "様": (("sama", 2.6, RIGHT_SAMA),),
    "の": (*_DEAL, ("maker", 1.3, RIGHT_PRODUCT), ("officer", 1.4, RIGHT_OFFICER), ("chief", 0.8, RIGHT_CHIEF)),
}


def evidence(before: str, after: str) -> list[tuple[str, float]]:
    """The kinds of evidence round a name with their points."""
    found = [(kind, points) for kind, points, stands in _LEFT_BY_LAST.get(before[-1:], ()) if stands(before)]
    found += [(kind, points) for kind, points, pattern in _RIGHT_BY_FIRST.get(after[:1], ()) if pattern.match(after)]
    if before[-1:] == "元" and RIGHT_FORMERLY.match(after):
        found.append(("formerly", 2.0))
    if (after[:1] in "株合㈱( ," and LEGAL_AFTER.match(after)) or (
        before[-1:] in "社)㈱㈲人 " and LEGAL_BEFORE.search(before)
    ):
        found.append(("legal-form", 3.0))
    return found
