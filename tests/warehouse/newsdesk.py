"""A small warehouse made by hand: one call an article, straight into the tables, for tests of what the views answer."""

import hashlib
import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import duckdb

JST = timezone(timedelta(hours=9), "JST")


def day(text: str) -> date:
    """``07-01``: a day of 2025; else a whole ISO date."""
    return date.fromisoformat(text if len(text) > 5 else f"2025-{text}")


def at(text: str) -> datetime:
    """``07-01 09:00`` in Tokyo."""
    on, hour = text.split()
    return datetime.combine(day(on), time.fromisoformat(hour), JST)


class Newsdesk:
    """Fills the tables of a migrated warehouse."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con

    def rows(self, sql: str, values: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
        return self.con.execute(sql, values if values is not None else []).fetchall()

    def insert(self, table: str, **columns: Any) -> None:
        marks = ", ".join("?" for _ in columns)
        names = ", ".join(f'"{name}"' for name in columns)
        self.con.execute(f"insert into {table} ({names}) values ({marks})", list(columns.values()))

    def source(self, source_id: str, **changes: Any) -> None:
        row = {
            "source_id": source_id, "name": source_id, "homepage": f"http://{source_id}.example/", "lang": "ja",
            "kind": "media", "tier": 1, "is_enabled": True, "terms": "none", "min_interval_seconds": 0.0,
            "poll_minutes": 60,
        }  # fmt: skip
        self.insert("core.sources", **row | changes)

    def company(self, company_id: str, kind: str = "startup", country: str = "JP") -> None:
        name = company_id.upper()
        self.insert(
            "core.companies", company_id=company_id, name_ja=name, name_en=name, kind=kind, country=country,
            aliases=[name], products=[],
        )  # fmt: skip

    def theme(self, theme_id: str, parent_id: str | None = None) -> None:
        self.insert(
            "core.themes", theme_id=theme_id, parent_id=parent_id, name_ja=theme_id.upper(), name_en=theme_id.upper()
        )

    def poll(
        self, source_id: str, when: str, back_to: str | None, outcome: str = "ok", feed: str = "feed", **changes: Any
    ) -> None:
        """A poll at ``when`` (month-day hour) whose oldest item is of ``back_to``."""
        row = {
            "run_id": f"run of {when}", "feed_url": f"http://{source_id}.example/{feed}", "source_id": source_id,
            "polled_at": at(when), "outcome": outcome, "item_count": 10, "oldest_at": at(back_to) if back_to else None,
            "wire_bytes": 1, "elapsed_ms": 1,
        }  # fmt: skip
        self.insert("raw.polls", **row | changes)

    def link(self, source_id: str, key: str, found: str, feed: str = "feed") -> None:
        """A link that a feed named first at ``found``."""
        self.insert(
            "raw.links", url=f"http://{source_id}.example/{key}", source_id=source_id,
            feed_url=f"http://{source_id}.example/{feed}", found_at=at(found), seen_at=at(found),
        )  # fmt: skip

    def article(
        self,
        key: str,
        on: str,
        *companies: str,
        source: str = "minato",
        story: str | None = None,
        role: str | None = None,
        salient: tuple[str, ...] | None = None,
        headline: tuple[str, ...] = (),
        themes: tuple[str, ...] = (),
        unknown: tuple[str, ...] = (),
        hour: str | None = None,
        **changes: Any,
    ) -> None:
        """An article of a day. Companies are named in the body, in their order; all are salient unless told."""
        body = "".join(f"{company.upper()}は発表した。" for company in companies) or "本文。"
        published = at(f"{on} {hour}") if hour else None
        seen = changes.pop("first_seen_at", published or datetime.combine(day(on), time(12), JST)).astimezone(UTC)
        row = {
            "article_id": key, "url": f"http://{source}.example/{key}", "link_url": f"http://{source}.example/{key}",
            "source_id": source, "title": f"{key}の見出し", "body": body, "lang": "ja", "authors": [],
            "published_at": published, "published_on": day(on), "counted_on": day(on), "is_paywalled": False,
            "is_sponsored": False, "keywords": [], "part_count": 1, "is_feed_text": False, "version_no": 1,
            "first_seen_at": seen, "last_seen_at": seen, "register_version": "r1", "run_id": "run-1",
        } | changes  # fmt: skip
        row["body_chars"] = changes.get("body_chars", len(row["body"]))
        row["content_hash"] = hashlib.sha256(json.dumps([row["title"], row["body"]]).encode()).hexdigest()
        self.insert("core.articles", **row)
        self.version(key, row["version_no"], **{name: row[name] for name in VERSION_COLUMNS})
        for company in companies:
            self._names(key, company, row["body"], salient is None or company in salient, company in headline)
        for theme in themes:
            self.insert("core.article_themes", article_id=key, theme_id=theme, score=1.0, evidence=[])
        for name in unknown:
            self.insert(
                "core.unknown_companies", article_id=key, name=name, rule="form", field="body", start_at=0,
                end_at=1, sentence=f"株式会社{name}が現れた。",
            )  # fmt: skip
        self._tell(key, story or key, role, source, day(on), row["title"])

    def version(self, key: str, number: int, **columns: Any) -> None:
        """One more version of an article."""
        self.insert("core.article_versions", article_id=key, version_no=number, **columns)

    def claim(self, key: str, company: str, amount: float | None, number: int = 1, **changes: Any) -> None:
        """A funding claim of an article, in yen unless told."""
        yen = amount if changes.get("currency", "JPY") == "JPY" else None
        row = {
            "article_id": key, "claim_no": number, "company": company, "is_registered": True, "amount": amount,
            "currency": "JPY" if amount is not None else None, "amount_jpy": yen, "investors": [],
            "evidence": f"{amount}を調達", "field": "body", "start_at": 0, "end_at": 1,
        }  # fmt: skip
        self.insert("core.funding_claims", **row | changes)

    def _names(self, key: str, company: str, body: str, is_salient: bool, is_in_title: bool) -> None:
        alias = company.upper()
        start = body.find(alias)
        if start >= 0:
            self.insert(
                "core.company_mentions", article_id=key, field="body", start_at=start, company_id=company,
                end_at=start + len(alias), alias=alias, rule="name", confidence=1.0,
            )  # fmt: skip
        self.insert(
            "core.article_companies", article_id=key, company_id=company, mention_count=1, is_in_title=is_in_title,
            salience=0.9 if is_salient else 0.1, is_salient=is_salient,
        )  # fmt: skip

    def _tell(self, key: str, story: str, role: str | None, source: str, on: date, title: str) -> None:
        role = role or ("lead" if story == key else "reprint")
        similarity = None if role == "lead" else 0.9
        self.insert("core.story_articles", article_id=key, story_id=story, role=role, similarity=similarity)
        self.con.execute("delete from core.stories where story_id = ?", [story])
        self.con.execute(
            "insert into core.stories select m.story_id, m.story_id,"
            " min(a.title) filter (where a.article_id = m.story_id), min(a.counted_on), max(a.counted_on),"
            " count(*), count(distinct a.source_id)"
            " from core.story_articles as m join core.articles as a using (article_id)"
            " where m.story_id = ? group by m.story_id",
            [story],
        )


VERSION_COLUMNS = (
    "content_hash",
    "title",
    "body",
    "authors",
    "published_at",
    "published_on",
    "first_seen_at",
    "last_seen_at",
    "run_id",
)
