"""Whether a name found in running text stands there as a word of its own.

Japanese puts no spaces between words, so the scripts decide: Latin letters end where kana begin, a katakana word ends
where kanji begin, and a kanji word ends nowhere visibly; there, lists of what may follow a name decide. The lists hold
classes of words (parts and people of an organisation; nouns that make another organisation of it), not names.

What the characters beside a match tell by themselves is read for a whole batch at once, by ``Edges``; the few matches
that it leaves open are looked at one by one, by ``stands_alone``.
"""

import re
from functools import cache
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from tasks.tag.openings import openings
from tasks.tag.text import TABLE_SIZE, Codes, narrow

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

_ARM = (
    r"・(?:ベンチャー|キャピタル|インベストメント|イノベーション|パートナーズ|アセット|ファンド|ファイナンス"
    r"|アドバイザー|エクイティ"
    r"|インキュベーション|アクセラレーター)"
)
_INVESTING_ARM = re.compile(_ARM)
"""NTTドコモ・ベンチャーズ is not NTTドコモ."""
_OTHER_ORGANISATION = re.compile(
    rf"[ァ-ヺー]{{2,8}}{_ARM}|"
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

_OTHER_STARTS = openings(_OTHER_ORGANISATION)
_OTHER_ORGANISATION_EN = re.compile(
    r" (?:[A-Z][A-Za-z]+ ){0,2}(?:Ventures|Capital|Fund|Investments?|Partners)\b| (?:Bank|Card|Life|Insurance"
    r"|Energy|Rail|General|Systems|Solutions|East|West|Ventures|Capital|Arena|Stadium"
    r"|Dome|Hawks"
    r"|Eagles|Foundation|Securities|Logistics|Chemical|Electronics|Motors|Music|Pictures|Hall|Tower|Cup|Racing|Pie"
    r"|Juice|Watch Party)\b"
)
_FILE_TAIL = re.compile(
    r"(?:[\w-]*)\.(?:pdf|zip|csv|tsv|bin|xlsx?|docx?|pptx?|png|jpe?g|gif|txt|py|ipynb|json|jsonl|gguf|safetensors"
    r"|ya?ml|md|html?)\b|_\w"
)


_TELLING = frozenset("_@&・")
"""Signs before or after a name that ``stands_alone`` looks at."""
_TELLING_AFTER_LATIN = frozenset(" .-")
"""Signs that it looks at only where they follow a Latin letter."""

Classes: TypeAlias = npt.NDArray[np.uint8]
Flags: TypeAlias = npt.NDArray[np.bool_]

_PLAIN, _SPACE, _SIGN, _KATA, _KAN, _ACCENTED, _DIGIT, _LETTER = range(8)
"""Classes of a character at an edge: ``_SPACE`` and ``_SIGN`` are the two kinds of telling signs, ``_PLAIN`` all else
that is no letter, ``_DIGIT`` and ``_LETTER`` those of ASCII."""


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


_SCRIPTS = _Scripts()


def _class_of(char: str) -> int:
    kind = script(char)
    if kind == LATIN:
        return _ACCENTED if not char.isascii() else _DIGIT if char.isdigit() else _LETTER
    if kind == OTHER:
        return _SIGN if char in _TELLING else _SPACE if char in _TELLING_AFTER_LATIN else _PLAIN
    return _KATA if kind == KATAKANA else _KAN


@cache
def _class_table() -> Classes:
    """Class by code point of the stored text, seen through ``narrow``; beyond the table all are ``_PLAIN``."""
    table = np.zeros(TABLE_SIZE, dtype=np.uint8)
    plain = narrow("".join(map(chr, (*range(0xD800), *range(0xE000, TABLE_SIZE)))))
    classes = np.fromiter(map(_class_of, plain), dtype=np.uint8, count=len(plain))
    table[:0xD800], table[0xE000:] = classes[:0xD800], classes[0xD800:]
    return table


_NOTHING = np.zeros(1, dtype=np.uint16)


class Edges(NamedTuple):
    """Columns with the classes of the characters at the edges of matches."""

    before: Classes
    first: Classes
    last: Classes
    after: Classes

    @classmethod
    def of(cls, codes: Codes, start: npt.NDArray[np.int64], end: npt.NDArray[np.int64]) -> "Edges":
        """The edges of the spans ``[start, end)`` of a stored text; its own ends count as ``_PLAIN``."""
        codes = np.concatenate([_NOTHING, codes, _NOTHING])
        return cls(*(_class_table().take(codes[places]) for places in (start, start + 1, end, end + 1)))

    @property
    def follows_letter(self) -> Flags:
        """Whether a letter or digit of ASCII stands before."""
        flags: Flags = self.before >= _DIGIT
        return flags

    @property
    def follows_katakana(self) -> Flags:
        """Whether katakana stands before."""
        flags: Flags = self.before == _KATA
        return flags

    @property
    def follows_digit(self) -> Flags:
        """Whether a digit of ASCII stands before."""
        flags: Flags = self.before == _DIGIT
        return flags

    @property
    def letter_follows(self) -> Flags:
        """Whether a letter of ASCII stands after."""
        flags: Flags = self.after == _LETTER
        return flags

    def stand_plainly(self) -> Flags:
        """Whether another script or none stands on either side, and nothing that ``stands_alone`` looks at."""
        before, first, last, after = self
        starts = np.where(first == _KAN, before != _KAN, self._start_script()) & (before != _SIGN)
        flags: Flags = starts & ((after == _PLAIN) | ((last <= _KAN) & ((after == _SPACE) | (after > _KAN))))
        return flags

    def may_stand(self) -> Flags:
        """Whether no letter of its own script goes on beside a match; ``stands_alone`` decides on those.

        Kanji pass, as does katakana after katakana (グループ may follow) and a digit on either side of the end.
        """
        _, _, last, after = self
        ends = (last <= _KAN) | (after <= _KAN) | (last == _DIGIT) | (after == _DIGIT)
        flags: Flags = self._start_script() & ends
        return flags

    def _start_script(self) -> Flags:
        """No Latin letter before another, no katakana before katakana."""
        before, first, _, _ = self
        flags: Flags = ~(((first > _KAN) & (before > _KAN)) | ((first == _KATA) & (before == _KATA)))
        return flags


def stands_alone(view: str, start: int, end: int, is_short_kanji: bool, takes_version: bool) -> bool:
    """The finer rules, asked only of the places that ``Edges.may_stand`` lets pass."""
    before = view[start - 1] if start else "\n"
    after = view[end] if end < len(view) else "\n"
    last, follows = _SCRIPTS[view[end - 1]], _SCRIPTS[after]
    if last == follows == KATAKANA and not view.startswith("グループ", end):
        return False
    if before in "_@" or (before == "&" and start > 1 and _SCRIPTS[view[start - 2]] == LATIN):
        return False
    if after == "&" and end + 1 < len(view) and _SCRIPTS[view[end + 1]] == LATIN:
        return False
    if after == "・" and _INVESTING_ARM.match(view, end):
        return False
    if is_short_kanji:
        if _SCRIPTS[before] == KANJI and before not in _KANJI_BEFORE:
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
        return after not in _OTHER_STARTS or _OTHER_ORGANISATION.match(view, end) is None
    return True


def _is_version(view: str, end: int) -> bool:
    """Qwen2.5, GPT-5x: digits after letters, or one letter after digits."""
    if view[end].isdigit():
        return not view[end - 1].isdigit()
    return end + 1 >= len(view) or _SCRIPTS[view[end + 1]] != LATIN
