"""Whether a name found in running text stands there as a word of its own.

Japanese puts no spaces between words, so the scripts decide: Latin letters end where kana begin, a katakana word ends
where kanji begin, and a kanji word ends nowhere visibly; there, lists of what may follow a name decide. The lists hold
classes of words (parts and people of an organisation; nouns that make another organisation of it), not names.
"""

import re

_WORD = re.compile(r"[A-Za-z0-9À-ÖØ-öø-ʯ]")
_KATAKANA = re.compile(r"[ァ-ヺーｦ-ﾟ]")
_KANJI = re.compile(r"[一-鿿々〆〇]")

LATIN, KATAKANA, KANJI, OTHER = range(4)

_KANJI_BEFORE = frozenset("元旧現前米新両対同各在反独仏英中韓台加伊印露豪日氏社型版兼後的約計")
"""Single kanji that may stand before a short kanji name: 元理研, 旧東工大."""

_PART_OF_IT = re.compile(
    r"教授|准教授|助教|名誉|大学院|学生|院生|生[^命協産]|発[^動電展]|出身|卒|松尾|研究|病院|医|工学|理学|法学|情報"
    r"|先端|総長|学長|理事|所長|側|製|系|版"
    r"|独自|内[^閣]|等|主導|主催|所属|所管|在学|在籍|職員|社員|社長|会長|代表|幹部|広報|担当|経由|向け|入り|初|式|案|の"
    r"|チーム|グループ|キャンパス|モデル|スパコン|センター|プロジェクト|ベンチャー|スタートアップ|コンピュータ"
    r"|マテリアル"
)
"""What may follow a short kanji name without making another word of it (東大教授, but 東大阪)."""

_OTHER_ORGANISATION = re.compile(
    r"生命|損保|損害|火災|海上|銀行|証券|信託|保険|不動産|建設|電機|工業|製薬|化学|鉱業|紡織|電子|電装|硝子|計器"
    r"|精機|機械|東日本|西日本"
    r"|東(?![京北海])|西(?![暦日])|都市開発|物流|運輸|倉庫|総研|球団|球場|美術館|記念|財団|学園|労組|労働組合|商事"
    r"|販売|興業|食品|電力|協会|健保|年金|会館|不動"
    r"|通信システム|工機|重工|造船|車体|紡績|交通|鉄道|商船|水産|酒造|印刷|出版(?!物)"
    r"|ソリューション|テクノ(?!ロジ(?:ー)?[のはをがに])|ファシリティ|コムウェア|コムテック|コミュニケーション|ネッツ"
    r"|ネットワークス|フィールド|エンジニアリング|アドバンス"
    r"|バンク|ライフ|ビズ|リサーチ|ファイナンス|キャピタル|ベンチャー|パートナーズ|ロジ|エナジー|エネルギー"
    r"|モビリティ|セキュリティ|インベストメント|ケミカル"
    r"|フーズ|トラベル|カード|ペイメント|ホーム|コンサル|アリーナ|スタジアム|ホークス|イーグルス|ドーム|レーシング"
    r"|ホール|パーソナル|ゼネラル|ディスプレイ"
    r"|マーケティング|プランニング|ビルディング|レンタ|リース|ファンド|アセット|スマートドローン|アーキテクト"
    r"|イノベーション|ディベロップメント|スポーツ|カップ|タワー"
)
"""Nouns that make the name of another organisation, a team or a venue: NTT東日本, ソニー生命, 理研ビタミン."""

_OTHER_ORGANISATION_EN = re.compile(
    r" (?:Bank|Card|Life|Insurance|Energy|Rail|General|Systems|Solutions|East|West|Ventures|Capital|Arena|Stadium"
    r"|Dome|Hawks"
    r"|Eagles|Foundation|Securities|Logistics|Chemical|Electronics|Motors|Music|Pictures|Hall|Tower|Cup|Racing|Pie"
    r"|Juice|Watch Party)\b"
)
_FILE_TAIL = re.compile(
    r"(?:[\w-]*)\.(?:pdf|zip|csv|tsv|bin|xlsx?|docx?|pptx?|png|jpe?g|gif|txt|py|ipynb|json|jsonl|gguf|safetensors"
    r"|ya?ml|md|html?)\b|_\w"
)


def script(char: str) -> int:
    """LATIN (letters and digits), KATAKANA, KANJI or OTHER."""
    if _WORD.match(char):
        return LATIN
    if _KATAKANA.match(char):
        return KATAKANA
    if _KANJI.match(char):
        return KANJI
    return OTHER


class _Scripts(dict[str, int]):
    """Script by character, each found out once."""

    def __missing__(self, char: str) -> int:
        found = self[char] = script(char)
        return found


SCRIPTS = _Scripts()
TELLING = frozenset("_@&")
"""Signs before or after a name that ``stands_alone`` looks at."""
TELLING_AFTER_LATIN = frozenset(" .-")
"""Signs that it looks at only where they follow a Latin letter."""


def may_start(view: str, start: int) -> bool:
    """No letter of the same script stands before (kanji apart, which ``stands_alone`` looks at)."""
    if start == 0:
        return True
    before, first = SCRIPTS[view[start - 1]], SCRIPTS[view[start]]
    return before != first or first in (KANJI, OTHER)


def may_end(view: str, end: int) -> bool:
    """No letter of the same script follows, with the exceptions that ``stands_alone`` looks at."""
    if end >= len(view):
        return True
    last, after = SCRIPTS[view[end - 1]], SCRIPTS[view[end]]
    if last == KATAKANA:
        return after != KATAKANA or view.startswith("グループ", end)
    return last != after or last != LATIN or view[end].isdigit() or view[end - 1].isdigit()


def stands_alone(view: str, start: int, end: int, is_short_kanji: bool, takes_version: bool) -> bool:
    """The finer rules, asked only of the few places that pass ``may_start`` and ``may_end``."""
    before = view[start - 1] if start else "\n"
    after = view[end] if end < len(view) else "\n"
    last, follows = SCRIPTS[view[end - 1]], SCRIPTS[after]
    if before in "_@" or (before == "&" and start > 1 and SCRIPTS[view[start - 2]] == LATIN):
        return False
    if after == "&" and end + 1 < len(view) and SCRIPTS[view[end + 1]] == LATIN:
        return False
    if is_short_kanji:
        if SCRIPTS[before] == KANJI and before not in _KANJI_BEFORE:
            return False
        return follows not in (KANJI, KATAKANA) or _PART_OF_IT.match(view, end) is not None
    if last == LATIN:
        if follows == LATIN and not (takes_version and _is_version(view, end)):
            return False
        if after in "._-" and _FILE_TAIL.match(view, end):
            return False
        if after == " " and _OTHER_ORGANISATION_EN.match(view, end):
            return False
    if follows in (KANJI, KATAKANA):
        return _OTHER_ORGANISATION.match(view, end) is None
    return True


def _is_version(view: str, end: int) -> bool:
    """Qwen2.5, GPT-5x: digits after letters, or one letter after digits."""
    if view[end].isdigit():
        return not view[end - 1].isdigit()
    return end + 1 >= len(view) or SCRIPTS[view[end + 1]] != LATIN
