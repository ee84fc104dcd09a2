"""Who is named where: registered companies and new names as one list of places, for rules that read grammar."""

import re
from bisect import bisect_left
from typing import NamedTuple

from tasks.tag import word_classes as words
from tasks.tag.companies import Mention
from tasks.tag.document import Document
from tasks.tag.name_runs import RUN
from tasks.tag.name_shape import LEGAL, is_plausible, trim
from tasks.tag.openings import openings
from tasks.tag.taken import TakenChars
from tasks.tag.tuples import many_of
from tasks.tag.unknown_name import UnknownName


class Organisation(NamedTuple):
    """A named organisation at a place of ``Document.text``."""

    start: int
    end: int
    key: str
    """Id of the register, else the name as written."""
    is_registered: bool


_GENERIC = re.compile(
    r"(?:[一-龠ァ-ヶー]{0,8}(?:の|系))?(?:欧州|米国?|英国|海外|国内外|アジア|中東|日本|個人|既存|新規|機関|海外|国内"
    r"|複数|外部|エンジェル|主要|大手|地元|民間|新"
    r"|戦略)*(?:の)?"
    r"(?:投資家ら?|株主(?:ら)?|事業会社|金融機関|投資会社|投資ファンド|ファンド|地銀系?ファンド|政府系ファンド"
    r"|VC(?:連合)?|CVC|ベンチャーキャピタル|銀行(?:団)?|地銀|会社|企業|創業者|経営陣|役員|従業員|代表者|代表取締役"
    r"|代表|社員|取引先|大学|自治体|親会社|名|者|社|投資事業組合|有限責任組合)(?:ら|など|[0-9]+(?:社|者|名))?"
    r"|[0-9]+(?:社|者|名|人|行)|[一-龠ァ-ヶー0-9]*[0-9]+(?:社|者|行)|本人|両社|各社|他社|同社|当社|同行|同氏|金額"
    r"|詳細|[0-9]+日|[0-9]+月|ほか|他"
)
_OWNER_PREFIX = re.compile(r"^.*(?:(?<=[一-龠ァ-ヺーA-Za-z0-9)」])の|である|を率いる|系列|大手|傘下)(?=[^の]{2,}$)")
_HIRAGANA_FRONT = re.compile(r"[ぁ-ん]{3,6}(?<!など)(?<!および)(?<!ならびに)")
"""ぎふしんフューチャーファンド: hiragana that an item of a list begins with is part of its name."""
_TAIL = re.compile(
    r"(?:ら|など|ほか)(?:個人|法人|投資家|機関|国内外の?)*[0-9]+(?:人|名|社|者|行)$|(?:も|が)(?:新たに)?(?:参加"
    r"|出資|加わ|応じ|続)(?:し?た|っ?た|い?た)?$"
)
"""千葉氏ら個人5人, X銀行も参加: what a list's last item ends with."""
_ROLE_PREFIX = re.compile(
    r"^(?:(?:新規|既存|新た|戦略)(?:の)?(?:投資家|株主|引受先)?|(?:リード)?(?:投資家|株主|引受先))(?:として|から|に"
    r"|で)?は?、?"
    r"(?=[A-Zァ-ヺ一-龠])(?<=[はてら、])"
)
"""新規投資家としてX, 既存からはX: the part that one of a list plays."""
_HONORIFIC = re.compile(r"(?:です|でした|氏|さん|様|ら|など|(?<![一-龠])社)$")
_COUNTRY = re.compile(
    r"^(?:(?:米国の?|英国の?|中国の?|韓国の?|台湾の?)(?=[ァ-ヺA-Za-z一-龠][ァ-ヺーA-Za-z一-龠])"
    r"|[米英仏独加伊韓印豪](?=[ァ-ヺA-Za-z][ァ-ヺーA-Za-z一-龠]))"
)
_KATAKANA = re.compile(r"[ァ-ヺー]")
_LEGAL_BESIDE = re.compile(rf"^(?:{LEGAL}) ?|(?:{LEGAL})$")
_BRACKETED = re.compile(r"\([^()]*\)")
_AFTER_LAST = re.compile(
    r"(?:株式会社|合同会社|有限会社)?(?: ?\([^()]*\))?"
    r"(?:氏|社|様|など|ら|ほか|の?計?[0-9]+(?:社|者|行)|です|[」』 。])*"
)
"""What may follow the last name of a list's item."""
_KIND_PREFIX = re.compile(r"^(?:投資会社|運用会社|事業会社|倉庫会社|通信会社|製薬会社|建設会社|食品卸|ファンド運営|VC)")
_NAME_SHAPE = re.compile(r"[A-Za-zÀ-ɏ0-9ァ-ヺー一-鿿々〆&+.'\\-・ ぁ-ん]{2,24}")
_PARTICLE = re.compile(
    r"資金調達|調達|増資|融資|出資|ラウンド|投資家|株主|株式|[はがをにでへ]|^[ぁ-ん]{1,3}$|[ぁ-ん]$|系$|傘下$"
    r"|[0-9][億万円%年月日]"
)
_NO_PARTY = words.word_set(
    """
    追加分 残額 創業 創業者 株式 融資 増資 出資 資金 社債 優先株 普通株 新株 調達 払い込み 追加 新規 既存 今回 前回
    残り 全額 一部
    内訳 引受先
    割当先 出資者 株主 投資家 リード 主導 契約 協調融資 事業 声優事務所 事務所
    ラウンド シリーズ 金利 返済 担保 設備 運転資金 技術 人材 開発 採用 海外 国内 地元 社長 代表 創業者 取締役 顧客
    提携 累計 評価額 取引銀行 主力行 メインバンク
    """
)


