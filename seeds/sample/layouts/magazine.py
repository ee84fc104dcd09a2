"""Two magazines: start-up news in the shape of a blog engine, and an English title."""

from html import escape

from seeds.sample import dates
from seeds.sample.layouts.html import (
    META_MARK,
    PHOTO,
    Blocks,
    View,
    json_ld,
    mark,
    modified_or_published,
    ranking,
    teasers,
)


def startup_magazine(view: View) -> str:
    """A post of the blog engine: dotted date, published and modified in the head, author box, related posts."""
    article, outlet = view.article, view.outlet
    name = escape("、".join(article.authors) or "編集部")
    blocks = Blocks(
        caption=f'<div class="wp-caption aligncenter"><img src="{PHOTO}" alt="" width="480" height="270">'
        '<p class="wp-caption-text">{}</p></div>'
    )
    sponsor = '<p class="sponsored">提供：見本マーケティング株式会社（PR）</p>' if article.is_sponsored else ""
    return f"""<!DOCTYPE html>
<html lang="ja"><head><meta charset="UTF-8"><title>{view.title} | {escape(outlet.name)}</title>
{META_MARK}
<link rel="canonical" href="{view.canonical}">
<meta property="og:title" content="{view.title}">
<meta property="og:site_name" content="{escape(outlet.name)}">
<meta property="article:published_time" content="{dates.offset(article.published)}">
<meta property="article:modified_time" content="{modified_or_published(article)}">
<meta name="author" content="{name}">
<style>{view.style}</style></head>
<body class="single">{mark("ja")}
<header class="site-header"><b>{escape(outlet.name)}</b> {escape(outlet.tagline)}</header>
<div class="content"><article class="post">
<h1 class="entry-title">{view.title}</h1>
<div class="entry-meta"><span class="posted-on">{article.published:%Y.%m.%d %H:%M}</span>
<span class="author vcard">{name}</span></div>
{sponsor}
<div class="entry-content">
{blocks.html(view.blocks)}
</div>
<div class="sharedaddy">SHARE: <a href="#">X</a> <a href="#">Facebook</a> <a href="#">LINE</a></div>
<div class="author-box"><h4>この記事の著者</h4>
<p>{name}。元ソフトバンク、元リクルート。スタートアップの数字を追う。</p></div>
<div class="related-posts"><h3>関連記事</h3><ul>
{teasers(view.related)}
</ul></div></article>
<aside class="widget"><h3>注目の記事</h3><ul>
{ranking(outlet)}
</ul></aside></div>
<footer class="site-footer">{escape(outlet.footer)}</footer>
</body></html>
"""


def english(view: View) -> str:
    """A story in English: the instant only in JSON-LD, the day in words."""
    article, outlet = view.article, view.outlet
    name = " and ".join(article.authors)
    author = {"@type": "Person", "name": name} if name else {"@type": "Organization", "name": outlet.name}
    byline = f"By {escape(name)} | " if name else ""
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{view.title} | {escape(outlet.name)}</title>
{META_MARK}
<link rel="canonical" href="{view.canonical}">
<meta property="og:title" content="{view.title}">
<meta name="description" content="{view.lead}">
{json_ld(view, author=author, published=dates.offset(article.published))}
<style>{view.style}</style></head>
<body>{mark("en")}
<header class="top"><b>{escape(outlet.name)}</b> <span>{escape(outlet.tagline)}</span></header>
<main><article><h1>{view.title}</h1>
<p class="byline">{byline}{dates.english_day(article.published)}</p>
{Blocks().html(view.blocks)}
</article></main>
<aside><h3>Related stories</h3><ul>
{teasers(view.related)}
</ul><h3>Most read</h3><ol>
{ranking(outlet)}
</ol></aside>
<footer>{escape(outlet.footer)}</footer>
</body></html>
"""
