"""Saved pages in, one JSON-ready object each out: how recipes are debugged and how extraction is measured.

InputError           a path or an index file cannot be used; the message says which and what to do
"""

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from tasks.archive import ArchivedPage, read_archive
from tasks.dates import JST
from tasks.decode import decode
from tasks.extract.article import Article, extract_article
from tasks.extract.published import DatedEvidence
from tasks.extract.recipes import Recipes

PAGE_ENDINGS = (".html", ".htm", ".html.gz", ".htm.gz")
WARC_ENDINGS = (".warc", ".warc.gz")
MAX_PAGE_BYTES = 64_000_000
"""Of a larger (or larger inflated) file only the beginning is read."""
HTML_TYPES = ("html", "xhtml")


class InputError(ValueError):
    """A path or an index cannot be used."""


def read_index(path: Path) -> dict[str, str]:
    """The URL of each file stem, from lines ``{"id", "url"}``. Raises ``InputError`` with file and line."""
    urls: dict[str, str] = {}
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            raise InputError(f'{path}, line {number}: not JSON; expected {{"id": …, "url": …}}') from None
        if not isinstance(row, dict) or not isinstance(row.get("id"), str):
            raise InputError(f'{path}, line {number}: expected an object with a string "id"')
        if isinstance(row.get("url"), str):
            urls[row["id"]] = row["url"]
    return urls


def extract_paths(
    paths: Sequence[Path],
    *,
    index: Mapping[str, str] | None = None,
    recipes: Recipes | None = None,
    reference: datetime | None = None,
) -> Iterator[dict[str, object]]:
    """One object for every page of the given files, folders and WARC files, also where nothing was found.

    ``index``: URL by file stem. ``reference``: when the files were saved, for relative dates; a WARC record brings
    its own. Raises ``InputError`` for a path that is not there or is neither page nor archive.
    """
    for path in paths:
        if path.is_dir():
            for inner in sorted(path.rglob("*")):
                if inner.is_file() and inner.name.lower().endswith(PAGE_ENDINGS + WARC_ENDINGS):
                    yield from _extract_file(inner, index or {}, recipes, reference)
        elif not path.exists():
            raise InputError(f"{path}: there is no such file or folder")
        elif path.name.lower().endswith(PAGE_ENDINGS + WARC_ENDINGS):
            yield from _extract_file(path, index or {}, recipes, reference)
        else:
            raise InputError(f"{path}: expected {', '.join(PAGE_ENDINGS + WARC_ENDINGS)} or a folder of them")


def stem_of(path: Path) -> str:
    """The file name without its ending, which is a page's id."""
    for ending in sorted(PAGE_ENDINGS, key=len, reverse=True):
        if path.name.lower().endswith(ending):
            return path.name[: -len(ending)]
    return path.name


def _extract_file(
    path: Path, index: Mapping[str, str], recipes: Recipes | None, reference: datetime | None
) -> Iterator[dict[str, object]]:
    if path.name.lower().endswith(WARC_ENDINGS):
        yield from _extract_warc(path, recipes)
        return
    stem = stem_of(path)
    url = index.get(stem)
    try:
        payload = read_page_file(path)
    except (OSError, EOFError, zlib.error) as error:
        yield describe(Article(kind_reason=f"cannot be read: {error}"), stem, url)
        return
    decoded = decode(payload)
    article = extract_article(decoded.text, url, recipes=recipes, reference=reference)
    yield describe(article, stem, url) | {"encoding": decoded.encoding, "encoding_source": decoded.source}


def read_page_file(path: Path) -> bytes:
    """The bytes of a page file, inflated if they are gzip whatever the name says."""
    with path.open("rb") as file:
        is_gzip = file.read(2) == b"\x1f\x8b"
    if not is_gzip:
        with path.open("rb") as file:
            return file.read(MAX_PAGE_BYTES)
    with gzip.open(path, "rb") as inflated:
        return inflated.read(MAX_PAGE_BYTES)


def _extract_warc(path: Path, recipes: Recipes | None) -> Iterator[dict[str, object]]:
    for record in read_archive(path):
        if record.status is not None and not 200 <= record.status < 300:
            continue
        if not _is_html(record):
            continue
        decoded = decode(record.payload, record.content_type)
        article = extract_article(decoded.text, record.url or None, recipes=recipes, reference=record.fetched_at)
        more = {"encoding": decoded.encoding, "encoding_source": decoded.source, "warc_offset": record.offset}
        yield describe(article, record.url or record.payload_digest, record.url or None) | more


def _is_html(record: ArchivedPage) -> bool:
    kind = (record.content_type or "").lower()
    return any(each in kind for each in HTML_TYPES) if kind else b"<" in record.payload[:1000]


def describe(article: Article, page_id: str, url: str | None) -> dict[str, object]:
    """An article as a JSON-ready object."""
    published, modified = article.published, article.modified
    return {
        "id": page_id,
        "url": url,
        "title": article.title,
        "authors": article.authors,
        "desk": article.desk,
        "published": _when(published, article.lang),
        "published_precision": published.date.precision if published else None,
        "published_zone_source": published.date.zone_source if published else None,
        "published_evidence": published.evidence if published else None,
        "published_note": (published.note or None) if published else None,
        "published_raw": published.date.raw if published else None,
        "modified": _when(modified, article.lang),
        "modified_evidence": modified.evidence if modified else None,
        "lang": article.lang,
        "kind": article.kind,
        "kind_reason": article.kind_reason,
        "is_paywalled": article.is_paywalled,
        "is_sponsored": article.is_sponsored,
        "site_name": article.site_name,
        "section": article.section,
        "keywords": article.keywords,
        "image_url": article.image_url,
        "canonical_url": article.canonical_url,
        "next_url": article.next_url,
        "recipe": article.recipe,
        "recipe_note": article.recipe_note,
        "body": article.body,
    }


def _when(stated: DatedEvidence | None, lang: str) -> str | None:
    """ISO 8601 as stated; a Japanese page's instant on the Japanese clock, so that its day reads as the reader's."""
    if stated is None:
        return None
    at: Any = stated.date.at
    if at is not None and lang == "ja":
        return str(at.astimezone(JST).isoformat())
    return stated.date.isoformat()
