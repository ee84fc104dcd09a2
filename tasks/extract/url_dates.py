"""A day written into an address. It can precede publication by days: the weakest evidence there is."""

import re
from datetime import datetime
from urllib.parse import urlsplit

from tasks.dates import StatedDate
from tasks.dates.stated import real_day, state

FULL = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})(?P<s>[/_-])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?!\d)")
JOINED = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?:\d{3}|\d{6})?(?!\d)")
YEAR_FOLDER = re.compile(r"/(?P<y>(?:19|20)\d{2})/(?P<m>\d{2})(?P<d>\d{2})(?:/|[-_]\w|\.html?$)")
SHORT_FOLDER = re.compile(r"/(?P<y>\d{2})(?P<m>\d{2})/(?P<d>\d{2})/")


def date_in_url(url: str, reference: datetime | None = None) -> StatedDate | None:
    """The day in an address's path; None for a month alone, an impossible day or one in the far future."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    for pattern in (FULL, YEAR_FOLDER, JOINED, SHORT_FOLDER):
        for match in pattern.finditer(path):
            year = int(match["y"])
            day = real_day(year if year > 99 else 2000 + year, int(match["m"]), int(match["d"]))
            if day is None or day.year < 1995:
                continue
            if stated := state(day, None, None, match[0], reference, zone_source="url"):
                return stated
    return None
