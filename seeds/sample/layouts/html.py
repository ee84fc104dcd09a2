"""What every house style needs: escaping, the fictional mark, blocks as HTML, JSON-LD."""

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from seeds.sample import dates
from seeds.sample.model import Article, Block, Outlet, Span

MARK_JA = "この記事は架空です（見本紙面）"
MARK_EN = "This page is fictional (sample newsroom)"
META_MARK = '<meta name="sample-newsroom" content="fictional">'
PHOTO = "/img/sample.svg"


@dataclass(frozen=True)
class Teaser:
    """A headline with its link, as boxes and listings show it."""

    title: str
    href: str
    date: str = ""


@dataclass(frozen=True)
class View:
    """One page of one article, with everything around it that the page shows."""

    outlet: Outlet
    article: Article
    blocks: tuple[Block, ...]
    """The blocks of this part."""
    part: int
    parts: int
    canonical: str
    """Absolute address of part 1."""
    hrefs: tuple[str, ...]
    """Relative addresses of all parts."""
    related: tuple[Teaser, ...]
    previous: Teaser | None

    @property
    def style(self) -> str:
        """The style sheet of the layout."""
        return _styles()[self.outlet.layout]

    @property
    def title(self) -> str:
        """The headline, escaped."""
        return escape(self.article.title.text)

    @property
    def lead(self) -> str:
        """The first hundred characters of the text, escaped."""
        return escape(lead(self.article))

    @property
    def next_href(self) -> str | None:
        """Relative address of the next part."""
        return self.hrefs[self.part] if self.part < self.parts else None


@cache
def _styles() -> dict[str, str]:
    return tomllib.loads((Path(__file__).parent.parent / "styles.toml").read_text(encoding="utf-8"))


def lead(article: Article, length: int = 100) -> str:
    """The beginning of the text, as feeds and descriptions carry it."""
    text = "".join(article.body)
    return text if len(text) <= length else text[:length] + "..."


def mark(lang: str) -> str:
    """The visible mark that the page is invented; it stands outside the article."""
    text = MARK_EN if lang == "en" else MARK_JA
    style = "background:#fff3b0;color:#333;border-bottom:2px dashed #c08a00;padding:6px 12px;font:13px sans-serif"
    return f'<div class="sample-mark" role="note" style="{style};text-align:center">{text}</div>'


def inline(spans: Sequence[Span], *, old_ruby: bool = False) -> str:
    """Spans as HTML; ``old_ruby`` writes the ``rb`` form of newspapers."""
    return "".join(_inline(span, old_ruby) for span in spans)


def _inline(span: Span, old_ruby: bool) -> str:
    text = escape(span.text, quote=False)
    if span.reading is None:
        return text
    base = f"<rb>{text}</rb>" if old_ruby else text
    return f"<ruby>{base}<rp>（</rp><rt>{escape(span.reading)}</rt><rp>）</rp></ruby>"


@dataclass(frozen=True)
class Blocks:
    """How one house style writes blocks; ``{}`` is the text."""

    paragraph: str = "<p>{}</p>"
    heading: str = "<h2>{}</h2>"
    question: str = "<p><strong>{}</strong></p>"
    note: str = '<p class="note">{}</p>'
    item: str = "<li>{}</li>"
    caption: str = (
        f'<figure><img src="{PHOTO}" alt="photo" width="480" height="270"><figcaption>{{}}</figcaption></figure>'
    )
    profile: str = "<p>{}</p>"
    profile_head: str = ""
    old_ruby: bool = False

    def html(self, blocks: Sequence[Block]) -> str:
        """The blocks, list items gathered in ``ul``, the profile after its head."""
        out: list[str] = []
        before = ""
        for block in blocks:
            if (block.kind == "item") != (before == "item"):
                out.append("<ul>" if block.kind == "item" else "</ul>")
            if block.kind == "profile" != before:
                out.append(self.profile_head)
            out.append(str(getattr(self, block.kind)).replace("{}", inline(block.spans, old_ruby=self.old_ruby)))
            before = block.kind
        if before == "item":
            out.append("</ul>")
        return "\n".join(part for part in out if part)


def json_ld(view: View, *, author: dict[str, str], published: str, **more: object) -> str:
    """A NewsArticle in a script element."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": {"@type": "WebPage", "@id": view.canonical},
        "headline": view.article.title.text,
        "datePublished": published,
        "author": author,
        "publisher": {"@type": "Organization", "name": view.outlet.name},
        **more,
    }
    text = json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
    return f'<script type="application/ld+json">{text}</script>'


def teasers(items: Sequence[Teaser], tag: str = "li") -> str:
    """Links, one an element."""
    return "\n".join(f'<{tag}><a href="{escape(t.href)}">{escape(t.title)}</a></{tag}>' for t in items)


def ranking(outlet: Outlet, tag: str = "li") -> str:
    """The outlet's ranking: headlines of long ago that name many companies."""
    return "\n".join(f'<{tag}><a href="/ranking/#{n}">{escape(t)}</a></{tag}>' for n, t in enumerate(outlet.ranking, 1))


def modified_or_published(article: Article) -> str:
    """The instant of the last edit, with offset."""
    return dates.offset(article.modified or article.published)
