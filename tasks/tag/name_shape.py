"""What a company's name looks like by itself: the letters it is made of, its endings, and what it is not."""

import re
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from tasks.tag import word_classes as words

LEGAL_FORMS = (
    *("株式会社", "合同会社", "有限会社", "㈱", "㈲", "(株)", "(有)", "(同)"),
    *("弁護士法人", "監査法人", "税理士法人"),
)
LEGAL = "|".join(map(re.escape, LEGAL_FORMS))
KATAKANA_WORD = re.compile(r"[ァ-ヺー]+")
_HAS_NAME_SCRIPT = re.compile(r"[ァ-ヺ]{2}|[A-Za-z]{2}|[A-Z]")
ONLY_KANJI = re.compile(r"[一-鿿々〆]+")
_PERSON_DOT = re.compile(r"[ァ-ヺー]+[・=][ァ-ヺー]+")
_OWN_LABORATORY = re.compile(r"[ァ-ヺー]{3,}研究所")
_MIXED = re.compile(r"[一-鿿]{2,}[ァ-ヺー]{2,}|[ァ-ヺー]{2,}[一-鿿]{2,}")
NUMBER = re.compile(r"[0-9.,]+")


_GLUED_LEGAL = re.compile(r"^(?:株式会社|合同会社|有限会社).|.(?:株式会社|合同会社|有限会社)$")
_LONG_KANJI = 4
_MIN_COMPOUND = 4
_MIN_BARE_KANJI, _MAX_BARE_KANJI = 2, 8
_PERSON_BESIDE = re.compile(
    r"・[一-龠々ヶ]{1,5}(?:社長|代表|会長|副社長|CEO|CTO|COO|CFO|取締役|執行役員|部長|氏)[一-龠]{0,4}$"
)
"""X・森山社長: a headline's company and who speaks for it."""
_SOME_COMPANY = re.compile(r"[同当両各自弊他御貴新]社|[0-9]+社")
_SURE_ENDING = re.compile(
    r"(?:法律事務所|会計事務所|特許事務所|監査法人|税理士法人|製薬|製作所|電機|製鋼|酒造|醸造|重工業|百貨店|鉄工所?|運輸|海運|汽船"
    r"|信用金庫|紡績|乳業|製菓|製紙"
    r"|精機|精工|化成|急便|通運|ホールディングス)$"
)
"""After two kanji of a proper stem they make a company's name for certain."""
_TOWN = re.compile(
    r"(?:東京|大阪|京都|名古屋|横浜|札幌|福岡|神戸|仙台|広島|川崎|沖縄|北海道|千葉|埼玉|新潟|静岡|浜松|那覇|長野"
    r"|金沢|熊本|鹿児島|岡山"
    r"|関西|中部|九州|四国|東北|北陸|中国|山陰|山口|秋田|岩手|青森|山形|福島|群馬|栃木|茨城|神奈川|山梨|岐阜|三重"
    r"|滋賀|奈良|和歌山|兵庫"
    r"|鳥取|島根|徳島|香川|愛媛|高知|佐賀|長崎|大分|宮崎|富山|石川|福井|愛知|宮城)"
    r"(?:電力|ガス|銀行|信用金庫|鉄道|電鉄|証券|交通|バス)"
)
_SUFFIX_LATIN = re.compile(r",? ?\b(?:Inc|Corp|Corporation|Ltd|LLC|K\.K|Co\., ?Ltd)\b\.?$")


class LookSort(Enum):
    """What a run needs to be a name."""

    OWN = auto()
    """Nothing but what any name needs: it is no common word, or a legal form is glued to it."""
    MIXED = auto()
    """Kanji and katakana that are common words each: a name only as 青雲ロボット社."""
    KANJI = auto()
    """Kanji without a company's ending: a name only where a noun that companies have introduces it."""
    COMPOUND = auto()
    """Common katakana words in one: a name only with an address or where it does what only companies do."""


class Look(NamedTuple):
    """A run of name letters without what is glued to it: its span in the run, and what it may be."""

    start: int
    end: int
    sort: LookSort


