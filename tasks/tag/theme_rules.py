"""What a keyword needs beside it, theme by theme: the second sentences of the definitions, as grammar.

Each rule is read against the sentence that holds the keyword. ``support`` makes a half-weight keyword count whole,
``refuse_…`` make any keyword of the theme count nothing.
"""

import re
from collections.abc import Container
from dataclasses import dataclass

from tasks.tag.endings import Ending
from tasks.tag.openings import openings
from tasks.tag.rules import RULES, Rule


@dataclass(frozen=True, slots=True)
class ThemeRule:
    """Conditions on the sentence round a keyword; None asks nothing."""

    support: re.Pattern[str] | None = None
    """Found elsewhere in the sentence."""
    subject: re.Pattern[str] | None = None
    """As good as ``support``, but only where the sentence begins with it."""
    refuse_before: Ending | None = None
    """Ends where the keyword begins."""
    refuse_after: re.Pattern[str] | None = None
    """Begins where the keyword ends."""
    after_starts: Container[str] = ()
    """What ``refuse_after`` can begin with."""
    refuse_sentence: Rule | None = None

    @property
    def refuses(self) -> bool:
        """Whether any words refuse a keyword."""
        words = (self.refuse_before, self.refuse_after, self.refuse_sentence)
        return any(expression is not None for expression in words)


def _rule(
    support: str | None = None,
    *,
    subject: str | None = None,
    before: str | None = None,
    after: str | None = None,
    sentence: str | None = None,
) -> ThemeRule:
    def compiled(pattern: str | None) -> re.Pattern[str] | None:
        return re.compile(pattern) if pattern is not None else None

    ending = Ending(before) if before is not None else None
    whole = RULES.rule(sentence) if sentence is not None else None
    follows = compiled(after)
    starts = openings(follows) if follows is not None else ()
    return ThemeRule(compiled(support), compiled(subject), ending, follows, starts, whole)


_MAKES = (
    r"公開し|公開す|を公開|公に|開発[しすを]|の開発(?!者)|学習させ|学習し|訓練|発表し|を発表|リリース|構築|披露|実演|試作"
    r"|刷新"
    r"|育て|作っ|作る|次期|新版|次世代|改良|launch|releas|build|train|develop|unveil|fund|project|new "
)
_PUBLIC_BODY = (
    r"政府|[^\s、。]{0,8}(?:省|庁)(?:[はがのもと、]|$)|委員会|国会|国連|条約|EU|欧州|自治体|当局|法案|ministry|government"
    r"|agency|parliament|commission|lawmakers|Brussels|EU|lower house|upper house|Senate|Diet\b|Congress"
)

_COUNTRY = (
    r"(?:米国|英国|フランス|ドイツ|イタリア|カナダ|インド|ブラジル|韓国|台湾|中国|シンガポール|ベトナム|タイ|豪州"
    r"|オーストラリア"
    r"|欧州|スイス|オランダ|北欧|イスラエル|アフリカ)"
)
_PUBLIC_RESEARCH = r"(?:政府|大学|機関|研究所|当局|[^、。]{1,4}[省庁])"

_USER_ACTS = (
    r"(?!.*(?:開発|発売|公開|提供|発表|販売|手がけ|売り出|売る|リリース|調達|設立|研究))[^。、]{0,30}"
    r"(?:会社|工場|店|旅館|ホテル|銀行|スーパー|大手|チェーン|百貨店|本屋|事務所|農協|組合)(?:は|が|で、)"
)
"""A firm that is no maker is the subject."""

OF_AI_ALONE = frozenset({"adoption", "gov-use"})
"""Themes of using AI: their plain words (導入, 市は) say nothing in an article that is not about AI at all."""
OF_THE_BEAT = frozenset(
    {"speech", "evaluation", "ai-discovery", "ai-coding", "safety", "talent", "b2b-b2g", "foreign-entry", "partnership"}
    | {"gov-support", "regulation", "copyright", "intl-cooperation", "defense"}
    | {"healthcare", "finance", "manufacturing", "education", "entertainment"}
)
"""Themes whose words other news have too: a hospital or a law is one only where the article is of this field."""
_OF_AI = (
    r"AI|人工知能|機械学習|深層学習|LLM|GPT|言語モデル|自動|ロボ|無人|ドローン|合成|認識|認証|アバター|予測|音声|探索|画像|ソフト"
    r"|翻訳|通訳|字幕|アプリ|センサー|カメラ"
    r"|チャット|アルゴリズム|Claude|Gemini"
    r"|Copilot|[Rr]obot|[Aa]utonom|learning|algorithm|chatbot|language model"
)
SPEAKS_OF_AI = re.compile(_OF_AI)
IS_OF_THE_BEAT = re.compile(
    rf"{_OF_AI}|モデル|学習|計算機|偽動画|動画生成|半導体|GPU|推論|RAG|プロンプト|話し言葉|クラウド"
    r"|[Ss]elf-driv|[Mm]odel|[Cc]hip|[Vv]oice|[Ss]peech|prompt|listening|tutor|Turing|software"
)
"""Some word of the field: an article without one and without an organisation of the register is of other news."""

