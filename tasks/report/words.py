"""The report's own words, in Japanese or English: texts of words.toml, and how numbers, days and sums are written."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from tasks.report.week import Week

LANGUAGES = ("ja", "en")
TOKYO = ZoneInfo("Asia/Tokyo")
_WEEKDAYS_JA = "月火水木金土日"
_SIGNS = {"JPY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "CNY": "CN¥"}


@dataclass(frozen=True)
class Words:
    """The words of one language."""

    lang: str
    texts: dict[str, Any]

    def text(self, key: str, count: float | None = None, **values: object) -> str:
        """The text of a key with its values; with a count of one, that of ``<key>_one`` where there is one."""
        return str(self._pattern(key, count)).format(**values)

    def markup(self, key: str, count: float | None = None, **values: object) -> Markup:
        """The same for HTML: values are escaped, unless they are Markup themselves."""
        return Markup(self._pattern(key, count)).format(**values)  # noqa: S704  the pattern is ours

    def _pattern(self, key: str, count: float | None) -> str:
        one = f"{key}_one"
        return str(self.texts[one] if count == 1 and one in self.texts else self.texts[key])

    def term(self, group: str, value: str) -> str:
        """The word for a value of the warehouse, such as the name of a round; itself where there is none."""
        return str(self.texts[group].get(value, value))

    def number(self, value: float | None) -> str:
        """At most one decimal; a question mark where it is not known."""
        return "?" if value is None else f"{value:,.1f}".removesuffix(".0")

    def score(self, value: float | None) -> str:
        """With its sign."""
        return "?" if value is None else f"{value:+.1f}".replace("-", "−")

    def percent(self, share: float | None) -> str:
        """Whole per cent; a share that is not quite all is not rounded up to it."""
        if share is None:
            return "?"
        return "99%" if 0.99 < share < 1 else f"{share * 100:.0f}%"

    def list_of(self, names: Iterable[str]) -> str:
        """Names one after the other."""
        return str(self.texts["comma"]).join(names)

    def day(self, on: date) -> str:
        """A day with its weekday, without the year."""
        if self.lang == "ja":
            return f"{on.month}月{on.day}日（{_WEEKDAYS_JA[on.weekday()]}）"
        return f"{on:%a} {on.day} {on:%b}"

    def short_day(self, on: date) -> str:
        """A day without its weekday."""
        return f"{on.month}月{on.day}日" if self.lang == "ja" else f"{on.day} {on:%b}"

    def instant(self, at: datetime) -> str:
        """In Tokyo."""
        local = at.astimezone(TOKYO)
        year = f"{local.year}年" if self.lang == "ja" else ""
        return f"{year}{self.short_day(local.date())}{'' if year else f' {local.year}'} {local:%H:%M}"

    def week(self, week: Week) -> str:
        """A week by its number."""
        year, number, _ = week.monday.isocalendar()
        return f"{year}年第{number}週" if self.lang == "ja" else f"Week {number}, {year}"

    def days(self, week: Week) -> str:
        """From Monday to Sunday."""
        return f"{self.day(week.monday)}{self.texts['to']}{self.day(week.sunday)}"

    def money(self, amount: float | None, currency: str | None) -> str:
        """A sum as a newspaper writes it: 12億5000万円, ¥1.25bn; that it was kept back where nobody gives it."""
        if amount is None:
            return str(self.texts["undisclosed"])
        if self.lang == "ja":
            return _in_myriads(amount) + self.term("currencies", currency or "")
        sign = _SIGNS.get(currency or "", f"{currency or ''} ")
        for size, unit in ((1e9, "bn"), (1e6, "m"), (1e3, "k")):
            if amount >= size:
                return f"{sign}{amount / size:,.2f}".rstrip("0").rstrip(".") + unit
        return f"{sign}{amount:,.0f}"


def _in_myriads(amount: float) -> str:
    """A number in 億 and 万."""
    whole = round(amount)
    parts = [f"{part}{unit}" for part, unit in ((whole // 10**8, "億"), (whole % 10**8 // 10**4, "万")) if part]
    rest = whole % 10**4
    return "".join(parts) + (str(rest) if rest or not parts else "")


@cache
def load_words(lang: str) -> Words:
    """The words of ``ja`` or ``en``."""
    text = files("tasks.report").joinpath("words.toml").read_text(encoding="utf-8")
    return Words(lang, tomllib.loads(text)[lang])
