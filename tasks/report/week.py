"""ISO weeks, as the report counts them: Monday to Sunday in Asia/Tokyo.

ReportError
├── BadWeek    a week is not written as 2025-W39
└── NoArticles the file holds no article, so there is no last week to tell of
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

BEFORE = 8
"""Weeks before the one told: what «as usual» is measured by, here and in trend.company_bursts."""


class ReportError(Exception):
    """The report cannot be made; the message says why and what to do."""


class BadWeek(ReportError):
    """The text names no ISO week."""


class NoArticles(ReportError):
    """There is nothing to report from."""


@dataclass(frozen=True, order=True)
class Week:
    """An ISO week."""

    monday: date

    @classmethod
    def parse(cls, text: str) -> "Week":
        """The week of a text such as ``2025-W39``.

        Raises:
            BadWeek: it is written otherwise, or the year has no such week.
        """
        found = re.fullmatch(r"(\d{4})-?[Ww](\d{2})", text.strip(), flags=re.ASCII)
        try:
            if found is None:
                raise ValueError(text)
            return cls(date.fromisocalendar(int(found[1]), int(found[2]), 1))
        except ValueError as error:
            raise BadWeek(f"{text!r} is no week; expected an ISO week such as 2025-W39") from error

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)

    @property
    def label(self) -> str:
        """As ISO 8601 writes it: 2025-W39."""
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02}"

    def back(self, weeks: int) -> "Week":
        """The week so many weeks before."""
        return Week(self.monday - timedelta(weeks=weeks))

    def told(self) -> list["Week"]:
        """The nine weeks that the report counts, newest first: this one and the BEFORE before it."""
        return [self.back(weeks) for weeks in range(BEFORE + 1)]
