"""How the outlets write a date: the visible forms and the machine-readable ones."""

from datetime import UTC, datetime
from email.utils import format_datetime

from seeds.sample.model import JST

_WEEKDAYS = "月火水木金土日"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def weekday(moment: datetime) -> str:
    """Day of the week as one character."""
    return _WEEKDAYS[moment.weekday()]


def kanji_day(moment: datetime) -> str:
    """2025年6月4日."""
    return f"{moment.year}年{moment.month}月{moment.day}日"


def kanji_padded(moment: datetime) -> str:
    """2025年06月04日 18時00分."""
    return moment.strftime("%Y年%m月%d日 %H時%M分")


def kanji_minute(moment: datetime) -> str:
    """2025年6月4日 8時05分."""
    return f"{kanji_day(moment)} {moment.hour}時{moment:%M}分"


def kanji_weekday(moment: datetime) -> str:
    """2025年6月4日（水） 8時05分."""
    return f"{kanji_day(moment)}（{weekday(moment)}） {moment.hour}時{moment:%M}分"


def era_day(moment: datetime) -> str:
    """令和7年6月4日: the year of the era is that of the calendar less 2018."""
    return f"令和{moment.year - 2018}年{moment.month}月{moment.day}日"


def full_width(text: str) -> str:
    """The same with full-width digits."""
    return text.translate(_FULL_WIDTH)


def zulu(moment: datetime) -> str:
    """2025-06-04T09:00:00.000Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def offset(moment: datetime) -> str:
    """2025-06-04T18:00:00+09:00."""
    return moment.astimezone(JST).isoformat(timespec="seconds")


def offset_without_colon(moment: datetime) -> str:
    """2025-06-04T18:00:00+0900."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S+0900")


def rfc822(moment: datetime) -> str:
    """Wed, 04 Jun 2025 18:00:00 +0900."""
    return format_datetime(moment.astimezone(JST))


def http_date(moment: datetime) -> str:
    """Wed, 04 Jun 2025 09:00:00 GMT."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def english_day(moment: datetime) -> str:
    """June 4, 2025."""
    return f"{moment:%B} {moment.day}, {moment.year}"