THEME_RULES: dict[str, ThemeRule] = {
    # Using a finished model does not count.
    "foundation-models": _rule(
        _MAKES,
        after=r"[^。]{0,6}(?:でも?知られ|を使い分け|を利用し|を活用し|を切り替え|を選べ|を使って|を使う)|(?:を"
        r"|に)?(?:使い分け|よる要約)|の(?:ベンチマーク|評価|性能|比較|安全性|利用|導入|活用|誤り|回答)",
    ),
    "domestic-llm": _rule(r"モデル|LLM|model"),
    "open-source-models": _rule(r"重み|オープン|ライセンス|商用|コード|Hugging Face|weights|licen[cs]e"),
    "small-edge-models": _rule(r"モデル|LLM|AI半導体|AIチップ|推論|小型|端末|デバイス|動く|動か|処理|on-device|model"),
    "ai-agents": _rule(
        r"AI|ＡＩ|LLM|自律|自動|autonom", before=r"転職|芸能|旅行|不動産|保険|移籍|代理人|人気|警備|スポーツ"
    ),
    "ai-coding": _rule(r"生成|AI[がでにをは]|自動|支援|LLM|code|Copilot|assist"),
    "ai-discovery": _rule(r"候補|探索|見つけ|発見|設計|予測|自動|discover|design|predict|search"),
    "image-video-gen": _rule(r"生成|AIで|generat"),
    "speech": _rule(
        r"合成|認識|クローン|通訳|音声|発話|応対|自動応答|ボイス|話しかけ|一次受け|受け答え|synthes|recogni|speech"
        r"|voice"
    ),
    "rag": _rule(
        r"検索|探|引き出|回答|答え|search|retriev",
        after=r"[」』]?(?:と書|の文字|の略|印の|という(?:ロゴ|名|文字))",
        sentence=r"略称",
    ),
    "reasoning": _rule(r"モデル|LLM|model"),
    "evaluation": _rule(
        r"モデル|言語|LLM|性能|AIの(?:能力|精度|安全)|対話AI|知能|スコア|精度|model|benchmark|GPT",
        sentence=r"人事考課|従業員を評価|商品を評価|物件を評価",
    ),
    "sovereign-ai": _rule(
        r"国産|海外|国内|外国|他国|米国|中国|データ|クラウド|基盤|主権|経済安全保障|sovereign|foreign|domestic"
    ),
    "gov-support": _rule(
        r"国|政府|県|省|庁|都は|市は|町は|村は|NEDO|JST|補助|公的|ministry|government|programme",
        # That a model maker had support of that programme is the programme's theme alone.
        sentence=r"GENIAC(?:の支援を(?:受け|得)|(?:に|で)?採択(?:され|の[A-Za-zァ-ヶ一-龠]))|アクセラレーター|補助金詐欺|ビジネスコンテスト|作品を|応募作|デザインを",
    ),
    "regulation": _rule(
        _PUBLIC_BODY, before=r"社内の|業界の|自主", after=r"の(?:該当箇所|該当部分|条文|文言)を(?:示|探|検索|引)"
    ),
    "copyright": _rule(r"学習|AI|作品|記事|声|肖像|画像|使用|利用|train"),
    "intl-cooperation": _rule(
        rf"(?:協力|連携|共同|合意)[^。]*(?:会合|標準|首脳|各国|国際)|(?:会合|標準|首脳|各国|国際|枠組み"
        rf"|協定)[^。]*(?:協力|連携|共同|合意|協議)"
        rf"|(?:日本|国内)の?{_PUBLIC_RESEARCH}[^。]*{_COUNTRY}[^。]*{_PUBLIC_RESEARCH}"
        rf"|{_COUNTRY}[^。]*{_PUBLIC_RESEARCH}[^。]*日本の?[^。]{{0,6}}"
        rf"{_PUBLIC_RESEARCH}|cooperat|joint|agree|together|governments|officials",
        after=r"に(?:沿|準拠|基づ)|を取得|の認証|を満た",
    ),
    "defense": _rule(r"防衛|自衛|軍|偵察|安全保障|装備|defen[cs]e|militar"),
    "semiconductors": _rule(
        r"半導体|設計|供給|不足|量産|調達|製造|消費電力|費用を|コストを|自社開発|販売|輸出|出荷|最新の?$|米NVIDIA"
        r"|組み合わせ|supply"
        r"|design|cost|shortage|manufactur|power",
        after=r"大手の|メーカーの|企業の|の利用料|クラウドと|クラウドと販売|[0-9]+[基枚台]で動|を(?:渡|配)",
    ),
    "data-centers": _rule(
        r"整備|増強|増設|新設|建設|拠点|投資|不足|確保|提供|(?<!消費)電力|冷却|データセンター|GPU|計算|稼働|build|expan"
        r"|capacity|compute|power",
        after=r"とデータ(?:収集|の)|(?:に|へ)(?:侵入|攻撃)|の(?:利用料|使用料)|と販売網|の補助",
    ),
    "funding": _rule(
        r"億|万円|ドル|ユーロ|株|シリーズ|ラウンド|投資家|引受|追加|million|billion|round|yen|led by",
        before=r"資材の|部品の|原料の|食材の|素材の|電力の|GPUの|累計|これまでの|過去の",
        after=r"の?(?:審査|稟議|判断|担当|相談)",
        sentence=r"これまでの調達|調達した資金|累計調達額は[^。]*で、|(?:GPU|部品|食材|資材|原料|燃料"
        r"|電力)[^。]{0,14}調達|借り換え|償還|返済|売却益|大学などが出資"
        r"|企業が出資して(?:い|設立)|出資した大学|ファンドを(?:組成|設立)",
    ),
    "m-and-a": _rule(r"株式|買|売却|子会社|億円|完全|acquir|bu(?:y|ought)", sentence=r"自己株式|自社株買い|buyback"),
    "ipo": _rule(
        r"上場|株|公募|申請|承認|listing|IPO|shares",
        after=r"(?:の|企業|会社|大手|株|各社|子会社|して(?:い)?る|する(?:企業|会社|同社|[^、。]{1,14}は)|[0-9]+社"
        r"|AI|ベンチャー|スタートアップ)",
    ),
    "partnership": _rule(
        r"(?:両社|両者|[A-Za-zァ-ヶー一-龠](?:社|大学|大|研究所|グループ)?)と(?:の|、|は|も)?[^。]{0,12}$|両社"
        r"|共同で|と(?:連携|協力)|業務|資本|技術を持ち寄|合意|締結|発表|開始|との|と .{0,2}(?:する|し|して|で|を)"
        r"|Tokyo|Japan|university|company|with",
        before=r"データ|システム|機能|アプリ|API|自動|機器|医療機関とも|部署間の|部門間の|エージェントが|同士が|同士の",
        after=r"(?:機能|サービス|先の(?:病院|店)|を(?:求め|呼びかけ)|できる)",
    ),
    "b2b-b2g": _rule(
        r"営業|販売|売り|売る|顧客|提供先|絞|軸足|注力|事業を|強化|拡販|開拓|契約先|sales|customers|focus"
    ),
    "foreign-entry": _rule(
        r"開設|設立|設け|開い|進出|参入|拠点|開始|始め|提供|広げ|専用プラン|本格化|拡大|海外勢|外資|office|launch"
        r"|open|enter|expan",
        after=r"の(?:社長|代表|責任者)(?:は|を務め)|の元",
    ),
    "talent": _rule(
        r"人材|技術者|エンジニア|研究者|新卒|中途|開発者|人員|社員|講師|[0-9]+人|博士|給与|年収|大学院|育成"
        r"|engineers|researchers|staff",
        before=r"製品の|技術の|正式|共通で|サービスの",
        sentence=r"人材派遣会社|元社員の|選手|球団|監督|芸能|移籍交渉",
    ),
    "adoption": _rule(
        r"業務|社内|社員|全社|現場|行員|店舗|窓口|製鉄所|物流拠点|法務部|人事部|経理|事務|点検|検品|作業|問い合わせ|伝票|請求書|会議|議事録"
        r"|発注|開発部門|倉庫|保守|従業員|売り場|厨房|接客|査定|審査|受付|配車|稟議|報告書|日報|見積|工程|巡回|駅員"
        r"|staff|employees|offices|stores|branches|workers|inspectors|factory|warehouse",
        subject=_USER_ACTS,
        before=r"(?:GPU|サーバー|チップ|設備|機材|半導体|基地局|制度|関税|税|許諾制|規制|罰則|市で|県で)を|[0-9]人",
        sentence=r"GPU(?:サーバー)?を(?:増|導入)|検討したい|図書館|授業|生徒|児童|教員|学校|中学|市役所|自治体|県庁"
        r"|町役場|議会",
    ),
    "earnings": _rule(r"円|%|増|減|前年|同期|四半期|通期|決算|過去最|予想|yen|percent|year"),
    "physical-ai": _rule(r"ロボ|機体|飛行|飛ぶ|自律|アーム|倉庫|robot|autonom", before=r"チャット|検索|会話"),
    "autonomous-driving": _rule(),
    "healthcare": _rule(
        r"病|医|診|薬|患者|治|臨床|patient|clinic",
        before=r"(?:企業|経営|故障|劣化|設備|騒音|橋の|建物の|家の)の?",
        after=r"(?:機関|関係者)?(?:も利用|にも売|にも広|にも提供)",
    ),
    "finance": _rule(
        r"金融|行内|融資|審査|預金|利用者|fintech|loan",
        after=r"(?:など|から|が(?:主導|引き受け|出資|融資)|を引受先|、[^。]{0,20}から(?:計|総額)?[0-9]|系)"
        r"|機関(?:から|が融資|の融資)",
        sentence=r"(?:銀行|信用金庫|金融機関)[^。]{0,30}(?:借り入れ|から(?:計|総額|の融資|[0-9])|を引受先"
        r"|が引き受け)|資金を(?:融資|借り)|第三者割当|協調融資|引受先|リード投資家|(?:銀行|信託|証券|信用金庫|保険"
        r"|生命|海上|公庫)[^。、]{0,8}(?:、|と|や|も|が|など)[^。]{0,40}(?:出資|増資|に参加|に加わ|引き?受け|応じ)",
    ),
    "manufacturing": _rule(
        r"製造|工場|ライン|部品|現場|不良|検品|金型|factory|production|line",
        after=r"(?:の取材|での生産を(?:想定|委託)|夜景|向けの?データ整備)|(?:機器|装置)?メーカーの[ァ-ヶA-Za-z]",
        sentence=r"TSMC|半導体[^。]{0,20}(?:工場|量産)|チップ[^。]{0,20}(?:工場|量産)|(?:脳|血液|尿|遺伝子)の?検査",
    ),
    "education": _rule(
        r"授業|学校|教員|学習|課題|レポート|大学生|教育|教え|学ぶ|学び|児童|生徒|採点|school|class|learn|teach",
        after=r"(?:ら|たち)(?:が(?:作|開発|設立)|だ|で作)|発の|起業|の出身|を卒業",
    ),
    "entertainment": _rule(r"制作|配信|出演|演|楽曲|編集|出版|物語|登場|声優|ファン|映像|脚本|創作|music|film|game"),
    "gov-use": _rule(
        r"市|県|町|村|区|省|庁|窓口|住民|行政|議会|公務|役所|city|government|prefectur",
        before=r"企業の|病院の|店の|銀行の|ホテルの|施設の",
        after=r"[はがも]?[^。、]{0,14}(?:を負担|を補助|を助成|に出資|な顧客|を?安く貸)"
        r"|[はがもに]?[^。]{0,40}(?:逮捕|摘発|書類送検|注意を|呼びかけ|捜査|提訴|承認|認可|推計)"
        r"|と[^。]{0,20}協議",
    ),
    "safety": _rule(r"モデル|AI|ＡＩ|検証|評価|防|対策|洗い出|試験|監査|検知|model|test"),
    "cybersecurity": _rule(r"攻撃|不正|漏|防|対策|監視|個人情報|データ|脆弱|attack|data"),
}
