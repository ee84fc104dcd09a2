"""How tagged articles are compared with labelled ones; shared by the tagging benchmarks."""

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import seeds
from tasks.tag.lines import tag_lines
from tasks.tag.registers import Registers, load_registers
from tasks.tag.tagger import Tagger

Row = dict[str, Any]

SEEDS = Path(seeds.__file__).parent
_LEGAL = re.compile(
    r"株式会社|合同会社|有限会社|有限責任|監査法人|弁護士法人|\((?:株|有|同)\)"
    r"|,?\s*\b(?:inc|corp|llc|co\.,?\s*ltd|ltd|k\.k)\b\.?"
)


@dataclass
class Count:
    """Hits, false alarms and misses."""

    hits: int = 0
    extra: int = 0
    missed: int = 0

    def add(self, gold: set[Any], found: set[Any]) -> None:
        self.hits += len(gold & found)
        self.extra += len(found - gold)
        self.missed += len(gold - found)

    @property
    def precision(self) -> float:
        """1 where nothing was found."""
        return self.hits / (self.hits + self.extra) if self.hits + self.extra else 1.0

    @property
    def recall(self) -> float:
        """1 where nothing was to be found."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 1.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __str__(self) -> str:
        return (
            f"P {self.precision:.4f}  R {self.recall:.4f}  F1 {self.f1:.4f}"
            f"  (hits {self.hits}, extra {self.extra}, missed {self.missed})"
        )


def registers() -> Registers:
    """The shipped registers."""
    return load_registers(SEEDS / "companies.csv", SEEDS / "themes.csv")


def read_rows(path: Path) -> list[Row]:
    """The labelled articles of a JSONL file."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def tagged(path: Path) -> dict[str, Row]:
    """Our tags of every article of the file, by id."""
    with path.open(encoding="utf-8") as file:
        return {row["id"]: row for row in tag_lines(file, Tagger(registers()))}


def fold_name(name: object) -> str:
    """A name without width, case, spaces, middle dots and legal forms."""
    text = unicodedata.normalize("NFKC", str(name or "")).casefold()
    return re.sub(r"[\s・]", "", _LEGAL.sub("", text))


def wrong_spans(rows: Iterable[Row], found: dict[str, Row]) -> tuple[int, list[str]]:
    """The number of mentions, and those whose alias is not what the stored text says at their span."""
    total, wrong = 0, []
    for row in rows:
        for mention in found[row["id"]]["mentions"]:
            total += 1
            if row[mention["field"]][mention["start"] : mention["end"]] != mention["alias"]:
                wrong.append(f"{row['id']}: {mention}")
    return total, wrong
