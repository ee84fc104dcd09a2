"""One outlet's web site as it stands at one instant: every address with what the server answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from html import escape

from seeds.sample import dates, paths
from seeds.sample.encodings import encode_page
from seeds.sample.feeds import FICTION, Entry, write_feed
from seeds.sample.layouts import LAYOUTS
from seeds.sample.layouts.html import META_MARK, PHOTO, Blocks, Teaser, View, lead, mark
from seeds.sample.model import Article, Block, FeedPlan, Oddity, Outlet

RELATED = 4
"""Headlines in a related box; all older than the page, so that the page never changes for a later article."""


@dataclass(frozen=True)
class Resource:
    """What one address answers."""

    body: bytes
    content_type: str
    status: int = 200
    location: str | None = None
    etag: str | None = None
    last_modified: datetime | None = None
    is_slow: bool = False
    is_gzipped: bool = False


def split_parts(article: Article) -> tuple[tuple[Block, ...], ...]:
    """The blocks of each page of the article."""
    parts: list[list[Block]] = [[]]
    for block in article.blocks:
        if block.kind == "break":
            parts.append([])
        else:
            parts[-1].append(block)
    return tuple(tuple(part) for part in parts)


class Site:
    """The site of ``outlet`` at ``instant``: ``resources`` by path."""

    def __init__(self, outlet: Outlet, articles: Sequence[Article], oddities: Sequence[Oddity], instant: datetime):
        self.outlet = outlet
        self.articles = sorted(
            (article for article in articles if article.published <= instant),
            key=lambda article: (article.published, article.key),
            reverse=True,
        )
        self.oddities = [oddity for oddity in oddities if oddity.published <= instant]
        self.instant = instant
        self.resources: dict[str, Resource] = {}
        for number, article in enumerate(self.articles):
            self._add_article(article, self.articles[number + 1 : number + 1 + RELATED])
        for oddity in self.oddities:
            self._add_oddity(oddity)
        for plan in outlet.feeds:
            self._add_feed(plan)
        self._add_furniture()

    def url(self, path: str) -> str:
        """Absolute address of a path."""
        return f"http://{self.outlet.host}{path}"

    def _add(self, path: str, resource: Resource) -> None:
        if path in self.resources:
            raise ValueError(f"two pages at {self.url(path)}")
        self.resources[path] = resource

    def _page(self, text: str, modified: datetime | None, *, is_slow: bool = False) -> Resource:
        charset = f"; charset={self.outlet.http_charset}" if self.outlet.http_charset else ""
        body = encode_page(text, self.outlet.encoding)
        return self._validated(body, f"text/html{charset}", modified, is_slow=is_slow)

    def _validated(
        self, body: bytes, content_type: str, modified: datetime | None, *, is_slow: bool = False
    ) -> Resource:
        outlet = self.outlet
        tag = f'"{sha256(body).hexdigest()[:16]}"'
        # A validator shared by the plain and the compressed form may only be a weak one (RFC 9110, 8.8.1).
        tag = f"W/{tag}" if outlet.is_gzipped else tag
        return Resource(
            body,
            content_type,
            etag=tag if outlet.validators != "date" else None,
            last_modified=modified if outlet.validators != "etag" else None,
            is_slow=is_slow,
            is_gzipped=outlet.is_gzipped,
        )

    def _add_article(self, first: Article, older: Sequence[Article]) -> None:
        article = first.at(self.instant)
        parts = split_parts(article)
        path = paths.article_path(self.outlet, article)
        hrefs = paths.part_paths(path, len(parts))
        related = tuple(Teaser(each.title.text, paths.article_path(self.outlet, each)) for each in older)
        relative = tuple(href.rpartition("/")[2] for href in hrefs) if len(hrefs) > 1 else hrefs
        for number, blocks in enumerate(parts, 1):
            view = View(
                outlet=self.outlet,
                article=article,
                blocks=blocks,
                part=number,
                parts=len(parts),
                canonical=self.url(path),
                hrefs=relative,
                related=related,
                previous=related[0] if related else None,
            )
            page = self._page(
                LAYOUTS[self.outlet.layout](view),
                article.modified or article.published,
                is_slow="slow" in article.features,
            )
            self._add(hrefs[number - 1], page)
            if number == 1 and "second-address" in article.features:
                self._add(paths.second_path(article), page)
        if "redirect" in article.features:
            self._add(paths.old_path(article), Resource(b"", "text/html", status=301, location=path))

    def _add_oddity(self, oddity: Oddity) -> None:
        if oddity.kind == "gone":
            return
        if oddity.kind == "file":
            self._add(oddity.path, self._validated(_pdf(), "application/pdf", oddity.published))
            return
        lines = "\n".join(f"<p>{escape(line)}</p>" for line in oddity.lines)
        links = "\n".join(
            f'<li><a href="{escape(paths.article_path(self.outlet, article))}">{escape(article.title.text)}</a></li>'
            for article in reversed(self.articles[-12:])
        )
        listing = f"<ul>{links}</ul>" if oddity.kind == "listing" else ""
        button = _CONSENT_FORM if oddity.kind == "consent" else ""
        self._add(oddity.path, self._page(self._plain(oddity.title, f"{lines}{listing}{button}"), oddity.published))

    def _plain(self, title: str, body: str) -> str:
        outlet = self.outlet
        return f"""<!DOCTYPE html>
