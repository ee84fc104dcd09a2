"""Japanese, English or another language, told by the letters of the text."""

import re
from typing import Literal

Lang = Literal["ja", "en", "other"]

KANA = re.compile(r"[\u3041-\u309f\u30a0-\u30ff\uff66-\uff9f]")
HAN = re.compile(r"[\u3400-\u9fff]")
HANGUL = re.compile(r"[\uac00-\ud7af]")
LATIN = re.compile(r"[A-Za-z]+")
OTHER_LETTER = re.compile(r"[^\W\d_A-Za-z]")
ENGLISH_WORD = re.compile(r"\b(?:the|and|of|to|in|is|that|for|with|was|on|are|this|from|by|have|has)\b", re.IGNORECASE)

SAMPLE_CHARS = 800
KANA_SHARE = 0.05
"""A Japanese text of company names still has a twentieth of kana; a Chinese one has none."""
ENGLISH_SHARE = 0.12
"""Function words in English running text are a quarter to a half of the words; headlines alone have fewer."""


def language_of(text: str, declared: str = "") -> Lang:
    """The language of a text; ``declared`` (the page's lang attribute) only decides where the text is too short."""
    sample = text[:SAMPLE_CHARS]
    latin = sum(map(len, LATIN.findall(sample)))
    kana = han = hangul = foreign = 0
    if not sample.isascii():
        kana, han, hangul = len(KANA.findall(sample)), len(HAN.findall(sample)), len(HANGUL.findall(sample))
        foreign = len(OTHER_LETTER.findall(sample)) - kana - han - hangul
    letters = kana + han + hangul + latin
    if letters < 20:
        return _declared(declared) or ("ja" if kana else "other")
    if kana > KANA_SHARE * letters and kana + han > 0.15 * letters:
        return "ja"
    if han + hangul > 0.2 * letters or foreign > 0.1 * letters:
        return "other"
    words = sample.count(" ") + 1
    if len(ENGLISH_WORD.findall(sample)) > ENGLISH_SHARE * words:
        return "en"
    return "en" if words < 30 and _declared(declared) == "en" and not foreign else "other"


def _declared(declared: str) -> Lang | None:
    """The language of a lang attribute, if it names one."""
    primary = declared.lower().replace("_", "-").split("-")[0]
    return "ja" if primary == "ja" else "en" if primary == "en" else "other" if primary else None
