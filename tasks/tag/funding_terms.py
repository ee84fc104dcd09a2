"""What a round is called: round, tranche, instrument and day of announcement, read from the words of a text."""

import re
from calendar import month_abbr
from datetime import date, timedelta

from tasks.tag.rules import RULES, Passage, Story

_ROUNDS = (
    ("pre-seed", RULES.rule(r"プレ[・ ]?シード|pre-?seed", re.IGNORECASE)),
    ("pre-a", RULES.rule(r"プレ[・ ]?シリーズ ?A|pre-?series[ -]A|プレA|pre-A(?: round)?\b", re.IGNORECASE)),
    ("pre-b", RULES.rule(r"プレ[・ ]?シリーズ ?B|pre-?series[ -]B|プレB", re.IGNORECASE)),
    (
        "lettered",
        RULES.rule(
            r"(?:シリーズ(?:は)?|[Ss]eries|SERIES)[ -]?([A-K])(?![A-Za-z])[0-9]?|(?<![A-Za-z])([A-E])(?:ラウンド"
            r"| round\b)"
        ),
    ),
    (
        "seed",
        RULES.rule(
            r"シード(?:ラウンド|で|として|期の|の|段階|エクステンション|資金|、|調達|・)|\bseed\b|シードに|シード$",
            re.IGNORECASE,
        ),
    ),
)
_LATER_FROM = "E"
_EXTENSION = RULES.rule(
    r"エクステンション|追加ラウンド|追加募集分|の追加(?:で|として|調達|分)|\bextension\b|\bextends?\b", re.IGNORECASE
)
_TRANCHES = (
    ("final-close", RULES.rule(
        r"(?:ファイナル|Final)[・ ]?クローズ|最終クローズ|最終の締め切り|final clos", re.IGNORECASE
    )),
    ("second-close", RULES.rule(
        r"(?:セカンド|2nd)[・ ]?クローズ|(?:2|二)次クローズ|(?:2|二)回目の(?:締め切り|クローズ|払い込み)|第(?:2"
        r"|二)回(?:クローズ|の締め切り)|second clos|2nd clos",
        re.IGNORECASE,
    )),
    ("first-close", RULES.rule(
        r"(?:ファースト|1st)[・ ]?クローズ|(?:1|一)次クローズ|(?:1|一|初)回目?の(?:締め切り|クローズ|払い込み)|第(?:1"
        r"|一)回(?:クローズ|の締め切り)|first clos|1st clos|initial clos",
        re.IGNORECASE,
    )),
    ("extension", _EXTENSION),
)  # fmt: skip
_ALL_TOLD = RULES.rule(
    r"(?:第(?:1|一)回|(?:1|一)回目|ファーストクローズ|1次)[^。]{0,40}(?:第(?:2|二)回|(?:2|二)回目|セカンドクローズ"
    r"|2次|最終)[^。]{0,24}(?:計|合わせ|総額|合計)"
)

DEBT = RULES.rule(
    r"融資|借り入れ|借入|(?<!ド)ローン|デット|社債(?!型)|私募債|コミットメントライン|当座貸越|\bloans?\b|\bdebt\b"
    r"|credit (?:line|facility)|\bbonds?\b|borrow",
    re.IGNORECASE,
)
_DEBT_INCLUDED = RULES.rule(r"(?:デット|融資|借り?入れ?)[^、。0-9]{0,10}(?:も|を)?(?:含め|含む|合わせ)")
_CONVERTIBLE = RULES.rule(
    r"J-?KISS|新株予約権(?!付き?(?:融資|ローン))|コンバーティブル|コンバーチブル|転換社債|CB(?:型|の発行)"
    r"|\bSAFEs?\b|convertible",
    re.IGNORECASE,
)
_WITH_WARRANTS = RULES.rule(r"新株予約権付き?(?:の)?(?=融資|ローン|借入)")
"""A loan that carries warrants is a loan."""
_DEBT_AS_PART = RULES.rule(r"内訳[^。]*(?:融資|借り?入れ?|デット)")
_SHARES = RULES.rule(r"増資|株式(?!会社)|新株|出資|エクイティ|equity|shares")
_ALLOTMENT = RULES.rule(r"第三者割当")
_EQUITY = RULES.rule(
    r"株式(?!会社)|新株|優先株|普通株|株主|出資|投資家|投資会社|エクイティ|増資|引受先|引き?受け|リード"
    r"|ベンチャーキャピタル"
    r"|VC|CVC|ファンド|キャピタル"
    r"|シリーズ|シード|エクステンション|[Ss]eries [A-Z]|seed|equity|invest|backers?|round\b|share"
)


def read_round(text: Passage | Story) -> str | None:
    """pre-seed, seed, pre-a, a … d, later (E and after), or None where the text names none."""
    for name, rule in _ROUNDS:
        match = text.search(rule)
        if match is None:
            continue
        if name != "lettered":
            return name
        letter = match.group(1) or match.group(2)
        return "later" if letter >= _LATER_FROM else letter.lower()
    return None


def read_tranche(text: Passage | Story) -> str | None:
    """first-close, second-close, final-close, extension or None."""
    if text.search(_ALL_TOLD):
        return "final-close"
    return next((name for name, rule in _TRANCHES if text.search(rule)), None)


def is_extension(text: Story) -> bool:
    """The text speaks of an extension round."""
    return text.search(_EXTENSION) is not None