<html lang="{outlet.lang}"><head><meta http-equiv="Content-Type" content="text/html; charset={outlet.declared}">
<title>{escape(title)} - {escape(outlet.name)}</title>{META_MARK}</head>
<body>{mark(outlet.lang)}<h1>{escape(title)}</h1>
{body}
<p><small>{escape(outlet.footer)}</small></p></body></html>
"""

    def _add_feed(self, plan: FeedPlan) -> None:
        entries = [entry for entry in self.entries(plan) if self._is_listed(plan, entry.published)]
        text, content_type = write_feed(self.outlet, plan, entries)
        body = encode_page(text, plan.encoding if plan.format != "listing" else self.outlet.encoding)
        newest = max((entry.updated for entry in entries), default=None)
        self._add(plan.path, self._validated(body, content_type, newest))

    def _is_listed(self, plan: FeedPlan, published: datetime) -> bool:
        return plan.days is None or published >= self.instant - timedelta(days=plan.days)

    def feed_date(self, published: datetime) -> str | None:
        """The instant or day that the feeds state for a link; null where none does (a sitemap states changes only)."""
        stated = {
            plan.dates for plan in self.outlet.feeds if plan.format != "sitemap" and self._is_listed(plan, published)
        }
        if "second" in stated:
            return dates.offset(published)
        return published.date().isoformat() if "day" in stated else None

    def entries(self, plan: FeedPlan) -> list[Entry]:
        """All that the outlet links in ``plan``, newest first."""
        entries = [entry for first in self.articles for entry in self._article_entries(first, plan)]
        entries += [self._oddity_entry(oddity, plan) for oddity in self.oddities]
        return sorted(entries, key=lambda entry: (entry.published, entry.url), reverse=True)

    def _oddity_entry(self, oddity: Oddity, plan: FeedPlan) -> Entry:
        return Entry(
            href=self.listed(oddity.path, plan),
            url=self.url(oddity.path),
            title=oddity.title,
            published=oddity.published,
            updated=oddity.published,
            summary="".join(oddity.lines) or oddity.title,
            issuer=self.outlet.name if self.outlet.layout == "wire" else None,
        )

    def _article_entries(self, first: Article, plan: FeedPlan) -> Iterator[Entry]:
        article = first.at(self.instant)
        for path in self.link_paths(article):
            yield Entry(
                href=self.listed(path, plan),
                url=self.url(path),
                title=article.title.text,
                published=article.published,
                updated=article.modified or article.published,
                summary=lead(article),
                authors=article.authors,
                issuer=article.issuer or self.outlet.name if self.outlet.layout == "wire" else None,
                html=Blocks().html(split_parts(article)[0]) if self.outlet.layout == "startup_magazine" else None,
            )

    def link_paths(self, article: Article) -> tuple[str, ...]:
        """The addresses under which the feeds link an article."""
        path = paths.article_path(self.outlet, article)
        if "redirect" in article.features:
            return (paths.old_path(article),)
        return (path, paths.second_path(article)) if "second-address" in article.features else (path,)

    def listed(self, path: str, plan: FeedPlan) -> str:
        """A path as ``plan`` writes it."""
        return (path if plan.links == "relative" else self.url(path)) + plan.query

    def _add_furniture(self) -> None:
        """Front page, robots.txt and the placeholder photograph."""
        outlet = self.outlet
        latest = "\n".join(
            f'<li><a href="{escape(paths.article_path(outlet, article))}">{escape(article.title.text)}</a></li>'
            for article in self.articles[:20]
        )
        front = self._plain(outlet.name, f"<p>{escape(outlet.tagline)}</p><ul>{latest}</ul>")
        newest = self.articles[0].published if self.articles else None
        self._add("/", self._page(front, newest))
        self._add(PHOTO, Resource(_PHOTO_SVG.encode(), "image/svg+xml"))
        rules = [f"# {FICTION[outlet.lang]}", "User-agent: *", *(f"Disallow: {path}" for path in outlet.disallow)]
        if not outlet.disallow:
            rules.append("Disallow:")
        if outlet.crawl_delay is not None:
            rules.append(f"Crawl-delay: {outlet.crawl_delay:g}")
        self._add("/robots.txt", Resource("\n".join([*rules, ""]).encode(), "text/plain; charset=utf-8"))

    def missing(self) -> Resource:
        """The answer for an address that does not exist."""
        text = {"ja": "お探しのページは見つかりませんでした", "en": "Page not found"}[self.outlet.lang]
        page = self._page(self._plain(text, ""), None)
        return Resource(page.body, page.content_type, status=404)


_CONSENT_FORM = """<form action="/consent/" method="post" id="cookie-consent">
<label><input type="checkbox" name="ads"> 広告の最適化</label>
<label><input type="checkbox" name="stats"> アクセスの解析</label>
<button>すべて同意する</button> <button>拒否する</button></form>"""

_PHOTO_SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="480" height="270" viewBox="0 0 480 270">
<rect width="480" height="270" fill="#cdd5dc"/>
<path d="M0 220 130 110 230 200 320 130 480 240V270H0Z" fill="#9fadb8"/>
<circle cx="370" cy="70" r="30" fill="#e6ebef"/>
<text x="240" y="150" font-size="22" text-anchor="middle" fill="#566">sample / 見本</text>
</svg>
"""


def _pdf() -> bytes:
    """A one-page PDF that says it is fictional."""
    stream = b"BT /F1 18 Tf 40 720 Td (Fictional document of the sample newsroom) Tj ET"
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
        b"4 0 obj<</Length " + str(len(stream)).encode() + b">>stream\n" + stream + b"\nendstream endobj\n"
        b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )
