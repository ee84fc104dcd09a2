"""Two official voices: a press wire, and a public body that counts years by era."""

from html import escape

from seeds.sample import dates
from seeds.sample.layouts.html import META_MARK, PHOTO, Blocks, View, json_ld, mark, ranking, teasers


def wire(view: View) -> str:
    """A press release: the issuer in the head, JSON-LD with the issuer as author, the company profile at the end."""
    article, outlet = view.article, view.outlet
    issuer = article.issuer or outlet.name
    schema = json_ld(
        view,
        author={"@type": "Organization", "name": issuer},
        published=dates.offset_without_colon(article.published),
    )
    blocks = Blocks(profile_head='<h2 class="profile-head">会社概要</h2>')
    return f"""<!DOCTYPE html>
<html lang="ja"><head><meta charset="utf-8">
<title>{view.title} | {escape(issuer)}のプレスリリース</title>
{META_MARK}
<link rel="canonical" href="{view.canonical}">
<meta property="og:title" content="{view.title}">
<meta name="description" content="{view.lead}">
{schema}
<style>{view.style}</style></head>
<body>{mark("ja")}
<header><b>{escape(outlet.name)}</b> <small>{escape(outlet.tagline)}</small></header>
<main><article id="js-heatmap-subject-area">
<div class="release-head"><a class="company" href="/companies/">{escape(issuer)}</a>
<h1 id="press-release-title">{view.title}</h1>
<time datetime="{article.published:%Y-%m-%dT%H:%M}">{dates.kanji_day(article.published)}
{article.published:%H時%M分}</time></div>
<div id="press-release-body">
{blocks.html(view.blocks)}
</div>
</article></main>
<aside><h3>こちらもおすすめ</h3><ul>
{teasers(view.related)}
</ul><h3>アクセスランキング</h3><ol>
{ranking(outlet)}
</ol></aside>
<footer>{escape(outlet.footer)}</footer>
</body></html>
"""


def public_body(view: View) -> str:
    """A notice: the year by era (full-width on odd days, as offices do), a contact box, attachments."""
    article, outlet = view.article, view.outlet
    day = dates.era_day(article.published)
    day = dates.full_width(day) if article.published.day % 2 else day
    blocks = Blocks(caption=f'<p class="figure"><img src="{PHOTO}" alt="" width="360"><br><span>図1　{{}}</span></p>')
    return f"""<!DOCTYPE html>
<html lang="ja"><head><meta charset="utf-8"><title>{view.title}（{escape(outlet.name)}）</title>
{META_MARK}
<link rel="canonical" href="{view.canonical}">
<style>{view.style}</style></head>
<body>{mark("ja")}
<a class="skip" href="#main">本文へ移動</a>
<header><b>{escape(outlet.name)}</b>　<span>{escape(outlet.tagline)}</span></header>
<nav><a href="/">ホーム</a> &gt; <a href="/press/">お知らせ</a></nav>
<main id="main">
<h1>{view.title}</h1>
<p class="date">{day}</p>
<div class="section">
{blocks.html(view.blocks)}
</div>
<div class="contact"><p>担当：企画課 見本係</p><p>電話：00-0000-0000</p></div>
<h2>関連リンク</h2><ul>
{teasers(view.related)}
</ul>
<ul class="files"><li><a href="/files/gaiyo.pdf">概要（PDF形式：1KB）</a></li></ul>
</main>
<footer>{escape(outlet.footer)}</footer>
</body></html>
"""
