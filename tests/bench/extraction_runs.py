"""One pass of one extractor over a dataset: ours and the open ones, by name."""

import contextlib
import gzip
import io
import json
import logging
import resource
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.bench.extraction_score import Row

Extract = Callable[[str, Row], dict[str, Any]]
RECIPES = Path(__file__).parents[2] / "seeds" / "recipes.toml"


@dataclass
class Pages:
    """The pages of a dataset, decoded, with their gold."""

    rows: list[Row]
    html: list[str]

    @classmethod
    def of(cls, dataset: Path) -> "Pages":
        rows = read_gold(dataset)
        html = [gzip.decompress((dataset / "pages" / f"{row['id']}.html.gz").read_bytes()).decode() for row in rows]
        return cls(rows, html)

    def sample(self, count: int) -> list[tuple[str, Row]]:
        """An even sample."""
        pages = list(zip(self.html, self.rows, strict=True))
        return pages[:: max(1, len(pages) // count)]


def read_gold(dataset: Path) -> list[Row]:
    """The rows of ``gold.jsonl``."""
    lines = (dataset / "gold.jsonl").read_text("utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


def ours(with_recipes: bool) -> Extract:
    from tasks.extract.article import extract_article
    from tasks.extract.files import describe
    from tasks.extract.recipes import load_recipes

    recipes = load_recipes(RECIPES) if with_recipes else None
    return lambda html, row: describe(extract_article(html, row["url"], recipes=recipes), row["id"], row["url"])


def trafilatura() -> Extract:
    import trafilatura as peer

    def extract(html: str, row: Row) -> dict[str, Any]:
        found = peer.bare_extraction(html, url=row["url"], include_comments=False, with_metadata=True)
        if found is None:
            return {}
        authors = [name.strip() for name in (found.author or "").split(";") if name.strip()]
        return {"body": found.text, "title": found.title, "authors": authors, "published": found.date}

    return extract


def resiliparse() -> Extract:
    from resiliparse.extract.html2text import extract_plain_text

    return lambda html, row: {"body": extract_plain_text(html, main_content=True, alt_texts=False)}


def readability() -> Extract:
    from readability import Document
    from selectolax.lexbor import LexborHTMLParser

    def extract(html: str, row: Row) -> dict[str, Any]:
        document = Document(html)
        body = LexborHTMLParser(document.summary()).body
        return {"body": body.text(separator="\n") if body else "", "title": document.short_title()}

    return extract


def newspaper4k() -> Extract:
    import newspaper

    def extract(html: str, row: Row) -> dict[str, Any]:
        found = newspaper.article(row["url"] or "http://localhost/a", input_html=html, fetch_images=False)
        when = _iso(found.publish_date)
        return {"body": found.text, "title": found.title, "authors": found.authors, "published": when}

    return extract


def goose3() -> Extract:
    from goose3 import Goose

    goose = Goose({"enable_image_fetching": False})

    def extract(html: str, row: Row) -> dict[str, Any]:
        found = goose.extract(raw_html=html)
        names = [name for name in found.authors if isinstance(name, str)]
        when = _iso(found.publish_datetime_utc or found.publish_date)
        return {"body": found.cleaned_text, "title": found.title, "authors": names, "published": when}

    return extract


def htmldate() -> Extract:
    from htmldate import find_date

    return lambda html, row: {"published": find_date(html, url=row["url"], original_date=True)}


def selectolax() -> Extract:
    """The parse alone: what no extractor on this parser can be faster than."""
    from selectolax.lexbor import LexborHTMLParser

    def extract(html: str, row: Row) -> dict[str, Any]:
        LexborHTMLParser(html)
        return {}

    return extract


PEERS: dict[str, Callable[[], Extract]] = {
    "kawaraban": lambda: ours(with_recipes=False),
    "kawaraban+recipes": lambda: ours(with_recipes=True),
    "trafilatura": trafilatura,
    "resiliparse": resiliparse,
    "readability": readability,
    "newspaper4k": newspaper4k,
    "goose3": goose3,
    "htmldate": htmldate,
    "selectolax": selectolax,
}


def _iso(value: object) -> str | None:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value).replace(" ", "T", 1) if value else None


PACKAGES = {
    "kawaraban": ("kawaraban", "selectolax"),
    "kawaraban+recipes": ("kawaraban", "selectolax"),
    "trafilatura": ("trafilatura", "lxml"),
    "resiliparse": ("resiliparse",),
    "readability": ("readability-lxml", "lxml"),
    "newspaper4k": ("newspaper4k", "lxml"),
    "goose3": ("goose3", "lxml"),
    "htmldate": ("htmldate", "lxml"),
    "selectolax": ("selectolax",),
}
"""What a speed depends on: figures of different versions cannot be compared."""


def versions_of(name: str) -> str:
    """An extractor's packages with their versions, as they are installed here."""
    return ", ".join(f"{package} {version(package)}" for package in PACKAGES[name])


def serve(name: str, dataset: Path, sample: int) -> None:
    """One line with all that an extractor finds and its memory; then, for each line read, the seconds of a pass.

    A page that it fails on scores nothing. Whoever asks alternates between extractors, so that other work on the
    machine slows all of them alike.
    """
    pages = Pages.of(dataset)
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    extract = PEERS[name]()
    found = []
    with contextlib.redirect_stdout(io.StringIO()):
        for html, row in zip(pages.html, pages.rows, strict=True):
            try:
                got = extract(html, row)
            except Exception as error:  # noqa: BLE001 - a peer may raise anything
                got = {"error": repr(error)[:200]}
            found.append({**got, "id": row["id"]})
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    timed = pages.sample(sample)
    memory = {"peak_mb": peak / 1024, "own_mb": (peak - before) / 1024, "pages": len(timed)}
    print(json.dumps({"found": found, "versions": versions_of(name), **memory}, ensure_ascii=False), flush=True)
    for _ in sys.stdin:
        with contextlib.redirect_stdout(io.StringIO()):
            seconds = _cpu_seconds(extract, timed)
        print(seconds, flush=True)


def _cpu_seconds(extract: Extract, pages: Sequence[tuple[str, Row]]) -> float:
    start = time.process_time()
    for html, row in pages:
        with contextlib.suppress(Exception):
            extract(html, row)
    return time.process_time() - start


def spread(pages: Pages, sample: int, workers: int) -> tuple[float, float]:
    """Pages a second of wall time through the pipeline's batch: from an archive, with one process and with several."""
    from tests.bench.extraction_batch import archive, batch_speed

    with tempfile.TemporaryDirectory() as folder:
        frames = archive([html for html, _ in pages.sample(sample)] * 4, Path(folder))
        return batch_speed(frames, Path(folder), 1), batch_speed(frames, Path(folder), workers)
