"""A wall is not an article, a listing is not one, and a pitch on a free page is no wall."""

import pytest

from tasks.extract.article import Article, extract_article

LINES = [
    "架空の会社ミナモ知能は15日、港町の工場で使う仕組みを公開した。装置の状態を言葉で尋ねると答えが返る。",
    "同社は夏までに三つの工場で試す。担当者は「現場の言い回しを覚えさせるのに時間がかかった」と話す。",
    "秋には海運の会社にも広げる計画だ。料金は決まっていない。利用する工場は順に増やすという。",
]
FULL = "".join(f"<p>{line}</p>" for line in LINES * 3)
SHORT = f"<p>{LINES[0][:-1]}…</p>"


def read(body: str, *, head: str = "", title: str = "架空の見出し", url: str = "https://paper.example/a/1") -> Article:
    return extract_article(
        f"<head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{body}</article></body>", url
    )


def free(value: str) -> str:
    return f'<script type="application/ld+json">{{"@type":"NewsArticle","isAccessibleForFree":{value}}}</script>'


STUBS = {
    "characters remain": read(SHORT + "<p>残り985文字</p>"),
    "registration opens the rest": read(
        SHORT + "<p>この記事は会員限定です。電子版に登録すると続きをお読みいただけます。</p>"
    ),
    "paid beyond here": read(SHORT + "<div>この先は有料会員の登録が必要です。</div>"),
    "a purchase opens the rest": read(SHORT + "<p>この続きをみるには</p><p>購入手続きへ</p>"),
    "log in to read on": read(SHORT + "<div>ログインして続きを読む</div>"),
    "the data say not free": read(SHORT, head=free("false")),
    "the data say not free in a string": read(SHORT, head=free('"False"')),
    "an English wall": read(
        "<p>A harbour town has opened a library, the mayor said…</p><p>Subscribe to continue reading this story.</p>"
    ),
    "a box named wall": read(SHORT + '<div class="article-wall">会員の方はこちら</div>'),
}

ARTICLES = {
    "a full text": read(FULL),
    "registration words over a full text": read(
        "<p>この記事は会員限定です。会員登録（無料）すると全てご覧いただけます。</p>" + FULL
    ),
    "a pitch in the sidebar": read(
        FULL + "</article><aside><p>有料会員限定の記事が読み放題。登録すると続きが読めます。</p></aside>"
    ),
    "a related box for members": read(
        FULL + '<div class="related"><h2>Members+ 会員限定記事</h2><p>会員限定記事です</p></div>'
    ),
    "a pop-up about clippings": read(
        FULL + '<div class="scrap-modal">スクラップは会員限定です。登録すると続きを保存できます。</div>'
    ),
    "the data say free": read(FULL, head=free("true")),
    "a short flash": read(f"<p>{LINES[0]}</p>"),
    "an article about cookies": read(FULL.replace("装置", "クッキーの使用"), title="クッキーの使用をやめる会社"),
    "an article about an error": read(FULL, title="404 Not Found が増えた理由"),
}
TEASERS = "".join(f'<li><a href="/a/{n}">架空の会社が{n}番目の新しい仕組みを発表した</a></li>' for n in range(20))


@pytest.mark.parametrize("name", STUBS)
def test_a_wall_makes_a_stub(name: str) -> None:
    assert (STUBS[name].kind, STUBS[name].is_paywalled) == ("stub", True), STUBS[name].kind_reason


@pytest.mark.parametrize("name", ARTICLES)
def test_a_free_article_is_an_article(name: str) -> None:
    assert (ARTICLES[name].kind, ARTICLES[name].is_paywalled) == ("article", False), ARTICLES[name].kind_reason


def test_a_wall_is_not_part_of_the_body() -> None:
    assert STUBS["registration opens the rest"].body == LINES[0][:-1] + "…"


def test_a_page_of_headlines_is_a_listing() -> None:
    page = read(f"<ul>{TEASERS}</ul>", title="新着記事", url="https://paper.example/category/ai/")
    assert page.kind == "listing"
    assert read(f"<ul>{TEASERS}</ul>", title="見出しの一覧").kind in ("listing", "other")


def test_an_error_page_is_an_error() -> None:
    assert (
        read("<p>お探しのページは削除されたか、移動した可能性があります。</p>", title="ページが見つかりません").kind
        == "error"
    )


def test_a_consent_page_is_consent() -> None:
    page = read("<p>当サイトではクッキーの使用に同意していただく必要があります。同意する</p>", title="プライバシー設定")
    assert page.kind == "consent"


def test_a_page_without_text_is_something_else() -> None:
    assert read("<img src=a.jpg>").kind == "other"


@pytest.mark.parametrize(("title", "line", "is_sponsored"), [
    ("【PR】架空の道具を使ってみた", "", True),
    ("架空の道具を使ってみた", "提供：架空広告株式会社", True),
    ("PR会社の一日", "", False),
    ("架空の道具を使ってみた", "提供が始まった。", False),
])  # fmt: skip
def test_paid_articles_are_marked_and_kept(title: str, line: str, is_sponsored: bool) -> None:
    page = read(FULL + (f"<p>{line}</p>" if line else ""), title=title)
    assert (page.kind, page.is_sponsored) == ("article", is_sponsored)


def test_a_notice_to_members_over_a_whole_text_is_not_its_lead() -> None:
    lines = "<p>架空の会社が新しい仕組みを発表した。担当者は「ゆっくり育てたい」と話している。</p>" * 15
    notice = "<div>この記事は会員限定です。会員登録（無料）すると全てご覧いただけます。</div>"
    article = extract_article(f"<h1>架空の見出しひとつ</h1>{notice}<div>{lines}</div>", None)
    assert article.kind == "article"
    assert "会員" not in article.body
