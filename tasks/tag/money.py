"""Amounts of money in Japanese and English text, as numbers in units of their currency.

Reads the narrow view of a text, so every offset is an offset of the stored text.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_DIGITS = r"[0-9][0-9,]*(?:\.[0-9]+)?"
_KANJI_NUMBER = r"[一二三四五六七八九十百千〇]+"
_SCALE = r"兆|億|千万|百万|十万|万|千|百"
_CURRENCY_JA = (
    r"円|米ドル|豪ドル|シンガポールドル|香港ドル|ドル|ユーロ|ポンド|人民元|元(?![一-龠]*氏|社|幹)|ウォン|ルピー"
)
_PART = rf"(?:(?:{_DIGITS}|{_KANJI_NUMBER}) ?(?:{_SCALE})?)"
# Atomic: what follows a number is no part of one, and a run of digits divides in more ways than can be tried.
_NUMBER_JA = rf"(?>{_PART}+)"

AMOUNT = re.compile(
    rf"(?P<about>約|およそ|最大(?:で)?|上限|総額|計|合計|合わせて|およそ)?(?P<low>{_NUMBER_JA})(?:円)?(?P<to>~|から"
    rf"|-)(?P<high>{_NUMBER_JA})(?P<currency2>{_CURRENCY_JA})"
    rf"|(?P<upto>最大(?:で)?|上限)?(?P<order>十数|数十|数百|数千|数)(?P<order_scale>兆|億|千万|百万|十万"
    rf"|万)(?P<currency3>{_CURRENCY_JA})"
    rf"|(?P<upto2>最大(?:で)?、?(?:総額)?|上限)?(?P<number>{_NUMBER_JA})(?P<currency>{_CURRENCY_JA})"
    rf"|(?P<sign>US\$|A\$|S\$|HK\$|[$€£¥]) ?(?P<value>{_DIGITS})(?:(?:-| to "
    rf"| - )[$€£¥]?(?P<value_max>{_DIGITS}))? ?(?P<scale>trillion|billion|million|thousand|tn|bn|mn"
    rf"|[mMbBkK](?![A-Za-z])|兆|億|万)?"
    rf"|(?P<value2>{_DIGITS})(?:(?:-| to )(?P<value2_max>{_DIGITS}))?[ -](?P<scale2>trillion|billion|million"
    rf"|thousand)[ -](?P<currency_en>yen|dollars?|US dollars|euros?|pounds?|yuan|won)"
    rf"|(?P<code>JPY|USD|EUR|GBP|CNY) ?(?P<value3>{_DIGITS}) ?(?P<scale3>trillion|billion|million|thousand|bn|mn|m\b"
    rf"|b\b)?"
)
_FIRST = re.compile(r"[0-9][0-9,]*|[一二三四五六七八九十百千〇数約お最上総計合$€£¥UASHJEGC]")
"""What ``AMOUNT`` begins with: trying all its forms at every place costs five to fifteen times as much.
Where it does not match at the first of a run of digits, it does at none."""
_CURRENCY_SIGNS = (
    *("円", "元", "ドル", "ユーロ", "ポンド", "ウォン", "ルピー", "$", "€", "£", "¥"),
    *("yen", "dollar", "euro", "pound", "yuan", "won", "JPY", "USD", "EUR", "GBP", "CNY"),
)
"""One of these stands in every amount."""

MOST_AMOUNTS = 40
"""What has more of them without a full stop is a table: no announcement, and each is compared with the whole of it."""

_SCALES = {
    "兆": 1e12, "億": 1e8, "千万": 1e7, "百万": 1e6, "十万": 1e5, "万": 1e4, "千": 1e3, "百": 1e2, "": 1.0,
    "trillion": 1e12, "tn": 1e12, "billion": 1e9, "bn": 1e9, "b": 1e9,
    "million": 1e6, "mn": 1e6, "m": 1e6, "thousand": 1e3, "k": 1e3,
}  # fmt: skip
_CURRENCIES = {
    "円": "JPY", "ドル": "USD", "米ドル": "USD", "豪ドル": "AUD",
    "シンガポールドル": "SGD", "香港ドル": "HKD", "ユーロ": "EUR",
    "ポンド": "GBP", "元": "CNY", "人民元": "CNY", "ウォン": "KRW", "ルピー": "INR",
    "$": "USD", "US$": "USD", "A$": "AUD", "S$": "SGD", "HK$": "HKD", "€": "EUR", "£": "GBP", "¥": "JPY",
    "yen": "JPY", "dollar": "USD", "US dollar": "USD", "euro": "EUR", "pound": "GBP", "yuan": "CNY", "won": "KRW",
}  # fmt: skip
_ORDERS = {"数": (1, 10), "十数": (10, 20), "数十": (10, 100), "数百": (100, 1000), "数千": (1000, 10000)}
"""A vague number as the floor and the end of its order: 数十億 is 10 to 100 of 億."""

_KANJI_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")}
_KANJI_TENS = {"十": 10, "百": 100, "千": 1000}
_PIECE = re.compile(rf"(?P<digits>{_DIGITS})|(?P<scale>兆|億|万)|(?P<kanji>[一二三四五六七八九〇]+)|(?P<tens>[十百千])")


_BEFORE_CONVERSION = re.compile(
    r"[^()、。]{0,6} ?\((?:約|およそ|about |日本円で|邦貨換算で約?|around |roughly |approximately )?"
)


class Money(NamedTuple):
    """An amount at ``[start, end)`` of the text it was read from."""

    start: int
    end: int
    amount: float
    """In units of ``currency``; the floor of a range."""
    amount_max: float | None
    currency: str
    is_conversion: bool
    """Stands in a bracket right after another amount: 2億ドル（約300億円）."""


def amounts_in(text: str) -> Iterator[re.Match[str]]:
    """The matches of ``AMOUNT`` in order of place."""
    if not any(map(text.__contains__, _CURRENCY_SIGNS)):
        return
    at = 0
    while (first := _FIRST.search(text, at)) is not None:
        match = AMOUNT.match(text, first.start())
        if match is not None:
            yield match
        at = match.end() if match is not None else first.end()


def find_money(text: str) -> list[Money]:
    """The amounts in order of place."""
    found: list[Money] = []
    for match in amounts_in(text):
        money = _read(match)
        if money is None:
            continue
        between = text[found[-1].end : match.start()] if found else ""
        is_conversion = "(" in between and _BEFORE_CONVERSION.fullmatch(between) is not None
        amount, amount_max, currency = money
        found.append(Money(match.start(), match.end(), amount, amount_max, currency, is_conversion))
    return found


def _read(match: re.Match[str]) -> tuple[float, float | None, str] | None:
    if match["number"] is not None:
        value = _number(match["number"])
        return (value, value if match["upto2"] else None, _CURRENCIES[match["currency"]]) if value else None
    if match["low"] is not None:
        return _range(match["low"], match["high"], _CURRENCIES[match["currency2"]])
    if match["order"] is not None:
        low, high = _ORDERS[match["order"]]
        scale = _SCALES[match["order_scale"]]
        return low * scale, high * scale, _CURRENCIES[match["currency3"]]
    if match["sign"] is not None:
        return _western(match["value"], match["value_max"], match["scale"], _CURRENCIES[match["sign"]])
    if match["value2"] is not None:
        currency = _CURRENCIES[match["currency_en"].removesuffix("s")]
        return _western(match["value2"], match["value2_max"], match["scale2"], currency)
    return _western(match["value3"], None, match["scale3"], match["code"])


def _range(low: str, high: str, currency: str) -> tuple[float, float | None, str] | None:
    top, bottom = _number(high), _number(low)
    if bottom < 1e4 <= top and not re.search(r"[兆億万]", low):
        # 10〜12億円: the scale of the end holds for the floor too.
        bottom *= _SCALES[max(re.findall(r"[兆億万]", high), key=lambda scale: _SCALES[scale])]
    return (bottom, top, currency) if 0 < bottom < top else None


def _western(value: str, value_max: str | None, scale: str | None, currency: str) -> tuple[float, float | None, str]:
    factor = _SCALES[(scale or "").lower()]
    top = float(value_max.replace(",", "")) * factor if value_max else None
    return round(float(value.replace(",", "")) * factor, 2), top, currency


@lru_cache(maxsize=1 << 12)
def _number(text: str) -> float:
    """1兆2000億, 97.7億, 2億5千万, 9,770百万, 十二億 as a number."""
    total = section = 0.0
    digit: float | None = None
    for piece in _PIECE.finditer(text):
        if piece["digits"]:
            digit = float(piece["digits"].replace(",", ""))
        elif piece["kanji"]:
            digit = float("".join(str(_KANJI_DIGITS[char]) for char in piece["kanji"]))
        elif piece["tens"]:
            section += (1.0 if digit is None else digit) * _KANJI_TENS[piece["tens"]]
            digit = None
        else:
            total += (section + (digit or 0.0) or 1.0) * _SCALES[piece["scale"]]
            section, digit = 0.0, None
    return round(total + section + (digit or 0.0), 2)
