"""Two IT news houses: an old portal in Shift_JIS with ids for selectors, and a Watch-style product news site."""

from html import escape

from seeds.sample import dates
from seeds.sample.layouts.html import META_MARK, PHOTO, Blocks, View, mark, modified_or_published, ranking, teasers

_PORTAL_BLOCKS = Blocks(
    paragraph="<p>　{}</p>",
    heading="<h3>{}</h3>",
    question="<p><b>{}</b></p>",
    caption=f'<div id="col600c"><a href="/photo/"><img src="{PHOTO}" alt="photo" width="480" height="270"></a>'
    "<br><small>{}</small></div>",
    note="<p>{}</p>",
)


def portal(view: View) -> str:
    """An article of the portal: ``#cms*`` ids, numbered pages, a visible date with 公開, no JSON-LD."""
    article, outlet = view.article, view.outlet
    suffix = f"（{view.part}/{view.parts} ページ）" if view.parts > 1 else ""
    names = ", ".join(article.authors)
    # The house sets a comma before its own name for one author and forgets it for two.
    byline = f"[{names}{'，' if len(article.authors) == 1 else ''}{outlet.name}]"
    page_number = f'<span class="title__pagenumber">{suffix}</span>' if suffix else ""
    return f"""{_portal_head(view, suffix, names)}
<body>
{mark("ja")}
<div id="masterHeader"><b>{escape(outlet.name)}</b>　{escape(outlet.tagline)}</div>
<div id="masterContents"><div id="masterMain">
<div id="localPankuzu"><a href="/">トップ</a> &gt; <a href="/ai/">AI</a> &gt; {escape(article.kind)}</div>
<div id="cmsType"><p>{escape(article.kind)}</p></div>
<div id="cmsDate"><div class="inner">&raquo;
<span id="update">{dates.kanji_padded(article.published)} 公開</span></div></div>
{_caution(view, "registration")}
<div id="cmsTitle"><div class="inner">
<h1 class="title"><span class="title__maintext">{view.title}</span>{page_number}</h1></div></div>
<div id="cmsByline"><div class="inner"><p id="byline">{escape(byline)}</p></div></div>
<div id="cmsBody"><div class="inner">
<div id="masterSocialbuttonTop"><a href="#">ポスト</a> <a href="#">シェア</a> <a href="#">印刷</a></div>
<!--BODY START-->
{_PORTAL_BLOCKS.html(view.blocks)}
<!--BODY END-->
{_caution(view, "stub")}
{_pager(view)}
<div id="cmsCopyright"><p>Copyright &copy; {escape(outlet.name)}, Inc. All Rights Reserved.</p></div>
<div id="masterSocialbuttonBtm"><a href="#">ポスト</a> <a href="#">シェア</a></div>
</div></div>
<div id="cmsPrcredit"></div>
<div class="colBox" id="colBoxSpecial"><h2>Special　PR</h2>
<ul><li><a href="/special/">リコーの会議術を学ぶ（提供：見本広告社）</a></li></ul></div>
<div class="colBox"><h2>関連記事</h2><ul>
{teasers(view.related)}
</ul></div>
</div>
<div id="masterSub"><div class="colBox" id="colBoxRanking"><h2>アクセストップ10</h2><ol>
{ranking(outlet)}
</ol></div>
<div class="colBox" id="colBoxCalendar"><h2>記事カレンダー</h2>
<p>{article.published.year}年{article.published.month}月</p></div></div></div>
<div id="masterFooter">{escape(outlet.footer)}</div>
</body>
</html>
"""


def _portal_head(view: View, suffix: str, names: str) -> str:
    """The document type and the head: ``suffix`` numbers the page, ``names`` are the authors'."""
    article, outlet = view.article, view.outlet
    short = f" ({view.part}/{view.parts})" if view.parts > 1 and view.part == 1 else ""
    next_link = f'<link rel="next" href="{view.next_href}">' if view.next_href else ""
    return f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">
