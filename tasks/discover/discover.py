"""Discovery: what one source names right now, and how asking it went."""

import asyncio
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import cache
from typing import Any, TypeVar

import dataframely as dy
import polars as pl

from tasks.dates import JST, StatedDate, parse_date
from tasks.discover.feeds import Entry, NotAFeed, parse_feed
from tasks.discover.listings import parse_listing
from tasks.discover.sitemaps import parse_sitemap
from tasks.discover.sources import Feed, Source
from tasks.frames import Links, Polls
from tasks.urls import BadUrl, canonical_url, host_of
from tasks.web import Getter, Response, Validators

_MOST_CHILD_SITEMAPS = 5
"""An index names years of sitemaps; news is in the ones that changed last."""

_FUTURE = timedelta(days=1)
"""Items dated later than this are announcements or mistakes: they do not count as the newest."""


@dataclass(frozen=True)
class Discovery:
    """What a source names, and one row for each request that it took."""

    links: dy.DataFrame[Links]
    polls: dy.DataFrame[Polls]


@dataclass
class _Answer:
    """One feed's answer, taken apart."""

    url: str
    outcome: str
    response: Response
    format: str | None = None
    entries: list[Entry] = field(default_factory=list)
    children: list[Entry] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    newest_at: datetime | None = None
    oldest_at: datetime | None = None
    asked_with: Validators | None = None


async def discover(source: Source, getter: Getter, validators: Mapping[str, Validators], now: datetime) -> Discovery:
    """The links that ``source`` names now, each once, and one poll a request.

    ``validators`` are those of the last answers by feed address. A feed that fails ends as a poll that says so;
    the others are not affected. ``now`` is aware.
    """
    links: dict[str, dict[str, Any]] = {}
    answers: list[_Answer] = []
    for feed in source.feeds:
        answer = await _ask(feed, feed.url, getter, validators.get(feed.url), now)
        answers.append(answer)
        for child in _newest_children(answer, source):
            answers.append(await _ask(feed, child, getter, validators.get(child), now))
            _collect(links, source, feed, answers[-1], now)
        _collect(links, source, feed, answer, now)
    polls = [_poll_row(source, answer, now) for answer in {answer.url: answer for answer in answers}.values()]
    return Discovery(_framed(Links, links.values()), _framed(Polls, polls))


async def _ask(feed: Feed, url: str, getter: Getter, validators: Validators | None, now: datetime) -> _Answer:
    """Asks for one address and reads what comes."""
    response = await getter.get(url, validators=validators)
    if response.outcome is not None:
        return _Answer(url, response.outcome, response, notes=[response.detail or response.outcome])
    if response.is_not_modified:
        return _Answer(url, "not-modified", response, format=feed.format, asked_with=validators)
    answer = _Answer(url, "ok", response)
    content_type = response.headers.get("content-type")
    try:
        # In a thread: a large feed takes seconds, in which the other sources' answers should not wait.
        await asyncio.to_thread(_read, answer, feed, content_type, now)
    except NotAFeed as error:
        answer.outcome = "not-a-feed"
        answer.notes = [str(error)]
    return answer


def _read(answer: _Answer, feed: Feed, content_type: str | None, now: datetime) -> None:
    """Fills in the items of an answer by the feed's kind."""
    body, base = answer.response.body, answer.response.final_url
    if feed.format == "listing":
        answer.format = "listing"
        answer.entries = parse_listing(body, content_type, base, selector=feed.selector, include=feed.include, now=now)
    elif feed.format in ("sitemap", "news-sitemap"):
        sitemap = parse_sitemap(body, content_type, base)
        answer.format, answer.entries, answer.children = sitemap.format, sitemap.entries, sitemap.children
        answer.notes = list(sitemap.notes)
    else:
        parsed = parse_feed(body, content_type, base)
        answer.format, answer.entries, answer.notes = parsed.format, parsed.entries, list(parsed.notes)
        if parsed.format != feed.format:
            answer.notes.append(f"expected {feed.format}, found {parsed.format}")


def _newest_children(answer: _Answer, source: Source) -> list[str]:
    """Sitemaps of an index that changed last, on the hosts of the source."""
    hosts = {host_of(source.homepage), host_of(answer.url)}
    own = [child for child in answer.children if host_of(child.link) in hosts and child.link != answer.url]
    own.sort(key=lambda child: _first_date(child.updates) or _EARLIEST, reverse=True)
    if len(own) > _MOST_CHILD_SITEMAPS:
        answer.notes.append(f"{_MOST_CHILD_SITEMAPS} of {len(own)} sitemaps read, those that changed last")
    return [child.link for child in own[:_MOST_CHILD_SITEMAPS]]


_EARLIEST = datetime(1, 1, 1, tzinfo=UTC)


def _first_date(raws: tuple[str, ...]) -> datetime | None:
    found = _first_stated(raws, None)
    return None if found is None else _instant(found)


