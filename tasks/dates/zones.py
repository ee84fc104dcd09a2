"""Time zones as pages write them."""

import re
from datetime import UTC, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from tasks.dates.stated import JST

NAMED_OFFSETS = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "JST": 9, "KST": 9, "日本時間": 9, "日本標準時": 9,
    "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3, "BST": 1, "MSK": 3,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
    "AEST": 10, "AEDT": 11, "HKT": 8, "SGT": 8,
}  # fmt: skip
"""Hours from UTC. CST is read as RFC 822 does (US Central); BST as British Summer Time."""

NAMED_REGIONS = {"ET": "America/New_York", "PT": "America/Los_Angeles"}
"""Names that leave the season open: the day decides."""

ZONE = (
    r"(?P<zone>(?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2})?(?!\d)|Z(?![A-Za-z])|"
    r"(?:" + "|".join(sorted((*NAMED_OFFSETS, *NAMED_REGIONS), key=len, reverse=True)) + r")(?![A-Za-z+-]))"
)
OFFSET = re.compile(r"(?:GMT|UTC)?([+-])(\d{1,2}):?(\d{2})?$", re.IGNORECASE)


def read_zone(name: str | None) -> tzinfo | None:
    """The zone of ``+09:00``, ``+0900``, ``GMT+9``, ``JST``, ``ET`` …, or None where the name is not one."""
    if not name:
        return None
    if match := OFFSET.match(name):
        sign = -1 if match[1] == "-" else 1
        offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        return timezone(sign * offset) if offset < timedelta(hours=24) else None
    upper = name.upper()
    if upper in NAMED_REGIONS:
        return ZoneInfo(NAMED_REGIONS[upper])
    hours = NAMED_OFFSETS.get(upper)
    if hours is None:
        return None
    return UTC if hours == 0 else JST if hours == 9 else timezone(timedelta(hours=hours))
