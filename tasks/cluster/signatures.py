"""What is kept of an article to tell later whether another one tells the same story.

A signature is a few kilobytes, holds no text and depends on its article alone, so it can be stored once and
judged against any later one. It can also be thrown away: signing the stored article again gives the same.
"""

import re
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import dataframely as dy
import numpy as np
import numpy.typing as npt
import polars as pl
from rensa import RMinHash

from tasks.cluster.facts import read_facts
from tasks.cluster.wording import WESTERN_LENGTHS, lengths_for, shingle_hashes, squeeze
from tasks.frames import Signatures

VERSION = 10 * RMinHash.ALGORITHM_VERSION + 4
"""Goes up with every change to what is signed, the library's included. Signatures of two versions are never
compared: sign the stored articles again."""

SKETCH = 1024
"""Shingles kept: every one of an article of up to about 1,000 characters, and the smallest hashes of a longer
one. They are a fair sample, on which an overlap of one half of two texts of like length is known to within
2 % (one standard deviation); of a flash in a text of 3,000 characters to within 10 %."""

PERMUTATIONS = 128
"""Bands of one minimum each. A flash of 80 characters inside an article of 1,500, with half of its phrases,
shares 3 % of the long shingles: 1 - 0.97 ** 128 = 98 % of such pairs meet in a band; with 64 bands it is 86 %."""

_SEED = 1868
_SLOT_BITS = 24
_ADDRESS_SLOT = PERMUTATIONS
_TOKYO = ZoneInfo("Asia/Tokyo")
_DAY_END = time(23, 59, 59, tzinfo=_TOKYO)

_RELEASE_SIGNS = (
    re.compile(r"(?i)プレスリリース|press release|for immediate release"),
    re.compile(r"当社|弊社|いたします|いたしました|まいります|\bwe are (?:pleased|excited|proud) to\b"),
    re.compile(r"\A.*\n(?:.{0,40}\n)?.{0,40}(?:株式会社|合同会社|一般社団法人)"),
    re.compile(r"[(（]\s*(?:本社|所在地|本店)\s*[:：/／]|代表取締役[^。、]{0,12}[:：/／]"),
    re.compile(r"(?im)^[\s■◆●【〈<]*(?:会社概要|企業情報|\S{2,24}について(?:[】〉>|｜]|$)|about [A-Z])"),
    re.compile(r"(?im)^[\s■◆●【〈<]*(?:本件|報道|お?問い?合わ?せ|media contact|press contact)"),
)
"""What companies write about themselves and newsrooms do not: the label, the first person, a legal form in
the first line, the seat and the officer, the block about the company, the contact. One of them happens by
chance, two do not."""


def sign(articles: pl.DataFrame) -> dy.DataFrame[Signatures]:
    """One signature an article, in the same order.

    ``articles`` needs ``article_id``, ``source_id``, ``url``, ``title``, ``body`` and ``fetched_at``, and
    ``published_at`` or ``published_on`` where they are known; an ``Articles`` frame will do. Where only the
    day is known the article counts as published at the day's end in Tokyo, so that it never comes before one
    whose hour is known; where nothing is known, when it was fetched.
    """
    titles, bodies = articles["title"].to_list(), articles["body"].to_list()
    squeezed = [squeeze(f"{title}\n{body}") for title, body in zip(titles, bodies, strict=True)]
    lengths = [lengths_for(text) for text in squeezed]
    measuring = [_distinct(text, short) for text, (short, _) in zip(squeezed, lengths, strict=True)]
    headings = [_distinct(squeeze(title), short) for title, (short, _) in zip(titles, lengths, strict=True)]
    facts = [
        read_facts(title, body, is_western=pair == WESTERN_LENGTHS)
        for title, body, pair in zip(titles, bodies, lengths, strict=True)
    ]
    signed = articles.select("article_id", "source_id", "url").with_columns(
        pl.Series("published_at", _instants(articles), pl.Datetime("us", "UTC")),
        pl.lit(VERSION, pl.Int16).alias("version"),
        pl.Series("is_release", [looks_like_release(*text) for text in zip(titles, bodies, strict=True)], pl.Boolean),
        _lists("bands", _bands(articles["url"].to_list(), squeezed, [long for _, long in lengths])),
        pl.Series("shingle_count", [len(row) for row in measuring], pl.Int32),
        _lists("shingles", [row[:SKETCH].tolist() for row in measuring]),
        _lists("title_shingles", [row.tolist() for row in headings]),
        *(
            pl.Series(name, [sorted(getattr(fact, name)) for fact in facts], pl.List(pl.String))
            for name in ("numbers", "names", "lead_numbers", "lead_names")
        ),
    )
    return Signatures.validate(signed, cast=False)


def looks_like_release(title: str, body: str) -> bool:
    """Whether a text is, or reprints whole, what a company wrote about itself."""
    text = f"{title}\n{body}"
    return sum(bool(sign.search(text)) for sign in _RELEASE_SIGNS) >= 2


def _instants(articles: pl.DataFrame) -> list[datetime]:
    """The published instant used for each article; see ``sign``."""
    missing = [pl.lit(None).alias(name) for name in ("published_at", "published_on") if name not in articles.columns]
    rows: list[tuple[Any, ...]] = (
        articles.with_columns(missing).select("published_at", "published_on", "fetched_at").rows()
    )
    return [_instant(*row) for row in rows]


def _instant(published_at: datetime | None, published_on: date | None, fetched_at: datetime) -> datetime:
    if published_at is not None:
        return published_at
    if published_on is not None:
        return datetime.combine(published_on, _DAY_END).astimezone(UTC)
    return fetched_at


def _distinct(text: str, length: int) -> npt.NDArray[np.uint32]:
    """The upper halves of the hashes of a text's shingles, each once, smallest first."""
    halves = (shingle_hashes(text, length) >> np.uint64(32)).astype(np.uint32)
    halves.sort()  # at a third of the cost of np.unique, which fills a hash table first
    distinct: npt.NDArray[np.uint32] = halves[np.diff(halves, prepend=~halves[:1]) != 0]
    return distinct


def _bands(urls: list[str], squeezed: list[str], lengths: list[int]) -> list[list[int]]:
    """Each article's band keys: slot number above 24 bits of its minimum; the last slot is the address.

    The address stands there so that a rewritten page meets its older version whatever became of the words.
    """
    mask = (1 << _SLOT_BITS) - 1
    hashes = [shingle_hashes(text, length) for text, length in zip(squeezed, lengths, strict=True)]
    begins = np.cumsum([0, *map(len, hashes)], dtype=np.uint64)
    flat = np.concatenate([np.empty(0, dtype=np.uint64), *hashes])
    minima = RMinHash.digest_matrix_from_flat_token_hashes(flat, begins, PERMUTATIONS, _SEED).to_rows()
    return [
        [
            *((slot << _SLOT_BITS) | (value & mask) for slot, value in enumerate(row if len(seen) else ())),
            (_ADDRESS_SLOT << _SLOT_BITS) | (address[0] & mask),
        ]
        for row, seen, address in zip(minima, hashes, RMinHash.hash_token_sets([[url] for url in urls]), strict=True)
    ]


def _lists(name: str, rows: list[list[int]]) -> pl.Series:
    return pl.Series(name, rows, pl.List(pl.UInt32))
