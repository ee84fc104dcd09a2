"""What the warehouse costs at size: ``python -m tests.bench.warehouse [--articles 1000000] [--folder DIR]``.

On invented data (tests.bench.warehouse_data; ten mentions an article), in processes of their own on two threads:
each ready-made question cold (file out of the system's cache; the worst of three) and warm beside a plain query, with
the memory it needs (the engine held to 1.5 GB, its cache of the file included); loading 10,000 articles, some of which
join the stories of the batch before, into the full file and into an empty one; publishing beside a plain copy.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from tasks.frames import StoryMembers
from tests import samples
from tests.bench.warehouse_data import make
from warehouse import writer as runs
from warehouse.checks import run_checks
from warehouse.connect import Writer, open_reader, open_writer
from warehouse.migrate import migrate
from warehouse.questions import list_questions
from warehouse.snapshot import publish

FLOOR = "select company_id, count(*) from core.company_mentions group by company_id"
"""The plain query that questions are held against: one pass over the largest table."""
REPEATS = 5
COLD = 3
LOADS = 4
JOINING = 500
"""So many articles of a batch join stories of the batch before."""
GIVEN = {"company": "company-3"}
BATCH = 10_000
NOW = datetime(2025, 12, 29, tzinfo=UTC)


def main() -> None:
    """Prints all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="keeps the invented warehouse there, and uses it if it is there")
    parser.add_argument("--ask", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.ask:
        print(json.dumps(asked(given.ask)))
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"warehouse-{given.articles}.duckdb"
        if not path.exists():
            _, seconds = timed(lambda: invent(path, given.articles))
            print(f"invented in {seconds:.0f} s")
        _bring_up_to_date(path)
        with open_reader(path) as con:
            mentions = con.execute("select count(*) from core.company_mentions").fetchall()[0][0]
        size = path.stat().st_size
        print(
            f"{given.articles:,} articles, {mentions:,} mentions, {size / 1e9:.2f} GB, "
            f"{size / given.articles:,.0f} bytes an article"
        )
        print_questions(path)
        print_checks_and_publishing(path, Path(scratch))
        print_loading(path, Path(scratch), given.articles)


def invent(path: Path, articles: int) -> None:
    """Makes the file; a half-made one does not stay."""
    partial = path.with_suffix(".part")
    partial.unlink(missing_ok=True)
    with open_writer(partial) as writer:
        migrate(writer)
        make(writer.con, articles)
    partial.rename(path)


def _bring_up_to_date(path: Path) -> None:
    """A kept file may be of an earlier day's schema."""
    with open_writer(path) as writer:
        migrate(writer)
    for backup in path.parent.glob(f"{path.name}.before-*"):
        backup.unlink()


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """The result and the wall seconds of one call."""
    started = time.perf_counter()
    return work(), time.perf_counter() - started


def forget(path: Path) -> None:
    """Drops the file from the system's cache."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(descriptor)


def asked(path: Path) -> dict[str, Any]:
    """COLD cold seconds and REPEATS warm ones of the floor and of every question, and the peak memory of all."""
    queries: dict[str, tuple[str, dict[str, Any]]] = {"(floor)": (FLOOR, {})}
    for question in list_questions():
        names = {parameter.name for parameter in question.parameters}
        queries[question.name] = (question.sql, question.values({k: v for k, v in GIVEN.items() if k in names}))
    seconds: dict[str, list[float]] = {}
    for name, (sql, values) in queries.items():
        seconds[name] = []
        for _ in range(COLD):
            forget(path)
            seconds[name].append(timed(lambda sql=sql, values=values: _fresh(path, sql, values))[1])  # type: ignore[misc]
        with open_reader(path) as con:
            con.execute("set threads = 2; set memory_limit = '1500MB'")
            con.execute(sql, values or []).fetchall()
            for _ in range(REPEATS):
                work = timed(lambda con=con, sql=sql, values=values: con.execute(sql, values or []).fetchall())  # type: ignore[misc]
                seconds[name].append(work[1])
    return {"seconds": seconds, "memory": peak_memory()}


def peak_memory() -> int:
    """Most bytes this process ever held; getrusage(2) would tell those of the process that started it too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def _fresh(path: Path, sql: str, values: dict[str, Any]) -> None:
    with open_reader(path) as con:
        con.execute("set threads = 2; set memory_limit = '1500MB'")
        con.execute(sql, values or []).fetchall()


def print_questions(path: Path) -> None:
    """Each question: cold, warm median and worst, and the warm median over that of the floor."""
    child = [sys.executable, "-m", "tests.bench.warehouse", "--ask", str(path)]
    found = json.loads(subprocess.run(child, capture_output=True, text=True, check=True).stdout)
    cold = {name: times[:COLD] for name, times in found["seconds"].items()}
    warm = {name: times[COLD:] for name, times in found["seconds"].items()}
    floor = statistics.median(warm["(floor)"])
    print(f"{'question':24}   cold  worst  median  worst  x floor")
    for name, times in warm.items():
        first, middle = statistics.median(cold[name]), statistics.median(times)
        print(f"{name:24} {first:6.2f} {max(cold[name]):6.2f}  {middle:6.2f} {max(times):6.2f}  {middle / floor:7.1f}")
    medians = [statistics.median(times) for name, times in warm.items() if name != "(floor)"]
    worst = max(max(times) for name, times in found["seconds"].items() if name != "(floor)")
    print(f"slowest warm median {max(medians):.2f} s, worst of all, cold included, {worst:.2f} s")
    print(f"peak memory of asking them all: {found['memory'] / 1e9:.2f} GB")


def print_checks_and_publishing(path: Path, scratch: Path) -> None:
    """Seconds of the checks, and seconds per GB of a publish beside a plain copy with fsync."""
    own = scratch / "writer.duckdb"
    _, copying = timed(lambda: _copy(path, own))
    gigabytes = path.stat().st_size / 1e9
    with open_writer(own) as writer:
        _, everything = timed(lambda: run_checks(writer.con, NOW, everything=True))
        findings, latest = timed(lambda: run_checks(writer.con, NOW))
        slowest = max(findings, key=lambda finding: finding.elapsed_ms)
        print(f"checks: all texts {everything:.1f} s, new texts only {latest:.1f} s (longest: {slowest.check.name})")
        _, publishing = timed(lambda: publish(writer, scratch / "published.duckdb"))
    print(
        f"publish {publishing / gigabytes:.2f} s/GB, plain copy with fsync {copying / gigabytes:.2f} s/GB, "
        f"{publishing / copying:.2f} times"
    )
    (scratch / "published.duckdb").unlink()
    own.unlink()


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as read, target.open("wb") as write:
        shutil.copyfileobj(read, write, 8 << 20)
        write.flush()
        os.fsync(write.fileno())


def print_loading(path: Path, scratch: Path, articles: int) -> None:
    """Seconds of loading batches into an empty file and into the full one, by turns; medians, the first not counted."""
    full, empty = scratch / "full.duckdb", scratch / "empty.duckdb"
    shutil.copyfile(path, full)
    found: dict[str, list[tuple[float, float]]] = {"empty": [], "full": []}
    with open_writer(empty) as small, open_writer(full) as large:
        for writer in (small, large):
            migrate(writer)
        for number in range(LOADS):
            found["empty"].append(_load(small, number))
            found["full"].append(_load(large, number))
    full.unlink()
    wall = {name: statistics.median(one[0] for one in times[1:]) for name, times in found.items()}
    cpu = {name: statistics.median(one[1] for one in times[1:]) for name, times in found.items()}
    print(
        f"loading {BATCH:,} articles: empty {wall['empty']:.2f} s, at {articles:,} {wall['full']:.2f} s, "
        f"{wall['full'] / wall['empty']:.2f} times ({cpu['full'] / cpu['empty']:.2f} times the CPU)"
    )


def _load(writer: Writer, number: int) -> tuple[float, float]:
    """Wall and CPU seconds of one batch, discovery not counted."""
    now = NOW + timedelta(hours=number)
    urls = [f"https://new.example/{number}/{n}" for n in range(BATCH)]
    made = samples.articles(*urls, fetched_at=now, body="架空の会社が新しい技術を発表した。" * 60)
    frames = samples.batch(made, story_members=_members(number))
    run_id = runs.start_run(writer.con, runs.RunStart("monitor", None, "1", "r1"), now)
    runs.record_discovery(writer.con, run_id, samples.links(*urls), samples.polls(feed_url=urls[0]), now)
    started, cpu = time.perf_counter(), time.process_time()
    runs.load_batch(writer.con, run_id, "r1", frames, now)
    return time.perf_counter() - started, time.process_time() - cpu


def _members(number: int) -> pl.DataFrame:
    """Each article a story of its own, but JOINING of them reprints of articles of the batch before."""
    ids = [samples.article_id(f"https://new.example/{number}/{n}") for n in range(BATCH)]
    joined = [samples.article_id(f"https://new.example/{number - 1}/{n}") for n in range(JOINING, 2 * JOINING)]
    stories = (joined if number else ids[:JOINING]) + ids[JOINING:]
    roles = ["lead" if one == story else "reprint" for one, story in zip(ids, stories, strict=True)]
    columns = {"article_id": ids, "story_id": stories, "role": roles, "similarity": [None] * BATCH}
    return pl.DataFrame(columns, schema=StoryMembers.create_empty().schema)


if __name__ == "__main__":
    main()