@lru_cache(maxsize=1 << 16)
def look_at(run: str) -> Look | None:
    """The look of a run, or None where nothing of it can be a name; words recur, so it is remembered."""
    span = trim(run, 0, len(run))
    if span is not None:
        name = run[span[0] : span[1]]
        has_legal_form = _GLUED_LEGAL.search(run) and name not in words.NOT_A_NAME and not name[0].isdigit()
        if has_legal_form or is_plausible(name):
            return Look(*span, LookSort.OWN)
        if _MIXED.fullmatch(name):
            return Look(*span, LookSort.MIXED)
    if _is_bare_kanji(run):
        return Look(0, len(run), LookSort.KANJI)
    if _is_compound_katakana(run):
        return Look(0, len(run), LookSort.COMPOUND)
    return None


def _is_bare_kanji(run: str) -> bool:
    """豆腐メーカーの相州豆腐店: kanji without a telling ending that are no common word."""
    return (
        _MIN_BARE_KANJI <= len(run) <= _MAX_BARE_KANJI
        and ONLY_KANJI.fullmatch(run) is not None
        and run not in words.NOT_A_NAME
        and not is_compound(run)
        and not words.NOT_A_COMPANY_ENDING.search(run)
    )


def _is_compound_katakana(run: str) -> bool:
    """ルートラボ: katakana of common words that is no common word itself."""
    return (
        len(run) >= _MIN_COMPOUND
        and KATAKANA_WORD.fullmatch(run) is not None
        and run not in words.COMMON_KATAKANA
        and not words.PERSON_NOUN.fullmatch(run)
    )


def trim(view: str, start: int, end: int) -> tuple[int, int] | None:
    """The span without common nouns glued to its sides (合弁会社X, X社長), or None where nothing is left."""
    while True:
        text = view[start:end]
        left = words.LEFT_GENERIC.match(text)
        if (
            left
            and left.end() < len(text)
            and _HAS_NAME_SCRIPT.search(text[left.end() :] if len(left.group()) < 3 else "AA")
        ):
            start += left.end()
            continue
        person = _PERSON_BESIDE.search(text)
        if person and person.start() >= 2:
            end = start + person.start()
            continue
        right = words.RIGHT_GENERIC.search(text)
        if right and right.start() >= 2 and not words.COMPANY_ENDING.search(text):
            end = start + right.start()
            continue
        break
    while (
        end > start and view[end - 1] in "・-.+&'" and not view[start:end].endswith(("Inc.", "Ltd.", "Corp.", "K.K."))
    ):
        end -= 1
    while start < end and view[start] in "・-+&'":
        start += 1
    return (start, end) if end - start >= 2 else None


def is_plausible(name: str) -> bool:
    """Whether the word itself may be a company's name, before any context is asked."""
    if name in words.COMMON_KATAKANA or name in words.COMMON_LATIN or name in words.NOT_A_NAME:
        return False
    if NUMBER.fullmatch(name) or name[0].isdigit():
        return False
    if name[0] == "第" and name[1:2].isdigit():
        return False
    has_ending = words.COMPANY_ENDING.search(name) is not None
    if has_ending and (
        words.GENERIC_COMPANY.fullmatch(name)
        or _stem(name) in words.NOT_A_NAME
        or words.GENERIC_STEM.fullmatch(_stem(name))
    ):
        return False
    if not has_ending and words.NOT_A_COMPANY_ENDING.search(name) and not _OWN_LABORATORY.fullmatch(name):
        return False
    if is_compound(name) or words.PLACE.fullmatch(name):
        return False
    if ONLY_KANJI.fullmatch(name):
        return has_ending and len(name) >= 3
    if not _HAS_NAME_SCRIPT.search(name):
        return has_ending and re.search(r"[ぁ-ん]{2}", name) is not None
    pieces = re.findall(r"[ァ-ヺー]+|[A-Za-z][A-Za-z0-9&.]*|[一-鿿々〆]+", name)
    return any(_is_own(piece) for piece in pieces) or (has_ending and not _is_generic(_stem(name)))


