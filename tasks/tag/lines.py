"""``kawaraban tag``: one JSON object an article in, one a line out.

Error tree::

    LineError    a line is no article: its number, what is wrong and what was expected
"""

import itertools
import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from tasks.tag.article_tags import ArticleTags
from tasks.tag.document import Article, Document
from tasks.tag.tagger import AT_ONCE, Tagger

_LANGUAGES = ("ja", "en", "other")


class LineError(Exception):
    """A line of the input is not an article; the message begins with the line's number."""


def tag_lines(lines: Iterable[str], tagger: Tagger) -> Iterator[dict[str, Any]]:
    """The tags of each line ``{"id", "title", "body", "lang"[, "published"]}``; blank lines are passed over.

    Some dozens of lines are read before the first is given: tagged together they cost less than one by one. What was
    read before a line that is no article is given before the error.
    """
    numbered = ((no, line) for no, line in enumerate(lines, 1) if line.strip())
    while True:
        read: list[tuple[str, Article]] = []
        error: LineError | None = None
        try:
            # Those before the faulty one are kept.
            read.extend(itertools.starmap(_article, itertools.islice(numbered, AT_ONCE)))
        except LineError as raised:
            error = raised
        documents = Document.many(article for _, article in read)
        for (article_id, _), tags in zip(read, tagger.tag_documents(documents), strict=True):
            yield {"id": article_id, **as_json(tags)}
        if error is not None:
            raise error
        if not read:
            return


def as_json(tags: ArticleTags) -> dict[str, Any]:
    """The tags as plain JSON values; spans are those of the named field."""
    document = tags.document
    mentions = []
    for mention in tags.mentions:
        field, start, end = document.place(mention.start, mention.end)
        mentions.append(
            {
                "company": mention.company_id,
                "alias": document.text[mention.start : mention.end],
                "field": field,
                "start": start,
                "end": end,
                "rule": mention.rule,
                "confidence": round(mention.confidence, 2),
            }
        )
    return {
        "companies": [company.company_id for company in tags.companies],
        "salient": [company.company_id for company in tags.companies if company.is_salient],
        "themes": [theme.theme_id for theme in tags.themes],
        "funding": [
            {
                "company": claim.company,
                "amount": _whole(claim.amount),
                "currency": claim.currency,
                "amount_jpy": _whole(claim.amount_jpy),
                "amount_max": _whole(claim.amount_max),
                "round": claim.round,
                "tranche": claim.tranche,
                "instrument": claim.instrument,
                "investors": list(claim.investors),
                "lead": claim.lead,
                "announced_on": claim.announced_on.isoformat() if claim.announced_on else None,
                "evidence": document.text[claim.start : claim.end],
            }
            for claim in tags.funding
        ],
        "mentions": mentions,
        "unknown_companies": [name.name for name in tags.unknown],
    }


def _whole(amount: float | None) -> float | int | None:
    return int(amount) if amount is not None and amount.is_integer() else amount


def _article(no: int, line: str) -> tuple[str, Article]:
    row = _read(no, line)
    title, body = _encodable(row["title"]), _encodable(row["body"])
    return row["id"], (title, body, row["lang"], _published(no, row), row.get("publisher"))


def _encodable(text: str) -> str:
    r"""The text, equally long, without halves of surrogate pairs (``"\ud83d"`` in JSON), which no file can hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _read(no: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise LineError(f"line {no}: is not JSON ({error.msg} at column {error.colno})") from error
    if not isinstance(row, dict):
        raise LineError(f"line {no}: is not a JSON object, expected one with id, title, body and lang")
    for key in ("id", "title", "body", "lang"):
        if not isinstance(row.get(key), str):
            raise LineError(f'line {no}: "{key}" is missing or no text, expected id, title, body and lang as texts')
    if row["lang"] not in _LANGUAGES:
        raise LineError(f'line {no}: "lang" is {row["lang"]!r}, expected one of {", ".join(_LANGUAGES)}')
    return row


def _published(no: int, row: dict[str, Any]) -> date | None:
    value = row.get("published")
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise LineError(f'line {no}: "published" is {value!r}, expected a day such as 2026-04-01') from None