<html lang="ja" id="masterChannel-ai">
<head>
<meta http-equiv="content-type" content="text/html;charset={outlet.declared}">
<title>{view.title}{suffix} - {escape(outlet.name)}</title>
{META_MARK}
<link rel="canonical" href="{view.canonical}">
{next_link}
<link rel="alternate" type="application/rss+xml" href="{outlet.feeds[0].path}">
<link rel="alternate" media="only screen and (max-width: 640px)" href="/ai/spv/{view.hrefs[view.part - 1].lstrip("/")}">
<meta name="build" content="{dates.kanji_minute(article.published)}">
<meta name="writer" content="{escape(names or outlet.name)}">
<meta name="description" content="{view.lead}{short}">
<meta property="og:title" content="{view.title}{suffix}">
<meta property="og:type" content="article">
<meta property="article:modified_time" content="{modified_or_published(article)}">
<style>{view.style}</style>
</head>"""


def _caution(view: View, access: str) -> str:
    """The notice for members: above a text that is whole, below one that breaks off."""
    if view.article.access != access:
        return ""
    return (
        '<div id="MembersOnlyCaution"><p>この記事は会員限定です。会員登録（無料）すると全てご覧いただけます。'
        '<a href="/members/entry/">会員登録へ</a></p></div>'
    )


def _pager(view: View) -> str:
    """The controls under a page of several: a teaser for the next page, the numbers, next and previous."""
    if view.parts == 1:
        return ""
    numbers = "|".join(
        f"<strong>{n}</strong>" if n == view.part else f'<a href="{href}">{n}</a>'
        for n, href in enumerate(view.hrefs, 1)
    )
    before = f'<span id="prev"><a href="{view.hrefs[view.part - 2]}">前のページへ</a></span>' if view.part > 1 else ""
    after = f'<span id="next"><a href="{view.next_href}">次のページへ</a></span>' if view.next_href else ""
    notice = f'<div id="notice"><a href="{view.next_href}">続きは次のページで</a></div>' if view.next_href else ""
    return f'{notice}<div class="ctrl" id="start">{before}<span id="numb">{numbers}</span>{after}</div>'


def watch(view: View) -> str:
    """An article of the Watch-style house: ``article[role=main]``, a creation date without zone, lazy images."""
    article, outlet = view.article, view.outlet
    authors = "".join(f"<li>{escape(name)}</li>" for name in article.authors) or "<li>編集部</li>"
    blocks = Blocks(
        caption=f'<figure class="image"><img data-src="{PHOTO}" src="{PHOTO}" alt="" width="480" height="270">'
        '<p class="caption">{}</p></figure>',
        paragraph="<p>　{}</p>",
        profile='<p class="note">{}</p>',
    )
    return f"""<!DOCTYPE html>
<html lang="ja"><head><meta charset="{outlet.declared}">
<title>{view.title} - {escape(outlet.name)}</title>
{META_MARK}
<link rel="canonical" href="{view.canonical}">
<meta property="og:title" content="{view.title}">
<meta property="og:site_name" content="{escape(outlet.name)}">
<meta name="description" content="{view.lead}">
<meta name="creation_date" content="{article.published:%Y-%m-%dT%H:%M:%S}">
<style>{view.style}</style></head>
<body>{mark("ja")}
<header class="site"><strong>{escape(outlet.name)}</strong> {escape(outlet.tagline)}
<nav><a href="/">トップ</a> <a href="/docs/news/">ニュース</a></nav></header>
<div class="wrap"><article role="main">
<p class="category">{escape(article.kind)}</p>
<h1>{view.title}</h1>
<div class="article-info"><ul class="author list">{authors}</ul>
<p class="publish-date">{dates.kanji_day(article.published)} {article.published:%H:%M}</p></div>
<div class="main-contents mainContents">
{blocks.html(view.blocks)}
</div>
<div class="social-bookmark"><a href="#">このエントリーをはてなブックマークに追加</a></div>
</article>
<aside><section class="related"><h3>関連記事</h3><ul>
{teasers(view.related)}
</ul></section>
<section class="ranking"><h3>アクセスランキング</h3><ol>
{ranking(outlet)}
</ol></section></aside></div>
<footer>{escape(outlet.footer)}</footer>
</body></html>
"""