def read_instrument(near: Passage, whole: Passage | Story, *, has_investors: bool, is_total: bool) -> str | None:
    """third-party-allotment, convertible, debt, mixed, equity or None.

    ``near`` is the claim's own sentence, ``whole`` all sentences of the same story; ``is_total`` says that the amount
    is the stated sum of parts.
    """
    near = near.without(_WITH_WARRANTS)
    if near.search(_CONVERTIBLE):
        return "convertible"
    has_debt = near.search(DEBT) is not None
    has_equity = near.search(_SHARES) is not None
    if (is_total and has_debt and has_equity) or near.search(_DEBT_INCLUDED):
        return "mixed"
    if has_debt and not has_equity:
        return "debt"
    if is_total and whole.search(DEBT) and whole.search(_DEBT_AS_PART):
        return "mixed"
    if near.search(_ALLOTMENT):
        return "third-party-allotment"
    if whole.search(_CONVERTIBLE) and not whole.without(_CONVERTIBLE).search(DEBT):
        return "convertible"
    if whole.search(_ALLOTMENT):
        return "third-party-allotment"
    if has_investors or near.search(_EQUITY) or read_round(whole) is not None:
        return "equity"
    return None


_DAY = RULES.rule(
    r"(?=[0-9令本き同今昨前月火水木金土日JFMASONDTWty])"
    r"(?:(?:(?P<year>20[0-9]{2})年)?(?:(?P<month>[0-9]{1,2})月)?(?P<day>[0-9]{1,2})日(?!間|付で掲載|付の|目|以内"
    r"|分(?!か))"
    r"|(?P<era>令和)(?P<era_year>元|[0-9]{1,2})年(?P<era_month>[0-9]{1,2})月(?P<era_day>[0-9]{1,2})日"
    r"|(?P<today>本日|きょう|今日|同日付|\btoday\b)|(?P<yesterday>昨日|きのう|前日|\byesterday\b)"
    r"|(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|[月火水木金土日]曜日?)"
    r"|(?P<month_en>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? (?P<day_en>[0-9]{1,2})(?:st|nd|rd"
    r"|th)?(?:,? (?P<year_en>20[0-9]{2}))?"
    r"|(?P<day_en2>[0-9]{1,2}) (?P<month_en2>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov"
    r"|Dec)[a-z]*\.?(?: (?P<year_en2>20[0-9]{2}))?)"
)
_MONTHS = {name: no for no, name in enumerate(month_abbr) if no}


def month_no(name: str | None) -> int | None:
    """1 to 12 for Jan … Dec, None for anything else."""
    return _MONTHS.get(name or "")


_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAYS_JA = "月火水木金土日"
_SAYS_SO = RULES.rule(
    r"発表|公表|明らか|公開|実施|調達|出資|払込|払い込|完了|分かっ|わかっ|伝え|開示|決議|締結|契約|実行|借り入れ|集め"
    r"|終え|増資|引き?受け|確保|announce|said|raise|clos|secur|complet|sign|invest",
    re.IGNORECASE,
)


def read_day(passage: Passage, published: date | None) -> date | None:
    """The day on which the sentence says something was announced or done, read against the day of publication."""
    text = passage.text
    if published is None:
        return _full_day(text)
    if not passage.may_match(_DAY) or not passage.may_match(_SAYS_SO):
        return None
    says_so = _SAYS_SO.pattern.search
    for match in _DAY.pattern.finditer(text):
        if not says_so(text, match.end()) and not says_so(text, 0, match.start()):
            continue
        found = _resolve(match, published)
        if found is not None and published - timedelta(days=200) <= found <= published + timedelta(days=1):
            return found
    return None


def _full_day(text: str) -> date | None:
    if "年" not in text and "20" not in text:
        return None
    for match in _DAY.pattern.finditer(text):
        if (match["year"] and match["month"]) or match["era"] or match["year_en"] or match["year_en2"]:
            return _resolve(match, date(2000, 1, 1))
    return None


def _resolve(match: re.Match[str], published: date) -> date | None:
    if match["today"]:
        return published
    if match["yesterday"]:
        return published - timedelta(days=1)
    if match["weekday"]:
        word = match["weekday"]
        no = _WEEKDAYS_EN.index(word) if word in _WEEKDAYS_EN else _WEEKDAYS_JA.index(word[0])
        return published - timedelta(days=(published.weekday() - no) % 7)
    if match["era"]:
        year = 2018 + (1 if match["era_year"] == "元" else int(match["era_year"]))
        return _date(year, int(match["era_month"]), int(match["era_day"]))
    if match["month_en"] or match["month_en2"]:
        month = _MONTHS[match["month_en"] or match["month_en2"]]
        day, year_text = int(match["day_en"] or match["day_en2"]), match["year_en"] or match["year_en2"]
        return _date(int(year_text), month, day) if year_text else _latest(published, month, day)
    day = int(match["day"])
    if match["month"]:
        month = int(match["month"])
        return _date(int(match["year"]), month, day) if match["year"] else _latest(published, month, day)
    return _latest(published, None, day)


def _latest(published: date, month: int | None, day: int) -> date | None:
    """The latest such day that is not after publication (a day of grace for time zones)."""
    limit = published + timedelta(days=1)
    if month is not None:
        for year in (limit.year, limit.year - 1):
            found = _date(year, month, day)
            if found is not None and found <= limit:
                return found
        return None
    year, month = limit.year, limit.month
    for _ in range(3):
        found = _date(year, month, day)
        if found is not None and found <= limit:
            return found
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
