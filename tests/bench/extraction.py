"""Measure the extractor on a dataset of saved pages, beside open extractors, in one run.

    python -m tests.bench.extraction DATASET [--peers trafilatura,resiliparse] [--set ja] [--worst 10] [--recipes]

DATASET is a folder with ``gold.jsonl`` and ``pages/ID.html.gz`` (UTF-8). Each extractor runs in a process of its own:
one pass over all pages for quality and peak memory. Then all take turns in passes over an even sample, for speed in
pages a second of CPU time, parsing included; the medians count, and the ratio is the median of each turn's ratio.
Peers are installed by whoever wants to compare; versions are printed. ``--workers`` also prints how many pages
a second of wall time our extractor does with so many processes.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.extraction_runs import PEERS, Pages, read_gold, serve, spread
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
    parser.add_argument("--repeat", type=int, default=5, help="speed passes; the median counts")
    parser.add_argument("--workers", type=int, default=0, help="also time so many processes")
    parser.add_argument("--out", type=Path, help="write our extraction of every page here, as JSON lines")
    parser.add_argument("--run", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.run:
        serve(args.run, args.dataset, args.sample)
        return
    names = ["kawaraban+recipes" if args.recipes else "kawaraban", *filter(None, args.peers.split(","))]
    compare(args, names)


@dataclass
class Runner:
    """An extractor's process, its answer to all pages, and the seconds of its speed passes so far."""

    process: subprocess.Popen[str]
    result: dict[str, Any]
    seconds: list[float] = field(default_factory=list)

    @classmethod
    def start(cls, name: str, args: argparse.Namespace) -> "Runner | None":
        """Starts the process and waits for its quality pass; None where it fails, with the reason on standard error."""
        command = [sys.executable, "-m", "tests.bench.extraction", str(args.dataset), "--run", name]
        command += ["--sample", str(args.sample)]
        with tempfile.TemporaryFile("w+") as errors:
            process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True
            )  # fmt: skip
            line = process.stdout.readline() if process.stdout else ""
            if line:
                return cls(process, json.loads(line))
            process.wait()
            errors.seek(0)
            reason = (errors.read().strip().splitlines() or ["no message"])[-1]
        print(f"{name}: not run: {reason}", file=sys.stderr)
        return None

    def time_pass(self) -> None:
        """One pass over the sample."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        self.seconds.append(float(self.process.stdout.readline()))

    def stop(self) -> None:
        """Ends the process."""
        self.process.communicate()


def compare(args: argparse.Namespace, names: list[str]) -> None:
    """Run each extractor in its own process, then print quality by set, and speed and memory with ratios."""
    gold = read_gold(args.dataset)
    runners: dict[str, Runner] = {}
    try:
        for name in names:
            if (runner := Runner.start(name, args)) is None:
                continue
            runners[name] = runner
            found = {row["id"]: row for row in runner.result["found"]}
            print_quality(name, gold, found, args)
            if args.out and name == names[0]:
                lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in runner.result["found"])
                args.out.write_text("".join(lines), "utf-8")
        for _ in range(args.repeat):
            for runner in runners.values():
                runner.time_pass()
    finally:
        for runner in runners.values():
            runner.stop()
    print_speed(runners)
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


def print_speed(runners: Mapping[str, Runner]) -> None:
    """Pages a CPU-second and memory, with the ratio of the first extractor to each, and what was measured."""
    if not runners:
        return
    first = next(iter(runners.values()))
    print(f"\n{'':<22}{'pages/s':>10}{'we are':>10}{'peak MB':>10}{'of it own':>11}  versions")
    for name, runner in runners.items():
        result = runner.result
        speed = result["pages"] / median(runner.seconds)
        ratio = median(theirs / ours for theirs, ours in zip(runner.seconds, first.seconds, strict=True))
        memory = f"{result['peak_mb']:>10.0f}{result['own_mb']:>11.0f}"
        print(f"{name:<22}{speed:>10.1f}{ratio:>9.1f}×{memory}  {result['versions']}")
    print(f"medians of {len(first.seconds)} alternating passes over {first.result['pages']} pages, CPU time")


if __name__ == "__main__":
    main()
