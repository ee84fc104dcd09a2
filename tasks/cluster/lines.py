"""Stories over JSON lines: the whole step on a file, without a warehouse.

``{"id", "outlet", "url", "published", "title", "body", "lang"}`` a line in, ``{"id", "story"}`` a line out, in
the order of the input; the label is the id of the story's lead.

    LineError(ValueError)     a line cannot be used: its number and what was expected
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tasks.cluster.candidates import candidates_for
from tasks.cluster.signatures import sign
from tasks.cluster.stories import fold
from tasks.frames import Signatures, StoryMembers

BATCH = 1_000
"""Articles signed and folded at once; it bounds memory and does not show in the result."""

_TOKYO = ZoneInfo("Asia/Tokyo")
_EXPECTED = "an object with id, outlet, url, published, title, body and lang, all texts"
_Id = Annotated[str, Field(min_length=1)]


class LineError(ValueError):
    """A line that is not an article; the message begins with ``line N:``."""


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    id: _Id
    outlet: str
    url: str
    published: str | None = None
    title: str
    body: str
    lang: str | None = None


def cluster_lines(lines: Iterable[str]) -> Iterator[dict[str, str]]:
    """``{"id", "story"}`` for each article, in the order of the input.

    ``published`` is ISO 8601; without an offset it is Tokyo's, a bare day is that day, and null or missing
    means unknown: such an article counts as published with the last of the file. Blank lines are skipped.

    Raises ``LineError`` for a line that is not an article or repeats an id.
    """
    articles = _read(lines)
    if articles.is_empty():
        return
    signatures, members = Signatures.create_empty(), StoryMembers.create_empty()
    for batch in articles.sort("published_at", "article_id").iter_slices(BATCH):
        new = sign(batch)
        candidates = candidates_for(new, signatures, members)
        touched = members.join(candidates, on="article_id", how="semi").select("story_id").unique()
        changed = fold(new, candidates, StoryMembers.cast(members.join(touched, on="story_id", how="semi")))
        signatures = Signatures.cast(pl.concat([signatures, new]))
        members = StoryMembers.cast(pl.concat([members.join(changed, on="article_id", how="anti"), changed]))
    stories = dict(members.select("article_id", "story_id").iter_rows())
    for article_id in articles["article_id"]:
        yield {"id": article_id, "story": stories[article_id]}


def _read(lines: Iterable[str]) -> pl.DataFrame:
    """The articles of the file as ``sign`` takes them, in input order."""
    rows: list[dict[str, Any]] = []
    seen: dict[str, int] = {}
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        line = _parse(number, text)
        if line.id in seen:
            raise LineError(f"line {number}: id {line.id!r} stands on line {seen[line.id]} already; ids must differ")
        seen[line.id] = number
        rows.append(
            {
                "article_id": line.id,
                "source_id": line.outlet,
                "url": line.url,
                "title": line.title,
                "body": line.body,
                **_published(number, line.published),
            }
        )
    instant = pl.Datetime("us", "UTC")
    text_columns = dict.fromkeys(("article_id", "source_id", "url", "title", "body"), pl.String)
    frame = pl.DataFrame(rows, schema={**text_columns, "published_at": instant, "published_on": pl.Date})
    latest = frame["published_at"].max() or datetime(1970, 1, 1, tzinfo=UTC)
    return frame.with_columns(pl.lit(latest, instant).alias("fetched_at"))


def _parse(number: int, text: str) -> _Line:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise LineError(f"line {number}: not JSON ({error.msg} at column {error.colno})") from None
    try:
        return _Line.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "the line"
        raise LineError(f"line {number}: {where}: {first['msg']}; expected {_EXPECTED}") from None


def _published(number: int, written: str | None) -> dict[str, datetime | date | None]:
    if written is None:
        return {"published_at": None, "published_on": None}
    try:
        if len(written) == len("2026-01-31"):
            return {"published_at": None, "published_on": date.fromisoformat(written)}
        instant = datetime.fromisoformat(written)
    except ValueError:
        raise LineError(
            f"line {number}: published {written!r} is not ISO 8601, such as 2026-01-31T09:00:00+09:00 or 2026-01-31"
        ) from None
    local = instant if instant.tzinfo else instant.replace(tzinfo=_TOKYO)
    return {"published_at": local.astimezone(UTC), "published_on": None}