def is_name_shaped(text: str) -> bool:
    """Whether the words of an investor's place may be a name: no particle in it, no amount, no word of finance."""
    return _NAME_SHAPE.fullmatch(text) is not None and not _PARTICLE.search(text) and text not in _NO_PARTY


_PHRASE = re.compile(r"[をへ]|(?:した|する|して|ない|から|まで|という|による)|。")
_MIN_SHORT_FORM = 4
_TIME = re.compile(
    r"^(?:このほど|今回|新たに|ほかに|さらに|また|既に|すでに|合計|総額|計|約|同日|同時に|主に|[0-9]+月|[0-9]+日"
    r"|昨年|今年|来年|前回)"
)


_GOES_ON = re.compile(
    r"・(?:ベンチャー|キャピタル|インベストメント|イノベーション|パートナー)"
    r"|(?: [A-Z][A-Za-z]+){0,2} (?:Fund|Ventures|Capital)\b"
)
"""The investing arm of a registered company is another company."""
_ARM_STARTS = openings(_GOES_ON)


class Organisations:
    """The organisations of a document by place."""

    def __init__(self, document: Document, mentions: list[Mention], names: list[UnknownName]) -> None:
        self.view = document.view
        self.document = document
        starts = {m.start for m in mentions}
        view = self.view
        found = many_of(
            Organisation,
            [
                (start, end, company_id, True)
                for company_id, start, end, rule, _ in mentions
                if rule != "product"
                and (view[end : end + 1] not in _ARM_STARTS or end + 1 in starts or not _GOES_ON.match(view, end))
            ],
        )
        found += self._places_of(names, found)
        self.found = sorted(found, key=lambda org: (org.start, -org.end))
        self._starts = [org.start for org in self.found]

    def _places_of(self, names: list[UnknownName], taken: list[Organisation]) -> list[Organisation]:
        places: list[Organisation] = []
        if not names:
            return places
        taken_chars = TakenChars(len(self.view), ((other.start, other.end) for other in taken))
        for name in sorted(names, key=lambda n: -len(n.name)):
            at = self.view.find(name.name)
            while at >= 0:
                end = at + len(name.name)
                if not taken_chars.overlaps(at, end) and self._is_whole(at, end):
                    places.append(Organisation(at, end, name.name, False))
                    taken_chars.add(at, end)
                at = self.view.find(name.name, end)
        return places

    def _is_whole(self, start: int, end: int) -> bool:
        """Katakana and Latin words are not cut (カモメ inside カモメノメ)."""
        before, after = self.view[start - 1 : start], self.view[end : end + 1]
        return not (
            (_KATAKANA.match(before) and _KATAKANA.match(self.view, start))
            or (_KATAKANA.match(after) and _KATAKANA.match(self.view, end - 1))
            or (before.isascii() and before.isalnum() and self.view[start].isascii() and self.view[start].isalnum())
            or (after.isascii() and after.isalnum() and self.view[end - 1].isascii() and self.view[end - 1].isalnum())
        )

    def within(self, start: int, end: int) -> list[Organisation]:
        """Those that begin in the span."""
        return self.found[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def listed(self, start: int, end: int) -> list[Organisation]:
        """The organisations that a phrase lists (A、種苗大手のBとC氏), descriptions and nameless ones left out."""
        result: list[Organisation] = []
        for piece in self._pieces(start, end):
            org = self._in_piece(*piece)
            if org is not None and all(other.key != org.key for other in result):
                result.append(org)
        return result

    def _pieces(self, start: int, end: int) -> list[tuple[int, int]]:
        """The items of the list; a separator inside a known name, or と inside a word, does not part."""
        text = self.view[start:end]
        inside = [(o.start - start, o.end - start) for o in self.within(start, end)]
        cuts = [
            (m.start(), m.end())
            for m in _SEPARATOR.finditer(text)
            if not any(s < m.end() and m.start() < e for s, e in inside)
        ]
        pieces, begin = [], 0
        for cut_start, cut_end in [*cuts, (len(text), len(text))]:
            if text[begin:cut_start].strip():
                pieces.append((start + begin, start + cut_start))
            begin = cut_end
        return pieces

    def _in_piece(self, start: int, end: int) -> Organisation | None:
        """The organisation of one item: a known one that stands last in it, else the words after the last の."""
        known = [o for o in self.within(start, end) if o.end <= end]
        if known and _AFTER_LAST.fullmatch(self.view, known[-1].end, end):
            last = known[-1]
            own = _HIRAGANA_FRONT.fullmatch(self.view, start, last.start) if not last.is_registered else None
            return Organisation(start, last.end, self.view[start : last.end], False) if own else last
        text = self.view[start:end]
        text = _BRACKETED.sub("", text)
        lead = len(self.view[start:end]) - len(self.view[start:end].lstrip())
        core = _HONORIFIC.sub("", _HONORIFIC.sub("", text.strip(" 「」『』")))
        core = _LEGAL_BESIDE.sub("", core)
        core = _HONORIFIC.sub("", _TAIL.sub("", _ROLE_PREFIX.sub("", core)))
        if _GENERIC.fullmatch(core) or _PHRASE.search(core) or _TIME.match(core) or not core:
            return None
        core = _OWNER_PREFIX.sub("", core)
        core = _LEGAL_BESIDE.sub("", _COUNTRY.sub("", core))
        core = _KIND_PREFIX.sub("", core) or core
        if core.startswith("同"):
            return None
        trimmed = trim(core, 0, len(core))
        core = core[trimmed[0] : trimmed[1]] if trimmed else core
        if (
            not is_name_shaped(core)
            or _GENERIC.fullmatch(core)
            or core in words.COMMON_KATAKANA
            or core in words.COMMON_LATIN
        ):
            return None
        at = self.view.find(core, start + lead if lead else start)
        for other in self.found:
            # グロービス after グロービス・キャピタル・パートナーズ is the same one.
            if (
                len(core) >= _MIN_SHORT_FORM
                and self.view.startswith(core, other.start)
                and other.end > other.start + len(core)
            ):
                return other
        return Organisation(at, at + len(core), core, False) if start <= at < end else None

    def plausible_at(self, start: int, end: int) -> Organisation | None:
        """The last run of name letters in the span that may be a name, where no known one stands."""
        known = self.within(start, end)
        if known:
            return known[-1]
        last: Organisation | None = None
        for run in RUN.finditer(self.view, start, end):
            span = trim(self.view, run.start(), run.end())
            if span is not None and is_plausible(self.view[span[0] : span[1]]):
                last = Organisation(*span, self.view[span[0] : span[1]], False)
        return last


_SEPARATOR = re.compile(
    r"、(?:そして|および|並びに|ならびに|また)?|,(?: and)? |・(?=米|英)|および|及び|ならびに|並びに"
    r"|(?<=[^ぁ-ん])や(?=[^ぁ-ん])|(?<=[^ぁ-ん])と(?=[^ぁ-ん])"
    r"| and |/"
)
