"""Funding claims against labelled ones: ``python -m tests.bench.tagging_funding FILE.jsonl``.

A claim matches where company and currency are equal and the amount within 1 %, or both amounts are unknown. The other
fields are measured on matched claims only. Prints the figures, then the errors.
"""

import argparse
import re
import unicodedata
from pathlib import Path
from typing import Any

from tests.bench.tagging_score import Count, Row, fold_name, read_rows, registers, tagged

TOLERANCE = 0.01
PLAIN_FIELDS = ("amount_max", "tranche", "instrument", "announced_on")


def money(claim: Row) -> tuple[str, float] | None:
    """Currency and amount, or None where the amount is unknown."""
    if claim.get("amount") is not None:
        return str(claim.get("currency") or "JPY").upper(), float(claim["amount"])
    if claim.get("amount_jpy") is not None:
        return "JPY", float(claim["amount_jpy"])
    return None


def amounts_agree(gold: Row, found: Row) -> bool:
    """Same currency and amount within the tolerance, or both unknown."""
    want, got = money(gold), money(found)
    if want is None or got is None:
        return want is None and got is None
    return want[0] == got[0] and abs(want[1] - got[1]) <= TOLERANCE * want[1]


def fold_round(value: object) -> str | None:
    """A round's name without width, case, hyphens and the words for round and series."""
    text = unicodedata.normalize("NFKC", str(value or "")).casefold()
    return re.sub(r"[\s_-]|round|series|ラウンド|シリーズ", "", text) or None


class Comparison:
    """The counts over a file."""

    def __init__(self) -> None:
        self.ids = {
            fold_name(name): company.id
            for company in registers().companies
            for name in (company.id, company.name_ja, company.name_en, *company.aliases)
        }
        self.claims, self.investors = Count(), Count()
        self.agree: dict[str, list[bool]] = {key: [] for key in ("round", "lead", *PLAIN_FIELDS)}
        self.quiet = self.noisy = 0
        self.errors: list[str] = []

    def who(self, name: object) -> str | None:
        return self.ids.get(fold_name(name), fold_name(name)) or None

    def add(self, row: Row, found: list[Row]) -> None:
        left, want = list(found), row.get("funding") or []
        if not want:
            self.quiet += 1
            self.noisy += bool(left)
        for gold in want:
            same = [c for c in left if self.who(gold["company"]) == self.who(c["company"]) and amounts_agree(gold, c)]
            if not same:
                self.claims.missed += 1
                self.errors.append(f"{row['id']}  missed {gold['company']} {money(gold)}")
                continue
            claim = max(same, key=lambda c: fold_round(c["round"]) == fold_round(gold["round"]))
            left.remove(claim)
            self.claims.hits += 1
            self._fields(row["id"], gold, claim)
        self.claims.extra += len(left)
        self.errors += [f"{row['id']}  extra {c['company']} {money(c)} {c['evidence']!r}" for c in left]

    def _fields(self, article: str, gold: Row, claim: Row) -> None:
        want = {self.who(name) for name in gold.get("investors") or []}
        got = {self.who(name) for name in claim["investors"]}
        self.investors.add(want, got)
        if want != got:
            self.errors.append(f"{article}  investors extra {got - want} missed {want - got}")
        pairs: dict[str, tuple[Any, Any]] = {key: (gold.get(key) or None, claim[key] or None) for key in PLAIN_FIELDS}
        pairs["round"] = (fold_round(gold["round"]), fold_round(claim["round"]))
        pairs["lead"] = (self.who(gold.get("lead")), self.who(claim["lead"]))
        for key, (wanted, given) in pairs.items():
            self.agree[key].append(wanted == given)
            if wanted != given:
                self.errors.append(f"{article}  {key} is {given}, expected {wanted}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    args = parser.parse_args()
    comparison, found = Comparison(), tagged(args.file)
    for row in read_rows(args.file):
        comparison.add(row, found[row["id"]]["funding"])
    print(f"claims     {comparison.claims}")
    print(f"           {comparison.noisy} of {comparison.quiet} articles without a claim got one")
    print(f"investors  {comparison.investors}")
    for key, agreed in comparison.agree.items():
        print(f"{key:<13} {sum(agreed) / len(agreed) if agreed else 1.0:.4f} of {len(agreed)} matched claims")
    print("\n".join(f"    {line}" for line in comparison.errors) or "    no error")


if __name__ == "__main__":
    main()
