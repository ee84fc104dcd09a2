"""Archived pages become articles or outcomes; nothing is lost between them."""

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from tasks.extract.batch import Extraction, extract_pages
from tasks.extract.recipes import Recipes
from tests.tasks.extract.archived import Newsstand

SITE = "https://paper.example"
SENTENCES = "架空の会社が新しい仕組みを発表した。担当者は「ゆっくり育てたい」と話している。来月から三つの町で試す。"


def page(title: str, *paragraphs: str, head: str = "", foot: str = "") -> str:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f"<html lang=ja><head><title>{title}｜架空新聞</title>{head}</head><body>"
        f"<article><h1>{title}</h1>{body}</article>{foot}</body></html>"
    )


def run(stand: Newsstand, **options: int) -> Extraction:
    pages, links = stand.frames()
    return extract_pages(pages, links, stand.folder, Recipes(), **options)


@pytest.fixture
def stand(tmp_path: Path) -> Newsstand:
    return Newsstand(tmp_path)


def test_every_link_is_an_article_or_an_outcome(stand: Newsstand) -> None:
    stand.add(f"{SITE}/a", page("町に研究所ができる", SENTENCES, SENTENCES[10:]))
    stand.add(
        f"{SITE}/b",
        page(
            "会員だけの話題",
            "架空の会社の話である。",
            "残り985文字。この記事は会員限定です。登録すると続きをお読みいただけます。",
        ),
    )
    stand.add(f"{SITE}/c", page("404 Not Found", "お探しのページは見つかりません。"))
    found = run(stand)
    assert found.articles["link_url"].to_list() == [f"{SITE}/a"]
    assert dict(found.outcomes.select("url", "outcome").iter_rows()) == {
        f"{SITE}/b": "paywalled-stub",
        f"{SITE}/c": "not-an-article",
    }
    assert all(found.outcomes["detail"])


def test_the_pages_of_an_article_are_joined_and_repeat_nothing(stand: Newsstand) -> None:
    url, title = f"{SITE}/long.html", "三ページの記事"
    date_line = "2026年4月10日 10時00分"
    stand.add(url, page(title, date_line, "一枚目の段落です。" * 8))
    stand.add(url, page(title, date_line, "二枚目の段落です。" * 8), part=2, page_url=f"{SITE}/long_2.html")
    stand.add(url, page(title, date_line, "三枚目の段落です。" * 8), part=3, page_url=f"{SITE}/long_3.html")
    stand.add(url, page(title, date_line, "三枚目の段落です。" * 8), part=4, page_url=f"{SITE}/long_4.html")
    row = run(stand).articles.row(0, named=True)
    assert row["body"].split("\n") == ["一枚目の段落です。" * 8, "二枚目の段落です。" * 8, "三枚目の段落です。" * 8]
    assert row["part_count"] == 3


def test_the_feed_gives_the_date_where_the_page_has_none(stand: Newsstand) -> None:
    when = datetime(2026, 4, 9, 15, 30, tzinfo=UTC)
    feed = {"published_at": when, "published_precision": "second", "published_raw": "Fri, 10 Apr 2026 00:30:00 +0900"}
    stand.add(f"{SITE}/a", page("日付のない記事", SENTENCES, SENTENCES[10:]), **feed)
    row = run(stand).articles.row(0, named=True)
    assert (row["published_at"], row["published_on"], row["published_evidence"]) == (when, date(2026, 4, 10), "feed")


def test_the_page_beats_the_feed_and_a_day_stays_a_day(stand: Newsstand) -> None:
    head = '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2026-04-08"}</script>'
    feed = {"published_at": datetime(2026, 4, 9, tzinfo=UTC), "published_precision": "second"}
    stand.add(f"{SITE}/a", page("日だけの記事", SENTENCES, SENTENCES[10:], head=head), **feed)
    row = run(stand).articles.row(0, named=True)
    assert (row["published_at"], row["published_on"], row["published_precision"]) == (None, date(2026, 4, 8), "day")
    assert row["published_evidence"] == "jsonld"


def test_the_canonical_address_of_the_same_site_names_the_article(stand: Newsstand) -> None:
    same = f'<link rel="canonical" href="{SITE}/real">'
    other = '<link rel="canonical" href="https://elsewhere.example/x">'
    stand.add(f"{SITE}/a?ref=1", page("記事ひとつ", SENTENCES, SENTENCES[10:], head=same))
    stand.add(f"{SITE}/b", page("転載の記事", SENTENCES[::-1], SENTENCES, head=other))
    urls = dict(run(stand).articles.select("link_url", "url").iter_rows())
    assert urls == {f"{SITE}/a?ref=1": f"{SITE}/real", f"{SITE}/b": f"{SITE}/b"}


def test_two_links_to_one_address_are_one_article_and_a_duplicate(stand: Newsstand) -> None:
    head = f'<link rel="canonical" href="{SITE}/real">'
    for link in ("a", "b"):
        stand.add(f"{SITE}/{link}", page("同じ記事", SENTENCES, SENTENCES[10:], head=head))
    found = run(stand)
    assert found.articles.height == 1
    assert found.outcomes.row(0, named=True)["outcome"] == "duplicate"


def test_a_record_that_is_not_in_the_archive_is_unreadable(stand: Newsstand) -> None:
    stand.add(f"{SITE}/a", page("消えた記事", SENTENCES))
    pages, links = stand.frames()
    lost = pages.with_columns(warc_offset=pl.lit(7, pl.Int64))
    found = extract_pages(lost, links, stand.folder, Recipes())
    assert found.outcomes.row(0, named=True)["outcome"] == "unreadable"


def test_the_hash_changes_with_the_words_and_not_with_the_fetch(stand: Newsstand, tmp_path: Path) -> None:
    stand.add(f"{SITE}/a", page("同じ言葉", SENTENCES, SENTENCES[10:]))
    stand.add(f"{SITE}/b", page("同じ言葉", SENTENCES, SENTENCES[10:], foot="<footer>広告が変わった</footer>"))
    stand.add(f"{SITE}/c", page("同じ言葉", SENTENCES, SENTENCES[10:] + "追記した。"))
    hashes = dict(run(stand).articles.select("link_url", "content_hash").iter_rows())
    assert hashes[f"{SITE}/a"] == hashes[f"{SITE}/b"] != hashes[f"{SITE}/c"]


@pytest.mark.slow
def test_processes_give_what_one_process_gives(tmp_path: Path) -> None:
    stand = Newsstand(tmp_path)
    for number in range(320):
        stand.add(f"{SITE}/{number}", page(f"記事の{number}番", SENTENCES, f"{number}番目の段落を読む。" * 9))
    pages, links = stand.frames()
    alone = extract_pages(pages, links, stand.folder, Recipes())
    spread = extract_pages(pages, links, stand.folder, Recipes(), workers=2)
    assert spread.articles.equals(alone.articles)


def test_an_empty_batch_gives_empty_frames(stand: Newsstand) -> None:
    found = run(stand)
    assert (found.articles.height, found.outcomes.height) == (0, 0)
