"""A date as it was stated, and the one place where calendar fields become one."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Literal

Precision = Literal["second", "minute", "hour", "day"]
ZoneSource = Literal["explicit", "assumed_jst", "url"]

JST = timezone(timedelta(hours=9), "JST")
"""Japan keeps no daylight saving time, so a fixed offset is the zone."""

EARLIEST = date(1926, 12, 25)
"""The first day of Showa: the oldest era that pages still write."""

FUTURE_DAYS = 366
"""A page may announce; it is not published more than a year after it was fetched."""

MISSING_VALUES = frozenset({date(1970, 1, 1), date(1969, 12, 31)})
"""The Unix epoch, in UTC or west of it: a program's way of writing that nothing is known."""


@dataclass(frozen=True)
class StatedDate:
    """A stated date or instant."""

    at: datetime | None
    """Aware, in the offset of the statement; None where only the day is known."""
    on: date
    """The day in Asia/Tokyo; for a statement of a day alone, the day as written."""
    precision: Precision
    zone_source: ZoneSource
    raw: str
    """The words that were read."""

    def isoformat(self) -> str:
        """ISO 8601: with an offset for an instant, a bare date for a day."""
        return self.on.isoformat() if self.at is None else self.at.isoformat()


@dataclass(frozen=True)
class Clock:
    """A time of day; ``hour`` may be 24 to 29, which means the early hours of the next day."""

    hour: int
    minute: int = 0
    second: int | None = None
    microsecond: int = 0

    @property
    def is_possible(self) -> bool:
        """Whether a clock in print can show it."""
        return 0 <= self.hour <= 29 and 0 <= self.minute <= 59 and (self.second is None or 0 <= self.second <= 60)


def real_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def state(
    day: date | None,
    clock: Clock | None,
    zone: tzinfo | None,
    raw: str,
    reference: datetime | None,
    *,
    zone_source: ZoneSource | None = None,
) -> StatedDate | None:
    """The stated date, or None where it cannot be one: no such day or time, a missing value, the far future."""
    if day is None or not EARLIEST <= day < date(9000, 1, 1) or day in MISSING_VALUES:
        return None
    if clock is not None and not clock.is_possible:
        return None
    source: ZoneSource = zone_source or ("explicit" if zone is not None and clock is not None else "assumed_jst")
    if clock is None:
        stated = StatedDate(None, day, "day", source, raw)
    else:
        at = datetime(day.year, day.month, day.day, tzinfo=zone or JST) + timedelta(
            hours=clock.hour, minutes=clock.minute, seconds=min(clock.second or 0, 59), microseconds=clock.microsecond
        )
        stated = StatedDate(at, at.astimezone(JST).date(), "minute" if clock.second is None else "second", source, raw)
    return None if is_too_late(stated.on, reference) or is_missing_value(stated) else stated


def is_too_late(day: date, reference: datetime | None) -> bool:
    """Whether a page fetched at ``reference`` cannot have been published on ``day``."""
    return reference is not None and day > reference.astimezone(JST).date() + timedelta(days=FUTURE_DAYS)


def is_missing_value(stated: StatedDate) -> bool:
    """Whether the instant is the epoch in some zone: within a day of 1970-01-01T00:00Z."""
    return stated.at is not None and abs(stated.at.astimezone(UTC).timestamp()) < 86_400
