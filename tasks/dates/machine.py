"""Dates written for machines: ISO 8601 and W3CDTF in their strict and sloppy spellings, digit runs, Unix time."""

import re
from datetime import UTC, datetime, timedelta

from tasks.dates.stated import JST, Clock, StatedDate, real_day, state
from tasks.dates.zones import ZONE, read_zone

ISO = re.compile(
    r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"
    r"(?:[T\s_]+(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2})(?:[.,](?P<f>\d{1,9}))?)?\s?(?:" + ZONE + r")?)?$",
    re.IGNORECASE,
)
BASIC = re.compile(
    r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})"
    r"(?:[T\s]?(?P<H>\d{2}):?(?P<M>\d{2})(?::?(?P<S>\d{2})(?:[.,](?P<f>\d{1,9}))?)?\s?(?:" + ZONE + r")?)?$",
    re.IGNORECASE,
)
UNIX = re.compile(r"(?P<s>\d{10})(?P<ms>\d{3})?$")


def read_machine(text: str, reference: datetime | None) -> StatedDate | None:
    """The date, where the whole string is one; else None."""
    if match := UNIX.match(text):
        return _read_unix(match, reference)
    match = ISO.match(text) or BASIC.match(text)
    if match is None:
        return None
    day = real_day(int(match["y"]), int(match["m"]), int(match["d"]))
    clock = None
    if match["H"]:
        micro = int((match["f"] or "0").ljust(6, "0")[:6])
        clock = Clock(int(match["H"]), int(match["M"]), int(match["S"]) if match["S"] else None, micro)
    return state(day, clock, read_zone(match["zone"]), text, reference)


def _read_unix(match: re.Match[str], reference: datetime | None) -> StatedDate | None:
    """Seconds or milliseconds since 1970: an instant by definition, told by the clock of Japan as it names no zone."""
    utc = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(match["s"]), milliseconds=int(match["ms"] or 0))
    at = utc.astimezone(JST)
    return state(at.date(), Clock(at.hour, at.minute, at.second, at.microsecond), JST, match[0], reference)
