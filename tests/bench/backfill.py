"""Pages a second out of a WARC file, beside the WARC reading of news-please, trafilatura and fundus on the same file.

    python -m tests.bench.backfill FILE.warc.gz [--peer NAME=PYTHON]...
    python -m tests.bench.backfill --pages FOLDER [--repeat N] [--peer NAME=PYTHON]...

``--pages`` makes a synthetic file of saved pages (``.html``, ``.html.gz``), each under an address of its own; with
``--index FILE.jsonl`` (lines ``{"id", "url"}``, id: the file's stem) under its true one, which fundus needs.
``--peer`` names news-please, trafilatura or fundus and the interpreter of an environment that has it. Ours is the
whole backfill flow: sifting, copying into the archive, extraction, tagging, clustering, loading, Prefect's tasks on a
server that runs already, and publishing, in a fresh home: in one process, and with two more that extract, tag and sign
(only by the clock: their CPU time cannot be had, since they outlive the flow); beside it, extraction alone, which is
what the peers do. fundus parses only pages of publishers that it has a parser for and passes over the others, so its
texts, not its records, tell its pace. Ratios are of wall time and of CPU time; where other work runs on the machine,
believe the latter.
"""

import argparse
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tasks.extract.files import read_index, stem_of
from tests.bench.crash_time import prefect_server
from tests.warcs import Capture, write_warc

ROOT = Path(__file__).parents[2]
Figures = dict[str, float]


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints one row a reader."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--index", type=Path)
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=PYTHON")
    parser.add_argument("--alone", choices=["flow", "extract"], help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.alone:
        print(json.dumps(_flow(chosen.file) if chosen.alone == "flow" else _extraction(chosen.file)))
        return
    with tempfile.TemporaryDirectory() as folder:
        file = chosen.file
        if chosen.pages is not None:
            file = write_warc(Path(folder) / "pages.warc.gz", captures(chosen.pages, chosen.index, chosen.repeat))
        with prefect_server(Path(folder)) as api:
            rows = {
                "ours, whole backfill, 1 process": _own("flow", file, PREFECT_API_URL=api),
                "ours, with 2 processes that help": _own("flow", file, PREFECT_API_URL=api, KAWARABAN_WORKERS="2"),
            }
        rows["ours, extraction alone"] = _own("extract", file)
        for name, python in (peer.split("=", 1) for peer in chosen.peer):
            try:
                rows[name] = _run([python, str(ROOT / "tests" / "bench" / "backfill_peers.py"), name, str(file)], {})
            except subprocess.CalledProcessError:
                print(f"{name}: does not run in {python}", file=sys.stderr)
    _show(rows)


def captures(folder: Path, index: Path | None, repeat: int) -> Iterator[Capture]:
    """Each saved page so many times, each time under another address, which it does not deny by naming its own.

    An address that comes again ends a run of the backfill, so each is given once.
    """
    urls, given = read_index(index) if index is not None else {}, set[str]()
    paths = sorted(path for path in folder.rglob("*") if path.name.endswith((".html", ".html.gz")))
    for turn in range(repeat):
        for number, path in enumerate(paths):
            body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            url = urls.get(stem_of(path), f"http://site-{number % 40}.example/{number}.html")
            mark = f"{'&' if '?' in url else '?'}turn={turn}.{number}" if turn or url in given else ""
            given.add(url)
            if mark:
                body = body.replace(b'"canonical"', b'"copied"').replace(b"og:url", b"og:copy")
            yield Capture(url + mark, body, content_type="text/html")


def _own(what: str, file: Path, **environment: str) -> Figures:
    """Ours in a process of its own, so that memory and CPU time are its own."""
    with tempfile.TemporaryDirectory() as home:
        words = [sys.executable, "-m", "tests.bench.backfill", str(file), "--alone", what]
        return _run(words, environment | {"KAWARABAN_HOME": home, "PREFECT_LOGGING_LEVEL": "WARNING"})


def _run(command: list[str], environment: dict[str, str]) -> Figures:
    told = subprocess.run(
        command, stdout=subprocess.PIPE, env=os.environ | environment, cwd=ROOT, check=True, text=True
    )
    figures: Figures = json.loads(told.stdout.splitlines()[-1])
    return figures


def _flow(file: Path) -> Figures:
    import asyncio

    from flows.backfill import backfill
    from flows.settings import current_settings

    wall, cpu = time.perf_counter(), _cpu()
    (report,) = asyncio.run(backfill(files=[file]))
    figures = {
        "records": report.taken,
        "pages": report.outcomes.get("loaded", 0),
        "wall": time.perf_counter() - wall,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    return figures if current_settings().workers > 1 else figures | {"cpu": _cpu() - cpu}


def _extraction(file: Path) -> Figures:
    from flows.settings import current_settings
    from tasks.extract.files import extract_paths
    from tasks.extract.recipes import load_recipes

    recipes = load_recipes(current_settings().recipes_file)
    wall, cpu = time.perf_counter(), _cpu()
    bodies = [bool(article["body"]) for article in extract_paths([file], recipes=recipes)]
    return {"records": len(bodies), "pages": sum(bodies), "wall": time.perf_counter() - wall, "cpu": _cpu() - cpu}


def _cpu() -> float:
    """CPU seconds of this process and of its children that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _show(rows: dict[str, Figures]) -> None:
    first = next(iter(rows.values()))
    heads = f"{'records':>8}{'texts':>7}{'rec/s':>8}{'rec/CPU s':>10}{'txt/CPU s':>10}  {'MiB':>6}"
    print(f"{'reader':38}{heads}{'ours/it wall':>13}{'CPU':>7}")
    for name, row in rows.items():
        pace, ours = row["records"] / row["wall"], first["records"] / first["wall"]
        figures = f"{row['records']:8.0f}{row['pages']:7.0f}{pace:8.1f}"
        ratios = f"{ours / pace:12.1f}x"
        if "cpu" in row:
            figures += f"{row['records'] / row['cpu']:10.1f}{row['pages'] / row['cpu']:10.1f}"
            ratios += f"{first['records'] / first['cpu'] / (row['records'] / row['cpu']):6.1f}x"
        memory = f"{row['peak_mib']:.0f}" if "peak_mib" in row else ""
        print(f"{name:38}{figures:45}{memory:>6}{ratios}")


if __name__ == "__main__":
    main()
