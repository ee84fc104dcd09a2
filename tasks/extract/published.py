"""When an article was published and modified, with the evidence that says so.

Order of trust: JSON-LD, meta tags, time elements of the header, visible text, the address. A finer statement of
lower rank refines a coarser one of the same day; a stated zone refines the same clock without one.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from tasks.dates import JST, StatedDate, parse_date
from tasks.dates.stated import is_too_late
from tasks.extract.noise import split_names
from tasks.extract.page import Page
from tasks.extract.structured import ARTICLE_TYPE, PAGE_TYPE, Facts, is_type, string_of
from tasks.extract.url_dates import date_in_url
from tasks.extract.visible_dates import UPDATED_LABEL, is_in_list, visible_dates

Evidence = Literal["jsonld", "meta", "time", "visible", "feed", "url", "recipe"]


@dataclass(frozen=True)
class DatedEvidence:
    """A stated date and where it was stated."""

    date: StatedDate
    evidence: Evidence
    note: str = ""
    """What was corrected: ``false-offset`` where the clock on the page contradicts the written zone."""


@dataclass(slots=True)
class _Found:
    """Statements by role, the most trusted first, and the dates that time elements show."""

    published: list[DatedEvidence] = field(default_factory=list)
    modified: list[DatedEvidence] = field(default_factory=list)
    shown: list[StatedDate] = field(default_factory=list)


PUBLISHED_METAS = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished", "date_published",
    "pubdate", "publish_date", "publishdate", "publish-date", "published_time", "published_at", "published-date",
    "publication_date", "publicationdate", "publishtime", "firstcreate", "date.created", "og:published_time",
    "rnews:datepublished", "article.published", "article_date_original", "original-publish-date",
    "originalpublicationdate", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime", "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created",
    "dcterms.date", "dc.date", "citation_publication_date", "citation_date", "displaydate", "og:regdate", "regdate",
    "creation_date", "created", "datecreated", "timestamp", "iptc:created", "news_date", "releasedate",
    "release_date", "date", "bt:pubdate", "content_create_date", "entrydate", "shareaholic:article_published_time",
    "video:release_date",
)  # fmt: skip
MODIFIED_METAS = (
    "article:modified_time", "og:updated_time", "article:modified", "datemodified", "date_modified", "modified_time",
    "modified_at", "lastupdate", "last-modified-date", "lastmod", "last_modified", "updated_at", "updated_time",
    "revision_date", "dc.date.modified", "dcterms.modified", "article.updated", "cxenseparse:recs:modifiedtime",
)  # fmt: skip
CXENSE_PART = re.compile(r"^cxenseparse:(?:[\w-]+[-:])?pub(year|month|day)$")
PUBLISHED_NAME = re.compile(r"publish|posted|create|entry-?date|pub-?date|issued|release")
UPDATED_NAME = re.compile(r"update|modif|revis")
MAX_TIMES = 200
FAR_ELEMENTS = 400
"""A time element further than this from the headline is that of another box."""


def find_published(
    facts: Facts,
    page: Page,
    head: tuple[int, int, int],
    url: str | None,
    reference: datetime | None,
    *,
    is_japanese: bool = True,
) -> tuple[DatedEvidence | None, DatedEvidence | None]:
    """The published and the modified date; the latter is None where it only repeats the former.

    ``head``: indices of the blocks of the headline, of the first and of the last paragraph. ``reference``: when the
    page was fetched; without it relative dates are not read, and the present bounds the future.
    """
    found = _Found()
    _read_jsonld(facts, found, reference)
    _read_metas(facts, found, reference)
    _read_times(page, head, found, reference)
    published, modified = ([], []) if _is_settled(found, is_japanese) else visible_dates(page, head, reference)
    found.modified += [DatedEvidence(stated, "visible") for stated in modified]
    if not published and not found.published:
        # "Updated" alone is how some sites label the day of publication.
        published = modified
    found.published += [DatedEvidence(stated, "visible") for stated in published]
    if url and (in_url := date_in_url(url, reference)):
        found.published.append(DatedEvidence(in_url, "url"))
    bound = reference or datetime.now(UTC)
    won, changed = _decide(found.published, found, bound), _decide(found.modified, found, bound)
    return won, None if won and changed and _is_same(won.date, changed.date) else changed


def _is_same(one: StatedDate, other: StatedDate) -> bool:
    """Whether a modified date only repeats the published one, as software writes that never changed anything."""
    return one.at == other.at if one.at and other.at else one.on == other.on


def _is_settled(found: _Found, is_japanese: bool) -> bool:
    """Whether machine statements leave nothing to the visible ones: an instant whose zone is written.

    On a Japanese page a UTC value can be a lie that only the visible clock uncovers, and 更新 may stand there alone.
    """
    first = found.published[0].date if found.published else None
    if first is None or first.at is None or first.zone_source != "explicit":
        return False
    return not is_japanese or (bool(found.modified) and first.at.utcoffset() != timedelta(0))


def _add(role: list[DatedEvidence], raw: str, evidence: Evidence, reference: datetime | None) -> None:
    if raw and (stated := parse_date(raw, reference=reference)):
        role.append(DatedEvidence(stated, evidence))


def _read_jsonld(facts: Facts, found: _Found, reference: datetime | None) -> None:
    articles = [facts.article, *(each for each in facts.objects if is_type(each, ARTICLE_TYPE))][:1]
    pages = [each for each in facts.objects if is_type(each, PAGE_TYPE)][:1]
    for thing in articles + pages:
        _add(found.published, string_of(thing.get("datePublished")), "jsonld", reference)
        _add(found.modified, string_of(thing.get("dateModified")), "jsonld", reference)
    for key in ("dateCreated", "uploadDate"):
        for thing in articles:
            _add(found.published, string_of(thing.get(key)), "jsonld", reference)


def _read_metas(facts: Facts, found: _Found, reference: datetime | None) -> None:
    for names, role in ((PUBLISHED_METAS, found.published), (MODIFIED_METAS, found.modified)):
        for name in names:
            for content in facts.metas.get(name, [])[:2]:
                _add(role, content, "meta", reference)
    parts = {match[1]: values[0] for name, values in facts.metas.items() if (match := CXENSE_PART.match(name))}
    if len(parts) == 3:
        _add(found.published, f"{parts['year']}-{parts['month']:0>2}-{parts['day']:0>2}", "meta", reference)


def _read_times(page: Page, head: tuple[int, int, int], found: _Found, reference: datetime | None) -> None:
    """Time elements and microdata outside boxes about other pages, the nearest to the headline first."""
    near = [block.element for block in page.blocks[head[0] : head[1] + 1]] or [0]
    hits: list[tuple[int, int, StatedDate]] = []
    asked = 0
    for at, tag in enumerate(page.tags):
        attrs = page.attrs[at]
        if tag != "time" and ("itemprop" not in attrs or not (attrs["itemprop"] or "").lower().startswith("date")):
            continue
        distance = 0 if near[0] <= at <= near[-1] else min(abs(at - near[0]), abs(at - near[-1]))
        if distance > FAR_ELEMENTS or is_in_list(page, at):
            continue
        asked += 1
        if asked > MAX_TIMES:
            break
        text = page.text_of(at, 80)
        seen = parse_date(text, reference=reference) if text else None
        value = (attrs.get("datetime") or attrs.get("content") or "").strip()
        stated = _refine(parse_date(value, reference=reference) if value else None, seen)
        if stated is not None:
            if seen is not None:
                found.shown.append(seen)
            hits.append((distance, at, stated))
    for _, at, stated in sorted(hits, key=lambda hit: hit[:2]):
        names = split_names(f"{page.names[at]} {page.attrs[at].get('itemprop') or ''}")
        is_update = UPDATED_NAME.search(names) and not PUBLISHED_NAME.search(names)
        if is_update or UPDATED_LABEL.search(_words_beside(page, at)):
            found.modified.append(DatedEvidence(stated, "time"))
        else:
            found.published.append(DatedEvidence(stated, "time"))


def _refine(stated: StatedDate | None, seen: StatedDate | None) -> StatedDate | None:
    """The attribute's date; the text's where the attribute has none or the text is finer and agrees."""
    if stated is None or (stated.at is None and seen is not None and seen.at is not None and seen.on == stated.on):
        return seen
    return stated


def _words_beside(page: Page, at: int) -> str:
    """The words just before and after an element, for 更新 and 公開."""
    before, after = page.nodes[at].prev, page.nodes[at].next
    text = ""
    if before is not None:
        text = before.text_content or "" if before.is_text_node else before.text(deep=False)
    if after is not None and after.is_text_node:
        text += " " + (after.text_content or "")[:6]
    return text[-14:]


def _decide(role: list[DatedEvidence], found: _Found, bound: datetime) -> DatedEvidence | None:
    possible = [each for each in role if not is_too_late(each.date.on, bound)]
    if not possible:
        return None
    won = possible[0]
    if won.date.at is None:
        finer = [each for each in possible if each.date.at is not None and each.date.on == won.date.on]
        won = finer[0] if finer else won
    elif won.date.zone_source == "assumed_jst":
        zoned = [
            each for each in possible if each.date.zone_source == "explicit" and _wall(each.date) == _wall(won.date)
        ]
        won = zoned[0] if zoned else won
    clocks = found.shown + [each.date for each in found.published if each.evidence == "visible"]
    return _without_false_offset(won, clocks)


def _wall(stated: StatedDate) -> str:
    """The digits of the clock, whatever its zone."""
    return stated.at.strftime("%Y-%m-%dT%H:%M") if stated.at else ""


def _without_false_offset(won: DatedEvidence, clocks: list[StatedDate]) -> DatedEvidence:
    """Japan time where a UTC value shows the very digits of the page's visible clock: the software's zone is a lie."""
    at = won.date.at
    if at is None or won.date.zone_source != "explicit" or at.utcoffset() != timedelta(0):
        return won
    local = [each for each in clocks if each.at is not None and each.zone_source == "assumed_jst"]
    if any(_wall(each) == _wall(won.date) for each in local) and not any(each.at == at for each in local):
        moved = at.replace(tzinfo=JST)
        stated = replace(won.date, at=moved, on=moved.date(), zone_source="assumed_jst")
        return replace(won, date=stated, note="false-offset")
    return won
