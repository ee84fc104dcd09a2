"""New company names against labelled ones: ``python -m tests.bench.tagging_names FILE.jsonl``.

Names are compared article by article after folding width, case, spaces, middle dots, legal forms and a final 社. Names
of ``also`` count neither way. Prints precision, recall, F1, the articles without an error, and the errors.
"""

import argparse
from pathlib import Path

from tests.bench.tagging_score import Count, Row, fold_name, read_rows, tagged


def fold_company(name: str) -> str:
    """``fold_name`` without a final 社."""
    folded = fold_name(name)
    return folded[:-1] if len(folded) > 2 and folded.endswith("社") else folded


def name_sets(row: Row, found: list[str]) -> tuple[set[str], set[str]]:
    """What was to be found and what was found, folded."""
    want = {fold_company(name) for name in row.get("unknown_companies") or []}
    also = {fold_company(name) for name in row.get("also") or []} - want
    return want, {fold_company(name) for name in found} - also - {""}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    args = parser.parse_args()
    rows, found = read_rows(args.file), tagged(args.file)
    count, exact, lines = Count(), 0, []
    for row in rows:
        want, got = name_sets(row, found[row["id"]]["unknown_companies"])
        count.add(want, got)
        exact += want == got
        if want != got:
            lines.append(f"    {row['id']}  extra {sorted(got - want)}  missed {sorted(want - got)}")
    print(f"names      {count}  exact articles {exact} of {len(rows)}")
    print("\n".join(lines) or "    no error")


if __name__ == "__main__":
    main()
