from datetime import timedelta

import dataframely as dy
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.cluster.candidates import candidates_for
from tasks.cluster.signatures import sign
from tasks.cluster.stories import fold
from tasks.frames import Signatures, StoryMembers
from tests.tasks.cluster.newsroom import FLASH, HEADLINE, RELEASE, REWRITE, article, frame, spring

Row = dict[str, object]


class Store:
    """What a warehouse keeps between two runs."""

    def __init__(self) -> None:
        self.signatures: dy.DataFrame[Signatures] = Signatures.create_empty()
        self.members: dy.DataFrame[StoryMembers] = StoryMembers.create_empty()

    def add(self, *articles: Row) -> dy.DataFrame[StoryMembers]:
        new = sign(frame(*articles))
        candidates = candidates_for(new, self.signatures, self.members)
        changed = fold(new, candidates, self.members)
        self.signatures = Signatures.cast(pl.concat([self.signatures.join(new, on="article_id", how="anti"), new]))
        self.members = StoryMembers.cast(pl.concat([self.members.join(changed, on="article_id", how="anti"), changed]))
        return changed

    def rows(self) -> list[tuple[str, str, str, float | None]]:
        return [(a, s, r, None if v is None else round(v, 6)) for a, s, r, v in sorted(self.members.rows())]

    def story(self, article_id: str) -> str:
        return dict(self.members.select("article_id", "story_id").rows())[article_id]

    def role(self, article_id: str) -> str:
        return dict(self.members.select("article_id", "role").rows())[article_id]


def folded(*articles: Row) -> Store:
    store = Store()
    store.add(*articles)
    return store


def test_a_small_spring_folds_into_its_stories() -> None:
    store = folded(*spring())
    assert {store.story(each) for each in ("release", "flash", "portal", "rewrite")} == {"release"}
    assert store.story("page-2") == "page-1"
    assert store.story("notice-a") != store.story("notice-b")
    assert store.members["story_id"].n_unique() == 6


def test_roles_tell_what_each_member_is() -> None:
    store = folded(*spring())
    roles = {
        each: store.role(each) for each in ("release", "flash", "portal", "rewrite", "page-1", "page-2", "notice-a")
    }
    assert roles == {
        "release": "lead",
        "flash": "rewrite",
        "portal": "reprint",
        "rewrite": "rewrite",
        "page-1": "lead",
        "page-2": "update",
        "notice-a": "lead",
    }


@settings(max_examples=40, deadline=None)
@given(st.permutations(spring()), st.lists(st.integers(1, 4), min_size=1, max_size=10))
def test_neither_order_nor_batches_change_the_result(articles: list[Row], sizes: list[int]) -> None:
    store = Store()
    at = 0
    while at < len(articles):
        size = sizes.pop(0) if sizes else len(articles)
        store.add(*articles[at : at + size])
        at += size
    assert store.rows() == folded(*spring()).rows()


def test_one_by_one_forwards_and_backwards_are_the_same_as_all_at_once() -> None:
    forwards, backwards = Store(), Store()
    for each in spring():
        forwards.add(each)
    for each in reversed(spring()):
        backwards.add(each)
    assert forwards.rows() == backwards.rows() == folded(*spring()).rows()


def test_folding_again_what_is_known_changes_nothing() -> None:
    store = folded(*spring())
    assert store.add(*spring()).is_empty()


def test_an_earlier_article_takes_the_lead_and_its_story_follows() -> None:
    store = folded(article("late", "松本の企業、水やりのAI", REWRITE, hours=10))
    assert store.story("late") == "late"
    changed = store.add(article("early", "松本の企業がAI", REWRITE, hours=2))
    assert sorted(changed.select("article_id", "story_id", "role").rows()) == [
        ("early", "early", "lead"),
        ("late", "early", "reprint"),
    ]


def test_a_release_leads_what_was_written_ahead_of_the_hour_but_not_what_was_news_long_before() -> None:
    report = article("report", "松本の企業がAI", REWRITE)
    assert folded(report, article("release", HEADLINE, RELEASE, hours=3)).story("report") == "release"
    assert folded(report, article("portal", HEADLINE, RELEASE, hours=80)).story("portal") == "report"


def test_a_bridge_merges_two_stories() -> None:
    halves = RELEASE.splitlines()
    first = article("first", "水やりのAI、長野で", "\n".join(halves[:4]), hours=1)
    second = article("second", "ツチミルの実証、14戸で", "\n".join(halves[4:8]), hours=2)
    store = folded(first, second)
    assert store.story("first") != store.story("second")
    changed = store.add(article("bridge", HEADLINE, RELEASE, hours=60))
    assert {store.story(each) for each in ("first", "second", "bridge")} == {"first"}
    assert set(changed["article_id"]) == {"second", "bridge"}


def test_an_edited_article_may_leave_its_story_and_the_others_part_without_it() -> None:
    halves = RELEASE.splitlines()
    first = article("first", "水やりのAI、長野で", "\n".join(halves[:4]), hours=1)
    second = article("second", "ツチミルの実証、14戸で", "\n".join(halves[4:8]), hours=2)
    store = folded(first, second, article("bridge", HEADLINE, RELEASE, hours=60))
    edited = article(
        "bridge", "港の帳簿を読む", "新潟の港に残る帳簿3万冊を、くずし字を読むAIが翻刻している。", hours=60
    )
    store.add(edited)
    assert store.rows() == folded(first, second, edited).rows()
    assert store.members["story_id"].n_unique() == 3


def test_only_articles_of_the_same_fortnight_and_their_stories_are_looked_at() -> None:
    old = [article(f"old-{n}", HEADLINE, RELEASE, hours=-24 * (40 + n)) for n in range(5)]
    chain = [article(f"chain-{n}", HEADLINE, RELEASE, hours=-24 * 10 * n) for n in range(3)]
    store = folded(*old, *chain, article("stranger", "港の帳簿", "新潟の港に残る帳簿3万冊を翻刻している。"))
    new = sign(frame(article("new", HEADLINE, RELEASE, hours=1)))
    assert new["published_at"][0] - store.signatures["published_at"].min() > timedelta(days=14)
    found = set(candidates_for(new, store.signatures, store.members)["article_id"])
    assert {"chain-0", "chain-1", "chain-2"} <= found
    assert "stranger" not in found


def test_signatures_of_another_version_are_left_alone() -> None:
    store = folded(article("a", HEADLINE, RELEASE))
    store.signatures = Signatures.cast(store.signatures.with_columns(version=pl.lit(1, pl.Int16)))
    store.add(article("b", HEADLINE, RELEASE, hours=1))
    assert store.story("b") == "b"


def test_a_flash_grows_into_the_same_outlets_update() -> None:
    store = folded(
        article("flash", "【速報】ハルノ製作、土の水分を測るAIを開始", FLASH, outlet="east"),
        article("long", "ハルノ製作、土の水分を測るAIを開始", f"{FLASH}\n{REWRITE}", outlet="east", hours=5),
    )
    assert (store.story("long"), store.role("long")) == ("flash", "update")


def test_a_batch_without_articles_changes_nothing() -> None:
    store = folded(*spring())
    nothing = sign(frame(*spring()).clear())
    candidates = candidates_for(nothing, store.signatures, store.members)
    assert candidates.is_empty()
    assert fold(nothing, candidates, store.members).is_empty()
