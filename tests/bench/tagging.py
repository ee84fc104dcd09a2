"""Companies, salience and themes against labelled articles: ``python -m tests.bench.tagging FILE.jsonl [--speed]``.

Prints precision, recall and F1 of each field over all articles, the articles without an error, and the errors. Labels
in ``…_optional`` count neither way. ``--speed`` measures instead: articles and megabytes a second of matcher and all
tagging, beside the bare automaton and, where it is installed, flashtext, on the file's own texts.
"""

import argparse
from pathlib import Path

from tests.bench.tagging_funding import amounts_agree
from tests.bench.tagging_score import Count, Row, fold_name, read_rows, tagged, wrong_spans
from tests.bench.tagging_speed import print_speed

FIELDS = ("companies", "salient", "themes")


def count_field(field: str, gold: Row, found: Row) -> tuple[set[str], set[str]]:
    """What was to be found and what was found, optional labels left out of both."""
    free = set(gold.get(f"{field}_optional") or [])
    return set(gold.get(field) or []) - free, set(found[field]) - free


def funding_pairs(gold: list[Row], found: list[Row]) -> int:
    """How many labelled rounds have a found one with the same company and amount."""
    left, hits = list(found), 0
    for claim in gold:
        for other in left:
            if fold_name(claim["company"]) == fold_name(other["company"]) and amounts_agree(claim, other):
                left.remove(other)
                hits += 1
                break
    return hits


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--speed", action="store_true")
    args = parser.parse_args()
    rows = read_rows(args.file)
    if args.speed:
        print_speed(rows)
        return
    found = tagged(args.file)
    for field in FIELDS:
        count, exact, lines = Count(), 0, []
        for row in rows:
            want, got = count_field(field, row, found[row["id"]])
            count.add(want, got)
            exact += want == got
            if want != got:
                lines.append(f"    {row['id']}  extra {sorted(got - want)}  missed {sorted(want - got)}")
        print(f"{field:<10} {count}  exact articles {exact} of {len(rows)}")
        print("\n".join(lines) if lines else "    no error")
    funding = Count()
    for row in rows:
        want_rounds, got_rounds = row.get("funding") or [], found[row["id"]]["funding"]
        hits = funding_pairs(want_rounds, got_rounds)
        funding.hits += hits
        funding.missed += len(want_rounds) - hits
        funding.extra += len(got_rounds) - hits
    print(f"{'funding':<10} {funding}")
    total, wrong = wrong_spans(rows, found)
    print(f"spans      {total - len(wrong)} of {total} mentions are where they say")
    print("\n".join(f"    {line}" for line in wrong), end="")


if __name__ == "__main__":
    main()
