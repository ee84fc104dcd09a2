"""Three small houses: a one-editor developer news site, a start-up's own blog, a research group's notes."""

from html import escape

from seeds.sample import dates
from seeds.sample.layouts.html import META_MARK, PHOTO, Blocks, View, mark, modified_or_published, ranking, teasers


def developer_blog(view: View) -> str:
    """An entry with a day and no time, an update note in the text, links to the neighbouring articles."""
    article, outlet = view.article, view.outlet
    blocks = Blocks(caption=f'<p><img src="{PHOTO}" alt="fig" width="420"><br><span class="caption">{{}}</span></p>')
    before = view.previous
    neighbour = f'<a href="{before.href}">≪前の記事<br>{escape(before.title)}</a>' if before else ""
    return f"""<!DOCTYPE html>
<html lang="ja"><head><meta charset="utf-8"><title>{view.title} － {escape(outlet.name)}</title>
{META_MARK}
<link rel="canonical" href="{view.canonical}">
<link rel="alternate" type="application/atom+xml" href="/atom.xml">
<meta property="og:title" content="{view.title}">
<style>{view.style}</style></head>
<body>{mark("ja")}
<div id="header"><b>{escape(outlet.name)}</b>　{escape(outlet.tagline)}</div>
<div id="wrap"><div id="maincol">
<h1>{view.title}</h1>
<p class="pubdate">{dates.kanji_day(article.published)}</p>
<div class="sbm"><a href="#">クリップ</a> <a href="#">ツイート</a></div>
<div class="entrybody">
{blocks.html(view.blocks)}
</div>
<h3>関連タグ</h3><p><a href="/tag/llm/">機械学習・AI</a> / <a href="/tag/dev/">開発ツール</a></p>
<div id="prevnext">{neighbour}</div>
</div>
<div class="subcol"><h3>あわせて読みたい</h3><ul>
{teasers(view.related)}
</ul><h3>人気記事</h3><ol>
{ranking(outlet)}
</ol></div></div>
<div class="ad_footer">{escape(outlet.footer)}</div>
</body></html>
"""


def company_blog(view: View) -> str:
    """A post whose date is only visible, in full-width digits; the author box under it names former employers."""
    article, outlet = view.article, view.outlet
    name = escape("、".join(article.authors))
    clock = f"{article.published.hour}時{article.published:%M}分"
    stamp = dates.full_width(f"{dates.kanji_day(article.published)}　{clock}")
    byline = f'<p class="byline">著者：{name}</p>' if name else ""
    box = (
        f'<div class="author-box"><p>この記事の著者<br>{name}。富士通、NECを経て当社へ。趣味は土鍋の収集。</p></div>'
        if name
        else ""
    )
    return f"""<!doctype html>
<html lang="ja"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{view.title} | {escape(outlet.name)}</title>
{META_MARK}
<link rel="canonical" href="{view.canonical}">
<style>{view.style}</style></head>
<body>{mark("ja")}
<header><b>{escape(outlet.name)}</b><br>{escape(outlet.tagline)}</header>
<main><h1>{view.title}</h1>
<p class="date">{stamp}</p>
{byline}
<section class="post">
{Blocks().html(view.blocks)}
</section>
{box}
<section class="more"><h3>こちらもおすすめ</h3><ul>
{teasers(view.related)}
</ul></section></main>
<footer>{escape(outlet.footer)}</footer>
</body></html>
"""


def research_notes(view: View) -> str:
    """A note of the research group: ``time`` with a space and no zone, authors as links."""
    article, outlet = view.article, view.outlet
    authors = "、".join(f'<a rel="author" href="/people/">{escape(name)}</a>' for name in article.authors)
    return f"""<!doctype html>
<html lang="ja"><head><meta charset="utf-8"><title>{view.title}</title>
{META_MARK}
<link rel="canonical" href="{view.canonical}">
<meta property="og:updated_time" content="{modified_or_published(article)}">
<style>{view.style}</style></head>
<body>{mark("ja")}
<nav><a href="/">{escape(outlet.name)}</a> / <a href="/notes/">ノート一覧</a></nav>
<article><h1>{view.title}</h1>
<p class="meta"><time datetime="{article.published:%Y-%m-%d %H:%M:%S}">{dates.kanji_day(article.published)}</time>
{authors}</p>
{Blocks().html(view.blocks)}
</article>
<section><h3>関連記事</h3><ul>
{teasers(view.related)}
</ul></section>
<footer>{escape(outlet.footer)}</footer>
</body></html>
"""
