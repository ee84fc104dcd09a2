"""The cost of whole files of near-identical texts, and of one batch of stories against warehouses of several sizes.

Every outlet closes its articles with the same lines, so that a new article meets all of its outlet within the
window. Part of ``python -m tests.bench.stories``; alone, ``python -m tests.bench.stories_scaling`` prints the CPU
time of files of 1,000, 4,000 and 16,000 articles of one day: distinct ones, reprints of one release, and notices
from one template by one outlet and by many.
"""

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import dataframely as dy
import polars as pl

from tasks.cluster.candidates import LIMITS
from tasks.cluster.lines import cluster_lines
from tasks.cluster.signatures import PERMUTATIONS, VERSION, sign
from tasks.cluster.stories import fold
from tasks.frames import Signatures, StoryMembers
from warehouse.connect import open_writer
from warehouse.frames import registered
from warehouse.migrate import migrate
from warehouse.stories import story_candidates

T = TypeVar("T")
BATCH = 500
OUTLETS = 40
NOW = datetime(2026, 6, 1, tzinfo=UTC)
FOOTERS = [random.Random(outlet).sample(range(PERMUTATIONS), 4) for outlet in range(OUTLETS)]


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """The result and the CPU seconds of the fastest of three."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        result = work()
        best = min(best, time.process_time() - start)
    return result, best


def invented_articles(count: int, random_source: random.Random) -> pl.DataFrame:
    """Articles of about 700 characters of random syllables with names and figures; a third are reprints."""
    syllables = [chr(code) for code in range(0x4E00, 0x5600)] + [chr(code) for code in range(0x3042, 0x3094)] * 12
    rows: list[dict[str, Any]] = []
    for number in range(count):
        if number % 3 == 2:
            title, body = rows[-1]["title"], f"提供:{number}\n{rows[-1]['body']}"
        else:
            text = "".join(random_source.choices(syllables, k=650))
            name = "".join(random_source.choices("アイウエオカキクケコサシスセソタチツテト", k=5))
            title, body = f"{name}、{text[:20]}", f"{name}は{number}億円の{text}"
        rows.append(
            {
                "article_id": f"new-{number}",
                "source_id": f"outlet-{number % OUTLETS}",
                "url": f"https://outlet-{number % OUTLETS}.example/{number}",
                "title": title,
                "body": body,
                "fetched_at": NOW - timedelta(minutes=number),
            }
        )
    return pl.DataFrame(rows, schema_overrides={"fetched_at": pl.Datetime("us", "UTC")})


def footer_band(slot: int, outlet: int) -> int:
    """The band that every article of an outlet has in one of the slots of its footer."""
    return (slot << 24) | outlet


def with_footers(signatures: pl.DataFrame) -> dy.DataFrame[Signatures]:
    """The signatures as if each outlet closed its articles with lines of its own, so that all of them meet."""
    rows = signatures.to_dicts()
    for row in rows:
        outlet = int(row["source_id"].removeprefix("outlet-"))
        for slot in FOOTERS[outlet]:
            row["bands"][slot] = footer_band(slot, outlet)
    return Signatures.cast(pl.DataFrame(rows, schema=signatures.schema))


def known_signatures(count: int, per_day: int, random_source: random.Random) -> pl.DataFrame:
    """Signatures of random texts, ``per_day`` of them a day up to now, footers included."""
    rows = []
    for number in range(count):
        outlet = number % OUTLETS
        bands = [(slot << 24) | random_source.getrandbits(24) for slot in range(PERMUTATIONS)]
        for slot in FOOTERS[outlet]:
            bands[slot] = footer_band(slot, outlet)
        rows.append(
            {
                "article_id": f"known-{number}",
                "source_id": f"outlet-{outlet}",
                "url": f"https://outlet-{outlet}.example/known/{number}",
                "published_at": NOW - timedelta(days=number / per_day),
                "version": VERSION,
                "is_release": False,
                "bands": bands,
                "shingle_count": 500,
                "shingles": sorted(random_source.sample(range(1 << 32), 500)),
                "title_shingles": [],
                "numbers": [str(number), str(number % 97)],
                "names": [f"name {number}"],
                "lead_numbers": [str(number)],
                "lead_names": [f"name {number}"],
            }
        )
    return Signatures.cast(pl.DataFrame(rows, schema=Signatures.create_empty().schema))


def print_scaling(counts: list[int], per_day: int) -> None:
    """Seconds of one batch against warehouses of each size."""
    new = with_footers(sign(invented_articles(BATCH, random.Random(1))))
    first = None
    print(f"a batch of {BATCH} against N known signatures, {per_day} articles a day:")
    for count in counts:
        with tempfile.TemporaryDirectory() as folder, open_writer(Path(folder) / "bench.duckdb") as writer:
            migrate(writer)
            known = known_signatures(count, per_day, random.Random(2)).sort("published_at")
            members = known.select("article_id", story_id="article_id", role=pl.lit("lead"), similarity=None)
            with registered(writer.con, {"known": known, "members": members}):
                writer.con.execute("insert into ops.story_signatures by name select * from known")
                writer.con.execute("insert into core.story_articles by name select * from members")
            writer.con.execute("checkpoint")
            found, reading = timed(partial(story_candidates, writer.con, new, LIMITS))
        candidates, memberships = Signatures.validate(found[0]), StoryMembers.validate(found[1])
        _, folding = timed(partial(fold, new, candidates, memberships))
        total = reading + folding
        first = first or total
        print(
            f"  N {count:>9,}: find {reading:.2f} s, fold {folding:.2f} s, {candidates.height} candidates,"
            f" {total / first:.2f} times the first"
        )


SYLLABLES = "のはをにがでとしてもなるこれそあいうえ架空会社発表新型技術開発東西南北山川田中村松竹梅"
KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノ"


def invented_file(kind: str, count: int) -> list[str]:
    """Lines as ``kawaraban cluster`` takes them: distinct, reprints, notices (of many outlets) or one-outlet."""
    random_source = random.Random(kind)
    standing = "".join(random_source.choices(SYLLABLES, k=500))
    lines = []
    for number in range(count):
        name = "".join(random_source.choices(KANA, k=6))
        own = f"{name}が{random_source.randrange(1, 900)}億円を集めた。前年比{random_source.randrange(1, 99)}%増。"
        if kind == "distinct":
            name += name[::-1]
            body = f"{name}{number}億円{''.join(random_source.choices(SYLLABLES, k=500))}"
        elif kind == "reprints":
            name, body = "ハルノ", f"配信元{number}番。ハルノが12億円を集めた。{standing}"
        else:
            body = f"{own}{standing}"
        outlet = "one" if kind == "one-outlet" else f"outlet-{number}"
        row = {"id": str(number), "outlet": outlet, "url": f"https://{outlet}.example/{number}", "lang": "ja"}
        row |= {"published": f"2026-03-02T{number % 24:02}:00:00+09:00", "title": f"{name}の発表", "body": body}
        lines.append(json.dumps(row, ensure_ascii=False))
    return lines


def print_files(counts: list[int]) -> None:
    """CPU milliseconds an article of each kind of file, beside those of distinct articles at the first size."""
    floor = None
    print(f"{'whole files':12} {'articles':>8} {'stories':>8} {'CPU s':>7} {'ms each':>8} {'x distinct':>10}")
    for kind in ("distinct", "reprints", "notices", "one-outlet"):
        for count in counts:
            lines = invented_file(kind, count)
            start = time.process_time()
            stories = {row["story"] for row in cluster_lines(lines)}
            seconds = time.process_time() - start
            floor = floor or seconds / count
            each = seconds / count
            print(
                f"{kind:12} {count:8,} {len(stories):8,} {seconds:7.1f} {each * 1e3:8.2f} {each / floor:10.2f}",
                flush=True,
            )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", default="1000,4000,16000", metavar="N,N")
    print_files([int(count) for count in parser.parse_args().articles.split(",")])
