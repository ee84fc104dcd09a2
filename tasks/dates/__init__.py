"""Dates as news pages state them: what the writer wrote, how exactly, and in whose time.

``parse_date`` reads one string; ``find_dates`` lists every date in a longer text. Both know the Japanese and
the Western forms, refuse impossible days, and never complete what is not said: a month without a day is no date.
"""

from tasks.dates.reading import FoundDate, find_dates, parse_date
from tasks.dates.stated import JST, Precision, StatedDate, ZoneSource

__all__ = ["JST", "FoundDate", "Precision", "StatedDate", "ZoneSource", "find_dates", "parse_date"]
