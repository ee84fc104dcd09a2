"""How news write a registered name: variants made by rule, so that the register need not list them."""

import itertools
import re
import unicodedata

from tasks.tag.text import fold

_BOUNDARY = re.compile(
    r"[\s・]+|(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z0-9.])(?=[ぁ-ヿ一-龠])|(?<=[ぁ-ヿ一-龠ー])(?=[A-Za-z0-9])"
    r"|(?<=[a-z])(?=AI\b)|(?<=[ァ-ヺー一-龠])(?=(?:グループ|ホールディングス)$)"
)
_SHORT_FORMS = (
    ("フィナンシャル・グループ", "FG"),
    ("フィナンシャルグループ", "FG"),
    ("ホールディングス", "HD"),
    ("グループ", "G"),
    ("総合研究所", "総研"),
)
_SUBSIDIARY = re.compile(r"^日本(?=[ァ-ヺー・]{4,}$)")
_ABBREVIATIONS = {
    "マイクロソフト": "MS",
    "アイ・ビー・エム": "IBM",
    "ヒューレット・パッカード": "HP",
    "テキサス・インスツルメンツ": "TI",
}
"""Letters that headlines write for a transliterated parent, after 日本 only: MS alone is no name."""
_MAX_BOUNDARIES = 3
_OLD_LETTERS = "氣學國會澤邊龍藝廣濱齊齋櫻關鐵發總圖體驛"
_NEW_LETTERS = "気学国会沢辺竜芸広浜斉斎桜関鉄発総図体駅"
_TO_OLD = str.maketrans(_NEW_LETTERS, _OLD_LETTERS)
_TO_NEW = str.maketrans(_OLD_LETTERS, _NEW_LETTERS)
_TRANSLITERATED = re.compile(r"[ァ-ヺー]{4,}")


def spellings(alias: str) -> set[str]:
    """The folded forms under which news write the alias: spaces, long vowels, ヴ, old letters, グループ."""
    names = {unicodedata.normalize("NFKC", alias)}
    for long_form, short_form in _SHORT_FORMS:
        stem = alias.removesuffix(long_form).rstrip("・")
        if stem != alias and len(stem) >= 2:
            names.add(stem + short_form)
    subsidiary = _SUBSIDIARY.match(alias)
    if subsidiary and alias[subsidiary.end() :] in _ABBREVIATIONS:
        names.add("日本" + _ABBREVIATIONS[alias[subsidiary.end() :]])
    names |= {name.translate(letters) for name in list(names) for letters in (_TO_OLD, _TO_NEW)}
    if _TRANSLITERATED.fullmatch(alias) and not alias.endswith(("グループ", "コーポレーション")):
        names |= {alias + "コーポレーション", alias + "・コーポレーション"}
    found: set[str] = set()
    for name in names:
        pieces = [piece for piece in _BOUNDARY.split(name) if piece]
        if 1 < len(pieces) <= _MAX_BOUNDARIES + 1:
            for gaps in itertools.product(("", " "), repeat=len(pieces) - 1):
                found.add("".join(piece + gap for piece, gap in zip(pieces, (*gaps, ""), strict=True)))
            found.add("  ".join(pieces))
        else:
            found |= {name, "".join(pieces)}
    for name in list(found):
        found |= _long_vowels(name)
    return {key for key in (fold(name).text.strip() for name in found) if key}


def _long_vowels(name: str) -> set[str]:
    variants = {name}
    variants.add(
        name.replace("ヴァ", "バ").replace("ヴィ", "ビ").replace("ヴェ", "ベ").replace("ヴォ", "ボ").replace("ヴ", "ブ")
    )
    variants.add(re.sub(r"(?<=[ァ-ヺー]{4})ー(?![ァ-ヺー])", "", name))
    variants.add(re.sub(r"(?<=[ァ-ヺー]{4})(?<=[ティリニ])(?![ァ-ヺー])", "ー", name))
    return variants