def _is_generic(stem: str) -> bool:
    """A stem of common words only: GPU投資, AI新興ファンド."""
    pieces = re.findall(r"[ァ-ヺー]+|[A-Za-z][A-Za-z0-9&.]*|[一-鿿々〆]+", stem)
    common = (words.COMMON_KATAKANA, words.COMMON_LATIN, words.NOT_A_NAME)
    return all(any(piece in kind for kind in common) or words.GENERIC_STEM.fullmatch(piece) for piece in pieces)


def is_compound(name: str) -> bool:
    """A compound of common kanji words: 査定文書, 調達担当."""
    return (
        len(name) in (4, 6)
        and ONLY_KANJI.fullmatch(name) is not None
        and all(name[at : at + 2] in words.NOT_A_NAME for at in range(0, len(name), 2))
    )


def is_person_like(name: str) -> bool:
    """イーロン・マスク: two katakana parts that are no common nouns."""
    if ("・" not in name and "=" not in name) or not _PERSON_DOT.fullmatch(name) or words.COMPANY_ENDING.search(name):
        return False
    return not any(part in words.COMMON_KATAKANA for part in re.split("[・=]", name))


def _stem(name: str) -> str:
    """The name without a company's ending."""
    ending = words.COMPANY_ENDING.search(name)
    return name[: ending.start()] if ending else name


def _is_own(piece: str) -> bool:
    """A katakana or Latin piece that is no common noun, nor two of them."""
    if re.fullmatch(r"[一-鿿々〆]+", piece):
        return False
    if piece in words.COMMON_KATAKANA or piece.rstrip("0123456789") in words.COMMON_LATIN:
        return False
    if not KATAKANA_WORD.fullmatch(piece):
        return len(piece) >= 2 and not piece.isdigit()
    if len(piece) < 3 or words.PERSON_NOUN.fullmatch(piece):
        return False
    return not any(
        piece[:cut] in words.COMMON_KATAKANA and piece[cut:] in words.COMMON_KATAKANA
        for cut in range(2, len(piece) - 1)
    )


def is_headline_name(name: str) -> bool:
    """What stands before a headline's comma and may be a name: no phrase, no public body, no common noun."""
    if _SOME_COMPANY.fullmatch(name):
        return False
    if (
        name in words.COMMON_KATAKANA
        or name in words.COMMON_LATIN
        or name in words.NOT_A_NAME
        or words.PLACE.fullmatch(name)
    ):
        return False
    if not words.COMPANY_ENDING.search(name) and words.NOT_A_COMPANY_ENDING.search(name):
        return False
    if is_compound(name) or re.match("第[0-9]", name):
        return False
    if re.search(
        r"[をへ]|(?:した|する|して|ない|から|まで|など|さん)|[0-9]+(?:社|行|校|店|者|人|年|月|日|割|倍|%|億|万)", name
    ):
        return False
    return len(name) >= 2


@lru_cache(maxsize=1 << 14)
def ending_points(name: str) -> float:
    """Points for a company's ending after a proper stem."""
    if _SUFFIX_LATIN.search(name):
        return 3.0
    if words.COMPANY_ENDING_EN.search(name) and not name.startswith("AI"):
        return 1.6
    match = words.COMPANY_ENDING.search(name)
    if match is None or match.start() == 0 or words.GENERIC_STEM.fullmatch(name[: match.start()]):
        return 0.0
    stem = name[: match.start()]
    if stem in words.NOT_A_NAME:
        return 0.0
    if _TOWN.fullmatch(name) or (len(stem) >= 2 and _SURE_ENDING.search(name)):
        return 2.0
    if ONLY_KANJI.fullmatch(name):
        return 1.4 if len(stem) >= 2 and len(name) >= _LONG_KANJI else 1.2 if len(stem) >= 2 else 0.6
    return 2.0 if len(stem) >= 2 and stem not in words.COMMON_KATAKANA else 0.6
