"""Feed damaged pages to the extractor until the time is over; stop at the first exception and keep the page.

    python -m tests.bench.extraction_fuzz [--seconds 60] [--seed 1] [--pages FOLDER] [--keep FILE]

Pages (``.html`` or ``.html.gz``; by default the synthetic ones of the tests) are cut, spliced, repeated, and bytes are
flipped; a page that takes more than ten seconds counts as a failure too.
"""

import argparse
import json
import random
import time
from pathlib import Path

from tasks.decode import decode
from tasks.extract.article import extract_article
from tasks.extract.files import describe, read_page_file

PAGES = Path(__file__).parents[2] / "seeds" / "recipes"
SLOW_SECONDS = 10
MAX_BYTES = 400_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=Path, default=PAGES)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-failure.html"), help="where a failing page is written")
    args = parser.parse_args()
    seeds = [read_page_file(path) for path in sorted(args.pages.glob("*.htm*"))]
    chance, end, count = random.Random(args.seed), time.monotonic() + args.seconds, 0
    while time.monotonic() < end:
        page = damage(chance, seeds)
        count += 1
        try:
            seconds = survive(page)
        except Exception:
            args.keep.write_bytes(page)
            print(f"page {count} raised; kept in {args.keep}")
            raise
        if seconds > SLOW_SECONDS:
            args.keep.write_bytes(page)
            raise SystemExit(f"page {count} took {seconds:.1f} s; kept in {args.keep}")
    print(f"{count} damaged pages, every one with an answer")


def survive(page: bytes) -> float:
    """CPU seconds of one extraction, its answer written out as JSON."""
    start = time.process_time()
    article = extract_article(decode(page).text, "https://paper.example/2026/04/15/a.html")
    json.dumps(describe(article, "fuzz", None), ensure_ascii=False).encode()
    return time.process_time() - start


def damage(chance: random.Random, seeds: list[bytes]) -> bytes:
    """A page with one to six kinds of damage."""
    page = bytearray(chance.choice(seeds))
    for _ in range(chance.randint(1, 6)):
        at, size = chance.randrange(len(page) + 1), chance.randint(1, 400)
        kind = chance.randrange(5)
        if kind == 0:
            del page[at : at + size]
        elif kind == 1:
            other = chance.choice(seeds)
            start = chance.randrange(len(other) + 1)
            page[at:at] = other[start : start + size]
        elif kind == 2:
            page[at:at] = page[at : at + size] * chance.choice((2, 20, 500))
        elif kind == 3:
            for _ in range(chance.randint(1, 20)):
                if page:
                    page[chance.randrange(len(page))] = chance.randrange(256)
        else:
            page = page[: max(at, 1)]
        del page[MAX_BYTES:]
    return bytes(page)


if __name__ == "__main__":
    main()
