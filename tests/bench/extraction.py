"""Measure the extractor on a dataset of saved pages, beside open extractors, in one run.

    python -m tests.bench.extraction DATASET [--peers trafilatura,resiliparse] [--set ja] [--worst 10] [--recipes]

DATASET is a folder with ``gold.jsonl`` and ``pages/ID.html.gz`` (UTF-8). Each extractor runs in a process of its own:
one pass over all pages for quality and peak memory, then passes over an even sample for speed in pages a second of
CPU time, parsing included. Peers are installed by whoever wants to compare. ``--workers`` also prints how many pages
a second of wall time our extractor does with so many processes.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.bench.extraction_runs import PEERS, Pages, read_gold, run, spread
from tests.bench.extraction_score import COLUMNS, Row, Summary, summarise

SETS: dict[str, Callable[[Row], bool]] = {
    "scrapinghub": lambda row: row["set"] == "scrapinghub",
    "fundus": lambda row: row["set"] == "fundus",
    "ja": lambda row: row["lang"] == "ja" and row["kind"] == "article",
    "ja2": lambda row: row["set"] == "ja2",
    "postlight": lambda row: row["set"] == "postlight",
    "readability": lambda row: row["set"] == "readability",
    "newspaper4k": lambda row: row["set"] == "newspaper4k",
    "all": lambda row: True,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--peers", default="", help=f"comma-separated, of {', '.join(PEERS)}")
    parser.add_argument("--set", dest="only", choices=[*SETS], help="print this set alone")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="list the N worst pages of each set")
    parser.add_argument("--recipes", action="store_true", help="with the site recipes, not the general path")
    parser.add_argument("--sample", type=int, default=150, help="pages of the speed passes")
    parser.add_argument("--repeat", type=int, default=3, help="speed passes; the median counts")
    parser.add_argument("--workers", type=int, default=0, help="also time so many processes")
    parser.add_argument("--out", type=Path, help="write our extraction of every page here, as JSON lines")
    parser.add_argument("--run", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.run:
        print(json.dumps(run(args.run, args.dataset, args.sample, args.repeat), ensure_ascii=False))
        return
    names = ["kawaraban+recipes" if args.recipes else "kawaraban", *filter(None, args.peers.split(","))]
    compare(args, names)


def compare(args: argparse.Namespace, names: list[str]) -> None:
    """Run each extractor in its own process, then print quality by set, and speed and memory with ratios."""
    gold = read_gold(args.dataset)
    measured: dict[str, Mapping[str, float]] = {}
    for name in names:
        command = [sys.executable, "-m", "tests.bench.extraction", str(args.dataset), "--run", name]
        command += ["--sample", str(args.sample), "--repeat", str(args.repeat)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"{name}: not run: {(done.stderr.strip().splitlines() or ['no message'])[-1]}", file=sys.stderr)
            continue
        result = json.loads(done.stdout.strip().splitlines()[-1])
        found = {row["id"]: row for row in result["found"]}
        measured[name] = {key: result[key] for key in ("per_s", "peak_mb", "own_mb")}
        print_quality(name, gold, found, args)
        if args.out and name == names[0]:
            lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in result["found"])
            args.out.write_text("".join(lines), "utf-8")
    print_speed(measured)
    if args.workers:
        alone, many = spread(Pages.of(args.dataset), args.sample, args.workers)
        print(f"\n{args.workers} processes: {many:.0f} pages/s of wall time, one: {alone:.0f} ({many / alone:.2f} ×)")


def print_quality(name: str, gold: list[Row], found: Mapping[str, Row], args: argparse.Namespace) -> None:
    """One line a set, and the Japanese articles apart."""
    print(f"\n{name:<22}" + "".join(f"{column:>8}" for column in COLUMNS))
    for label, belongs in SETS.items():
        if args.only and label != args.only:
            continue
        rows = [row for row in gold if belongs(row)]
        if not rows:
            continue
        summary = summarise(rows, found)
        print(f"{label:<22}" + "".join(f"{summary.cell(column):>8}" for column in COLUMNS))
        print_worst(summary, args.worst)
    articles = [row for row in gold if row["kind"] == "article"]
    empty = [row["id"] for row in articles if not found[row["id"]].get("body")]
    print(f"empty body on article pages: {len(empty)} of {len(articles)} {' '.join(empty[:5])}")


def print_worst(summary: Summary, count: int) -> None:
    """The pages with the lowest F1."""
    for score, page in summary.worst[:count]:
        print(f"    {score:.3f} {page}")


def print_speed(measured: Mapping[str, Mapping[str, float]]) -> None:
    """Pages a CPU-second and memory, with the ratio of the first extractor to each."""
    if not measured:
        return
    first = next(iter(measured.values()))
    print(f"\n{'':<22}{'pages/s':>10}{'we are':>10}{'peak MB':>10}{'of it own':>11}")
    for name, figures in measured.items():
        ratio = first["per_s"] / figures["per_s"]
        print(f"{name:<22}{figures['per_s']:>10.1f}{ratio:>9.1f}×{figures['peak_mb']:>10.0f}{figures['own_mb']:>11.0f}")


if __name__ == "__main__":
    main()
