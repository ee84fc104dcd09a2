"""Text folded to one spelling before a date is looked for in it."""

import re
import unicodedata

KANJI_DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
KANJI_NUMBER = re.compile(r"[〇零一二三四五六七八九十]+(?=[年月日時分])")
SPACES = re.compile(r"\s+")


def fold(text: str) -> str:
    """NFKC (full-width digits, ㋿, （）), one kind of space, kanji numerals before 年月日時分 as digits."""
    folded = SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip()
    if "年" in folded and KANJI_NUMBER.search(folded):
        folded = KANJI_NUMBER.sub(lambda match: str(kanji_number(match[0])), folded)
    return folded


def kanji_number(numeral: str) -> int:
    """二〇二五 is 2025, 二十五 is 25."""
    if "十" not in numeral:
        return int("".join(str(KANJI_DIGITS[sign]) for sign in numeral))
    tens, _, units = numeral.partition("十")
    return (kanji_plain(tens) if tens else 1) * 10 + (kanji_plain(units) if units else 0)


def kanji_plain(numeral: str) -> int:
    """Digits alone; a second 十, which no date has, counts as nothing."""
    return int("".join(str(KANJI_DIGITS.get(sign, 0)) for sign in numeral))
