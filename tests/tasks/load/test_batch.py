import polars as pl
import pytest

from tasks import frames
from tasks.load.batch import LinkWithoutOutcome, compare, readable_pages, settle, waiting_links, without_bodies
from tests.samples import articles, links, pages

ONE, TWO, THREE = (f"http://minato.example/{n}" for n in (1, 2, 3))


def outcomes(*pairs: tuple[str, str]) -> pl.DataFrame:
    rows = [{"url": url, "source_id": "minato", "outcome": outcome, "detail": None} for url, outcome in pairs]
    return frames.Outcomes.validate(pl.DataFrame(rows, schema=frames.Outcomes.create_empty().schema), cast=True)


def test_only_new_and_changed_articles_go_on_to_be_tagged() -> None:
    made = articles(ONE, TWO, THREE)
    states = pl.DataFrame({"article_id": made["article_id"], "state": ["changed", "unchanged", "duplicate"]})
    compared = compare(made, states)
    assert compared.fresh["url"].to_list() == [ONE]
    assert compared.seen_again["article_id"].to_list() == [made["article_id"][1]]
    assert dict(compared.outcomes.select("url", "outcome").iter_rows()) == {
        ONE: "loaded",
        TWO: "unchanged",
        THREE: "duplicate",
    }


def test_half_an_article_waits_for_its_missing_page() -> None:
    fetched = pl.concat([pages(ONE), pages(ONE, part=2, outcome="try-later", payload_digest=None), pages(TWO)])
    waiting = waiting_links(fetched)
    assert waiting.select("url", "outcome").rows() == [(ONE, "try-later")]
    assert readable_pages(fetched, waiting)["url"].to_list() == [TWO]


def test_a_later_page_that_is_gone_does_not_hold_up_the_rest() -> None:
    fetched = pl.concat([pages(ONE), pages(ONE, part=2, outcome="gone", payload_digest=None)])
    waiting = waiting_links(fetched)
    assert waiting.height == 0
    assert readable_pages(fetched, waiting)["part"].to_list() == [1]


def test_outcomes_that_cover_every_link_once_are_accepted() -> None:
    settled = settle(links(ONE, TWO), [outcomes((ONE, "gone")), outcomes((TWO, "loaded"))])
    assert sorted(settled["url"]) == [ONE, TWO]


@pytest.mark.parametrize(
    ("parts", "complaint"),
    [
        ([(ONE, "loaded")], f"no outcome: {TWO}"),
        ([(ONE, "loaded"), (TWO, "gone"), (THREE, "gone")], f"not asked for: {THREE}"),
    ],
)
def test_a_link_that_is_missing_or_strange_stops_the_batch(parts: list[tuple[str, str]], complaint: str) -> None:
    with pytest.raises(LinkWithoutOutcome, match=complaint):
        settle(links(ONE, TWO), [outcomes(*parts)])


def test_a_link_with_two_outcomes_stops_the_batch() -> None:
    with pytest.raises(LinkWithoutOutcome, match="two outcomes"):
        settle(links(ONE), [outcomes((ONE, "loaded")), outcomes((ONE, "gone"))])


def test_of_a_source_whose_terms_forbid_it_no_body_is_kept() -> None:
    made = pl.concat([articles(ONE, source_id="bound"), articles(TWO, source_id="free")])
    assert without_bodies(made, ["bound"])["body"].to_list() == ["", made["body"][1]]


def test_the_text_of_a_feed_does_not_replace_what_the_page_gave() -> None:
    made = articles(ONE, is_feed_text=True)
    compared = compare(made, pl.DataFrame({"article_id": made["article_id"], "state": ["changed"]}))
    assert compared.fresh.height == 0
    assert compared.outcomes["outcome"].to_list() == ["unchanged"]
