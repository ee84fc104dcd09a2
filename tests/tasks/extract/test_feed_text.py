import polars as pl
import pytest

from tasks.extract.feed_text import articles_from_feeds
from tests.samples import NOW, articles, links

ONE, TWO = "http://minato.example/1", "http://minato.example/2"
TEXT = "港の倉庫で荷を数えるAIの試験が始まった。" * 8


def outcomes(*pairs: tuple[str, str]) -> pl.DataFrame:
    rows = [{"url": url, "source_id": "minato", "outcome": outcome, "detail": None} for url, outcome in pairs]
    return pl.DataFrame(rows, schema_overrides={"detail": pl.String})


def test_the_feed_s_text_stands_in_for_a_page_that_is_gone_and_is_marked() -> None:
    made, left = articles_from_feeds(
        links(ONE, full_text=TEXT), outcomes((ONE, "gone"), (TWO, "gone")), articles(), NOW
    )
    assert made.select("url", "body", "is_feed_text", "lang").rows() == [(ONE, TEXT, True, "ja")]
    assert made["published_at"][0] == NOW
    assert left["url"].to_list() == [TWO]


@pytest.mark.parametrize("outcome", ["try-later", "not-an-article", "unchanged"])
def test_a_page_that_may_still_be_had_or_is_no_article_is_not_replaced(outcome: str) -> None:
    made, left = articles_from_feeds(links(ONE, full_text=TEXT), outcomes((ONE, outcome)), articles(), NOW)
    assert made.height == 0
    assert left["outcome"].to_list() == [outcome]


@pytest.mark.parametrize("text", [None, "続きはサイトで。"])
def test_a_teaser_is_no_article(text: str | None) -> None:
    assert articles_from_feeds(links(ONE, full_text=text), outcomes((ONE, "gone")), articles(), NOW)[0].height == 0


def test_a_feed_that_states_only_the_day_gives_no_time() -> None:
    told = links(ONE, full_text=TEXT, published_precision="day")
    made, _ = articles_from_feeds(told, outcomes((ONE, "gone")), articles(), NOW)
    assert made["published_at"][0] is None
    assert str(made["published_on"][0]) == "2025-07-01"


def test_the_page_of_another_link_to_the_same_article_comes_first() -> None:
    made, left = articles_from_feeds(links(ONE, full_text=TEXT), outcomes((ONE, "gone")), articles(ONE), NOW)
    assert made.height == 0
    assert left["outcome"].to_list() == ["gone"]
