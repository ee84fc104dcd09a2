"""Scores of extracted articles against gold: body, title, date, authors.

Body: multiset 4-gram shingles, each page normalised to weight 1; F1 of the mean precision and the mean recall over
the pages (the metric of the scrapinghub article extraction benchmark). Shingles are of words, or of word characters
(NFKC, no spaces or punctuation) where the gold is written without spaces. Title: exact after NFKC and space folding.
Date: right to the day, and to the minute with its zone. Authors: the same set of names, on pages that name one.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from statistics import mean
from typing import Any

Row = Mapping[str, Any]
SHINGLE = 4
NO_SPACES = re.compile(r"[\u3041-\u30ff\u3400-\u9fff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
NO_SPACES_SHARE = 0.2
COLUMNS = ("pages", "P", "R", "F1", "median", "title", "day", "minute", "auth+", "auth")


@dataclass
class Summary:
    """Means over a set of pages; ``worst`` lists (page F1, id), worst first."""

    values: dict[str, float]
    worst: list[tuple[float, str]] = field(default_factory=list)

    def cell(self, column: str) -> str:
        """A figure for a table, a dash where nothing was scored."""
        value = self.values.get(column)
        return "-" if value is None else f"{value:.0f}" if column == "pages" else f"{value:.3f}"


def shingles(text: str, by_char: bool) -> Counter[Any]:
    """Multiset of 4-grams; a shorter text is one shingle."""
    squeezed = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))
    units: Any = squeezed if by_char else tuple(re.findall(r"\w+", text))
    if not units:
        return Counter()
    return Counter(units[at : at + SHINGLE] for at in range(max(1, len(units) - SHINGLE + 1)))


def body_shares(gold: str, got: str | None) -> tuple[float, float, float]:
    """True positives, false positives and false negatives as shares of one page."""
    by_char = len(NO_SPACES.findall(gold)) > NO_SPACES_SHARE * len(gold)
    want, have = shingles(gold, by_char), shingles(got or "", by_char)
    both = sum((want & have).values())
    extra, missed = sum(have.values()) - both, sum(want.values()) - both
    total = both + extra + missed or 1
    return both / total, extra / total, missed / total


def page_f1(shares: tuple[float, float, float]) -> float:
    """F1 of one page; 1 where there is nothing to find and nothing was found."""
    both, extra, missed = shares
    return 2 * both / (2 * both + extra + missed) if both + extra + missed else 1.0


def fold(text: str | None) -> str:
    """NFKC with single spaces."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text or "")).strip()


def names(people: Sequence[str] | None) -> set[str]:
    """Names without spaces and case."""
    return {fold(each).replace(" ", "").casefold() for each in people or () if isinstance(each, str)} - {""}


def read_when(text: str | None) -> date | datetime | None:
    """A bare date, a datetime, or None."""
    try:
        return date.fromisoformat(text or "") if len(text or "") == 10 else datetime.fromisoformat(text or "")
    except ValueError:
        return None


def is_same_day(gold: str, got: str | None) -> bool:
    """The same calendar day, seen from the zone of the gold."""
    want, have = read_when(gold), read_when(got)
    if isinstance(want, datetime) and isinstance(have, datetime) and want.tzinfo and have.tzinfo:
        have = have.astimezone(want.tzinfo)
    return have is not None and str(want)[:10] == str(have)[:10]


def is_same_minute(gold: str, got: str | None) -> bool:
    """The same minute; with a zone exactly where the gold has one."""
    want, have = read_when(gold), read_when(got)
    if not isinstance(want, datetime) or not isinstance(have, datetime):
        return False
    if (want.tzinfo is None) != (have.tzinfo is None):
        return False
    if want.tzinfo is not None:
        want, have = want.astimezone(UTC), have.astimezone(UTC)
    return str(want)[:16] == str(have)[:16]


def score_fields(gold: Row, got: Row) -> dict[str, bool]:
    """Right or wrong for each field that has gold."""
    hits: dict[str, bool] = {}
    if gold["title"]:
        hits["title"] = fold(gold["title"]) == fold(got.get("title"))
    if gold["published"]:
        hits["day"] = is_same_day(gold["published"], got.get("published"))
        if len(gold["published"]) > 10:
            hits["minute"] = is_same_minute(gold["published"], got.get("published"))
    if gold["authors"] is not None:
        hits["auth"] = names(gold["authors"]) == names(got.get("authors"))
        if gold["authors"]:
            hits["auth+"] = hits["auth"]
    return hits


def summarise(gold: Sequence[Row], found: Mapping[str, Row]) -> Summary:
    """All figures over a set of pages; ``found`` maps page id to what was extracted."""
    shares = {
        row["id"]: body_shares(row["body"], found[row["id"]].get("body")) for row in gold if row["body"] is not None
    }
    values: dict[str, float] = {"pages": len(shares)}
    if shares:
        precision = mean([tp / (tp + fp) for tp, fp, _ in shares.values() if tp + fp] or [0])
        recall = mean([tp / (tp + fn) for tp, _, fn in shares.values() if tp + fn] or [0])
        pages = sorted(map(page_f1, shares.values()))
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        values |= {"P": precision, "R": recall, "F1": f1, "median": pages[len(pages) // 2]}
    hits: dict[str, list[bool]] = {}
    for row in gold:
        for name, hit in score_fields(row, found[row["id"]]).items():
            hits.setdefault(name, []).append(hit)
    values |= {name: mean(map(float, column)) for name, column in hits.items()}
    return Summary(values, sorted((page_f1(each), page) for page, each in shares.items()))
