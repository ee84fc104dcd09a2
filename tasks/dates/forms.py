"""The written forms of dates, one pattern and one reader each.

Patterns see folded text (``folding.fold``). The forms are those of Japanese news pages, ministries and feeds
and of the Western pages and scripts beside them.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

from tasks.dates.stated import JST, Clock, StatedDate, real_day, state
from tasks.dates.zones import ZONE, read_zone

Reader = Callable[[re.Match[str], datetime | None], StatedDate | None]

WEEKDAY = (
    r"(?:\s?(?:[(\[]\s?(?:[月火水木金土日](?:曜日?)?|Mon|Tue|Wed|Thu|Fri|Sat|Sun)[A-Za-z]*(?:・?祝日?|・休)?\s?[)\]]"
    r"|[月火水木金土日]曜日?|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[A-Za-z]*\.?))?"
)
CLOCK = (
    r"(?:[\s、,T/]{0,3}(?P<half>午前|午後|AM|PM|am|pm)?\s?(?P<H>\d{1,2})"
    r"(?:\s?時(?!間)(?:(?P<han>半)|\s?(?P<M>\d{1,2})\s?分(?:\s?(?P<S>\d{1,2})\s?秒)?)?"
    r"|:(?P<M2>\d{2})(?::(?P<S2>\d{2})(?:[.,](?P<f>\d{1,9}))?)?(?!\d)(?:\s?(?P<half2>[AaPp]\.?[Mm]\b\.?))?)"
    r"(?:\s?\(?" + ZONE + r"\)?)?)?"
)
ABROAD = r"\s?\((?:米|英|現地|欧州|西|東)[^)]{0,6}(?:時間|時刻)\)"
FOREIGN, FOREIGN_AFTER = rf"(?P<foreign>{ABROAD})?", rf"(?P<foreign_after>{ABROAD})?"
"""Zone words that name a country, not an offset: the day is kept, the clock is not."""

ERAS = {
    "令和": (2018, date(2019, 5, 1), date.max), "R": (2018, date(2019, 5, 1), date.max),
    "平成": (1988, date(1989, 1, 8), date(2019, 4, 30)), "H": (1988, date(1989, 1, 8), date(2019, 4, 30)),
    "昭和": (1925, date(1926, 12, 25), date(1989, 1, 7)), "S": (1925, date(1926, 12, 25), date(1989, 1, 7)),
}  # fmt: skip
"""Year before the first, first day, last day."""

MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTHS = {name: number for number, name in enumerate(MONTH_NAMES, start=1)}
MONTH = (
    r"(?P<mon>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
WEST_CLOCK = (
    r"(?:(?:\s?(?:,|at|-|–|\||·|•|/))*\s?(?P<H>\d{1,2})(?:[:.](?P<M2>\d{2})(?::(?P<S2>\d{2})(?:\.(?P<f>\d{1,9}))?)?(?!\d)"
    r"(?:\s?(?P<half2>[AaPp]\.?[Mm]\b\.?))?|\s?(?P<half3>[AaPp]\.?[Mm]\b\.?))(?:\s?\(?" + ZONE + r"\)?)?)?"
)

KANJI = re.compile(
    r"(?<!\d)(?P<y>\d{4})\s?年\s?(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?日(?!間)"
    + WEEKDAY
    + FOREIGN
    + CLOCK
    + FOREIGN_AFTER
)
ERA = re.compile(
    r"(?P<era>令和|平成|昭和)\s?(?P<ey>元|\d{1,2})\s?年\s?(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?日(?!間)"
    + WEEKDAY
    + CLOCK
)
ERA_LETTER = re.compile(
    r"(?<![A-Za-z0-9])(?P<era>[RHS]|令和|平成|昭和)\s?\.?\s?(?P<ey>元|\d{1,2})(?P<s>[./年])\s?(?P<m>\d{1,2})(?:(?P=s)|月)\s?"
    r"(?P<d>\d{1,2})日?(?![\d./]\d|\d)" + WEEKDAY + CLOCK
)
NUMERIC = re.compile(
    r"(?<![\d])(?<!\d[-/.])(?P<y>\d{4})(?P<s>\s?[./-]\s?)(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?![-/.]?\d(?!\d?:\d\d))"
    + WEEKDAY
    + CLOCK
)
SHORT_YEAR = re.compile(
    r"(?<!\w)['’‘](?P<y>\d{2})(?P<s>[./])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?!\d)" + WEEKDAY + CLOCK
)
SHORT = re.compile(
    r"(?<![\d年/])(?<!\d\s)(?<!年\s)(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?日(?!間)"
    + WEEKDAY
    + FOREIGN
    + CLOCK
    + FOREIGN_AFTER
)
SHORT_SLASH = re.compile(r"^(?P<m>\d{1,2})/(?P<d>\d{1,2})(?=\s?\(|\s\d)" + WEEKDAY + CLOCK + r"$")
RELATIVE = re.compile(r"(?P<n>\d{1,4})\s?(?P<u>秒|分|時間|日|週間|[かヶカケヵ箇]月)(?:ほど|くらい)?前")
NOW = re.compile(r"たった今|ついさっき|たったいま")
NEAR_DAY = re.compile(
    r"(?:^|(?<=[\s:(]))(?P<near>一昨日|おととい|昨日|きのう|今日|きょう|本日)(?=$|[\s(),、0-9午])" + CLOCK
)
MONTH_FIRST = re.compile(
    r"(?<![A-Za-z])" + MONTH + r"\.?\s(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s(?P<y>\d{4})(?!\d)" + WEST_CLOCK, re.IGNORECASE
)
DAY_FIRST = re.compile(
    r"(?<!\d)(?<!\d[./:-])(?P<d>\d{1,2})(?:st|nd|rd|th)?[\s-]"
    + MONTH
    + r"\.?,?[\s-](?P<y>\d{4}|\d{2}(?=\s\d{1,2}:))(?!\d)"
    + WEST_CLOCK,
    re.IGNORECASE,
)
RFC_JAPANESE = re.compile(r"(?<!\d)(?P<d>\d{1,2})\s(?P<m>\d{1,2})月\s(?P<y>\d{4})(?!\d)" + WEST_CLOCK)
SCRIPT = re.compile(
    r"(?<![A-Za-z])"
    + MONTH
    + r"\s(?P<d>\d{1,2})\s(?P<H>\d{2}):(?P<M2>\d{2}):(?P<S2>\d{2})(?:\s"
    + ZONE
    + r")?\s(?P<y>\d{4})(?!\d)",
    re.IGNORECASE,
)


def clock_of(match: re.Match[str]) -> Clock | None:
    """The time of day that a match holds, if any; 午後12時 is noon, 午前0時 midnight, 半 the half hour."""
    found = match.groupdict()
    if not found.get("H"):
        return None
    hour = int(found["H"])
    half = (found.get("half") or found.get("half2") or found.get("half3") or "").lower().replace(".", "")
    if half in ("pm", "午後") and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    minute = 30 if found.get("han") else int(found.get("M") or found.get("M2") or 0)
    second = found.get("S") or found.get("S2")
    micro = int((found.get("f") or "0").ljust(6, "0")[:6])
    return Clock(hour, minute, int(second) if second else None, micro)


def _state(match: re.Match[str], day: date | None, reference: datetime | None) -> StatedDate | None:
    found = match.groupdict()
    is_abroad = found.get("foreign") or found.get("foreign_after")
    clock = None if is_abroad else clock_of(match)
    # A clock time that cannot be is not part of the date ("10月1日 99:99").
    if clock is not None and not clock.is_possible:
        clock = None
    return state(day, clock, read_zone(found.get("zone")), match[0].strip(), reference)


def read_plain(match: re.Match[str], reference: datetime | None) -> StatedDate | None:
    """Year, month and day in digits."""
    return _state(match, real_day(int(match["y"]), int(match["m"]), int(match["d"])), reference)


def read_era(match: re.Match[str], reference: datetime | None) -> StatedDate | None:
    """A Japanese era year; a day outside its era is refused."""
    before, first, last = ERAS[match["era"]]
    day = real_day(before + (1 if match["ey"] == "元" else int(match["ey"])), int(match["m"]), int(match["d"]))
    return _state(match, day, reference) if day is not None and first <= day <= last else None


def read_short(match: re.Match[str], reference: datetime | None) -> StatedDate | None:
    """No year: the latest such day (or instant, where a time is given) that is not after the reference."""
    if reference is None:
        return None
    local = reference.astimezone(JST)
    for year in range(local.year, local.year - 5, -1):  # five, for 29 February
        stated = _state(match, real_day(year, int(match["m"]), int(match["d"])), reference)
        if stated is not None and (stated.at <= reference if stated.at else stated.on <= local.date()):
            return stated
    return None


def read_two_digit_year(match: re.Match[str], reference: datetime | None) -> StatedDate | None:
    """'06/10/7: two digits after an apostrophe."""
    year = int(match["y"])
    year += 2000 if year < 70 else 1900
    return _state(match, real_day(year, int(match["m"]), int(match["d"])), reference)