def _collect(links: dict[str, dict[str, Any]], source: Source, feed: Feed, answer: _Answer, now: datetime) -> None:
    """Adds an answer's links to ``links``; the first mention of a URL wins, later ones fill its gaps."""
    rows = [row for entry in answer.entries if (row := _link_row(entry, source, feed, answer.url, now)) is not None]
    if answer.entries and not rows:
        answer.notes.append(f"none of {len(answer.entries)} items is an article by include and article_url")
    instants = [at for row in rows if isinstance(at := row["published_at"], datetime)]
    answer.newest_at = max((at for at in instants if at <= now + _FUTURE), default=None)
    if source.max_links_per_poll is not None and len(rows) > source.max_links_per_poll:
        rows.sort(key=lambda row: row["published_at"] or _EARLIEST, reverse=True)
        rows = rows[: source.max_links_per_poll]
    answer.oldest_at = min((row["published_at"] for row in rows if row["published_at"]), default=None)
    for row in rows:
        known = links.setdefault(str(row["url"]), row)
        for name, value in row.items():
            if known[name] is None:
                known[name] = value


def _link_row(entry: Entry, source: Source, feed: Feed, asked: str, now: datetime) -> dict[str, Any] | None:
    """The Links row of an item, or None where it is no article of this source."""
    try:
        url = canonical_url(entry.link)
    except BadUrl:
        return None
    patterns = [pattern for pattern in (feed.include, source.article_url) if pattern]
    if not all(re.search(pattern, url) or re.search(pattern, entry.link) for pattern in patterns):
        return None
    published = _first_stated(entry.dates, now)
    updated = _first_stated(entry.updates, now)
    return {
        "url": url,
        "source_id": source.id,
        "feed_url": asked,
        "guid": entry.guid,
        "title": entry.title,
        "summary": entry.summary,
        "author": entry.author or entry.corp,
        "full_text": entry.full_text,
        "published_at": None if published is None else _instant(published),
        "published_precision": None if published is None else published.precision,
        "published_raw": entry.dates[0] if entry.dates else None,
        "updated_at": None if updated is None else _instant(updated),
        "found_at": now,
    }


def _first_stated(raws: tuple[str, ...], now: datetime | None) -> StatedDate | None:
    """The first of several statements that states a date."""
    return next((stated for raw in raws if (stated := parse_date(raw, reference=now)) is not None), None)


def _instant(stated: StatedDate) -> datetime:
    """The stated instant in UTC; of a day, its midnight in Asia/Tokyo."""
    at = stated.at or datetime.combine(stated.on, time(), JST)
    return at.astimezone(UTC)


def _poll_row(source: Source, answer: _Answer, now: datetime) -> dict[str, Any]:
    response = answer.response
    etag, modified = response.headers.get("etag"), response.headers.get("last-modified")
    if answer.outcome == "not-modified" and answer.asked_with is not None:
        etag, modified = etag or answer.asked_with.etag, modified or answer.asked_with.last_modified
    notes = answer.notes + (_breaches(source, answer, now) if answer.outcome == "ok" and not answer.children else [])
    return {
        "feed_url": answer.url,
        "source_id": source.id,
        "polled_at": response.fetched_at,
        "outcome": answer.outcome,
        "detail": "; ".join(notes) or None,
        "status": response.status,
        "format": answer.format,
        "item_count": len(answer.entries),
        "newest_at": answer.newest_at,
        "oldest_at": answer.oldest_at,
        "etag": etag if answer.outcome in ("ok", "not-modified") else None,
        "last_modified": modified if answer.outcome in ("ok", "not-modified") else None,
        "wire_bytes": response.wire_bytes,
        "elapsed_ms": response.elapsed_ms,
    }


def _breaches(source: Source, answer: _Answer, now: datetime) -> list[str]:
    """What the source's expectations say about an answer that came."""
    found = []
    if source.min_items is not None and len(answer.entries) < source.min_items:
        found.append(f"only {len(answer.entries)} items, expected at least {source.min_items}")
    if source.max_silence_days is not None and answer.newest_at is not None:
        days = (now - answer.newest_at).days
        if days > source.max_silence_days:
            found.append(f"stale: the newest item is {days} days old, expected at most {source.max_silence_days}")
    return found


_S = TypeVar("_S", bound=dy.Schema)


@cache
def _empty(schema: type[_S]) -> dy.DataFrame[_S]:
    return schema.create_empty()


def _framed(schema: type[_S], rows: Iterable[Mapping[str, Any]]) -> dy.DataFrame[_S]:
    found, empty = list(rows), _empty(schema)
    # Most feeds have nothing new most of the time, and checking an empty frame takes milliseconds.
    return schema.validate(pl.DataFrame(found, schema=empty.schema)) if found else empty
