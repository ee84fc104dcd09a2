"""Two papers: a national daily with JSON-LD and ruby, and an economic paper in EUC-JP that only prints its dates."""

from html import escape

from seeds.sample import dates
from seeds.sample.layouts.html import META_MARK, PHOTO, Blocks, View, json_ld, mark, ranking, teasers


def newspaper(view: View) -> str:
    """An article of the daily: JSON-LD, ``time`` in UTC beside a Japanese clock, ruby in the ``rb`` form."""
    article, outlet = view.article, view.outlet
    is_free = article.access != "stub"
    schema = json_ld(
        view,
        author={"@type": "Organization", "name": outlet.name},
        published=dates.offset(article.published),
        dateModified="" if article.modified is None else dates.offset(article.modified),
        isAccessibleForFree="True" if is_free else "False",
        **({} if is_free else {"hasPart": {"@type": "WebPageElement", "cssSelector": ".p-paywall"}}),
    )
    wall = (
        ""
        if is_free
        else (
            '<div class="p-paywall"><p>この記事は会員限定です。</p><p>残り1204文字</p>'
            '<p><a href="/join/">有料登録へ</a></p></div>'
        )
    )
    blocks = Blocks(paragraph='<p itemprop="articleBody">　{}</p>', heading="<h2>{}</h2>", old_ruby=True)
    return f"""<!DOCTYPE html>
<html lang="ja"><head><meta charSet="utf-8">
<title>{view.title} : 科学・技術 - {escape(outlet.name)}</title>
{META_MARK}
<link rel="canonical" href="{view.canonical}">
<meta property="og:title" content="{view.title} - {escape(outlet.name)}">
<meta property="og:site_name" content="{escape(outlet.name)}">
<meta name="description" content="{view.lead}">
{schema}
<style>{view.style}</style></head>
<body>{mark("ja")}
<header class="p-header"><b>{escape(outlet.name)}</b><div>{escape(outlet.tagline)}</div></header>
<main><div class="c-article">
<h1 class="title-article">{view.title}</h1>
<p class="c-article-date">
<time datetime="{dates.zulu(article.published)}">{dates.kanji_minute(article.published)}</time></p>
<div class="p-article-social-share"><a href="#">保存</a> <a href="#">メール</a> <a href="#">印刷</a></div>
<div class="p-main-contents">
{blocks.html(view.blocks)}
</div>
{wall}
<div class="scrap-modal"><p>スクラップは会員限定です。使い方はこちら</p></div>
</div>
<aside><div class="p-related"><h3>あわせて読みたい</h3><ul>
{teasers(view.related)}
</ul></div><div class="p-ranking"><h3>人気記事ランキング</h3><ol>
{ranking(outlet)}
</ol><p><time datetime="2025-01-05T22:00:00.000Z">1月6日 7時00分</time> 集計</p></div></aside></main>
<footer>{escape(outlet.footer)}</footer>
</body></html>
"""


def economy(view: View) -> str:
    """An article of the economic paper: tables for layout, the date as text with weekday, nothing for machines."""
    article, outlet = view.article, view.outlet
    desk = "".join(f'<p class="byline">{escape(name)}記者</p>' for name in article.authors)
    blocks = Blocks(
        paragraph="<p>　{}</p>",
        heading="<h3>{}</h3>",
        caption=f'<table class="photo" align="right"><tr><td><img src="{PHOTO}" alt="写真" width="240"></td></tr>'
        '<tr><td class="caption">{}</td></tr></table>',
    )
    return f"""<html lang="ja"><head>
<meta http-equiv="Content-Type" content="text/html; charset={outlet.declared}">
<title>{view.title}｜{escape(outlet.name)}</title>
{META_MARK}
<link rel="canonical" href="{view.canonical}">
<style type="text/css">{view.style}</style></head>
<body>{mark("ja")}
<table width="960" align="center" cellpadding="10"><tr><td colspan="2">
<font size="6" color="#7a4b00"><b>{escape(outlet.name)}</b></font>　{escape(outlet.tagline)}
<hr><a href="/">ホーム</a>｜<a href="/archive/">記事一覧</a>｜<a href="/about.html">会社案内</a></td></tr>
<tr><td width="660"><div id="kiji">
<h1 class="headline">{view.title}</h1>
<p class="date">{dates.kanji_weekday(article.published)}</p>
{desk}
<div class="honbun">
{blocks.html(view.blocks)}
</div>
</div>
<p class="navi"><a href="/archive/">≪ 記事一覧へ戻る</a></p></td>
<td width="260" class="side"><b>おすすめ記事</b><ul>
{teasers(view.related)}
</ul><b>アクセスランキング</b><ol>
{ranking(outlet)}
</ol></td></tr>
<tr><td colspan="2"><hr><font size="2">{escape(outlet.footer)}</font></td></tr></table>
</body></html>
"""