def read_english(match: re.Match[str], reference: datetime | None) -> StatedDate | None:
    """A month by its English name; two-digit years as RFC 2822 reads them."""
    year = int(match["y"])
    year += 0 if year > 99 else 2000 if year < 50 else 1900
    return _state(match, real_day(year, MONTHS[match["mon"][:3].lower()], int(match["d"])), reference)


def read_relative(match: re.Match[str], reference: datetime | None) -> StatedDate | None:
    """So long before the reference; the precision is that of the unit."""
    if reference is None:
        return None
    local, count, unit = reference.astimezone(JST), int(match["n"]), match["u"]
    if unit == "秒":
        return StatedDate(
            local - timedelta(seconds=count),
            (local - timedelta(seconds=count)).date(),
            "second",
            "assumed_jst",
            match[0],
        )
    if unit in ("分", "時間"):
        at = local - (timedelta(minutes=count) if unit == "分" else timedelta(hours=count))
        return StatedDate(at, at.date(), "minute" if unit == "分" else "hour", "assumed_jst", match[0])
    if unit in ("日", "週間"):
        return state(
            local.date() - timedelta(days=count * (7 if unit == "週間" else 1)), None, None, match[0], reference
        )
    return state(months_before(local.date(), count), None, None, match[0], reference)


def months_before(day: date, count: int) -> date | None:
    """The same day of an earlier month, or that month's last day."""
    months = day.year * 12 + day.month - 1 - count
    if months < 12:
        return None
    for last in range(day.day, 27, -1):
        if found := real_day(months // 12, months % 12 + 1, last):
            return found
    return real_day(months // 12, months % 12 + 1, day.day)


def read_now(match: re.Match[str], reference: datetime | None) -> StatedDate | None:
    """Just now: the reference itself, to the minute."""
    if reference is None:
        return None
    at = reference.astimezone(JST)
    return StatedDate(at, at.date(), "minute", "assumed_jst", match[0])


def read_near_day(match: re.Match[str], reference: datetime | None) -> StatedDate | None:
    """Today, yesterday, the day before."""
    if reference is None:
        return None
    back = {"一昨日": 2, "おととい": 2, "昨日": 1, "きのう": 1}.get(match["near"], 0)
    return _state(match, reference.astimezone(JST).date() - timedelta(days=back), reference)


FORMS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (KANJI, read_plain),
    (ERA, read_era),
    (ERA_LETTER, read_era),
    (NUMERIC, read_plain),
    (RFC_JAPANESE, read_plain),
    (SHORT_YEAR, read_two_digit_year),
    (SHORT, read_short),
    (SHORT_SLASH, read_short),
    (RELATIVE, read_relative),
    (NOW, read_now),
    (NEAR_DAY, read_near_day),
    (SCRIPT, read_english),
    (MONTH_FIRST, read_english),
    (DAY_FIRST, read_english),
)
