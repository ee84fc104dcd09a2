"""The statement that finds candidates in the warehouse keeps to the rule that clustering states."""

from pathlib import Path

import polars as pl
import pytest

from tasks.cluster import candidates as rule
from tasks.cluster.signatures import VERSION, sign
from tasks.cluster.stories import fold
from tasks.frames import Signatures, StoryMembers
from tests.samples import articles
from tests.tasks.cluster.newsroom import article, frame, notice, spring
from tests.warehouse.newsdesk import Newsdesk, at
from warehouse.connect import open_writer
from warehouse.frames import registered
from warehouse.migrate import migrate
from warehouse.stories import SIGNED_SCHEMA, outdated_articles, replace_signatures, story_candidates

SIGNED = f"select {', '.join(SIGNED_SCHEMA)} from (select *, first_seen_at as fetched_at from core.articles)"
SMALL = {"HOT": 6, "NEAREST": 4, "REPRESENTED": 2, "LARGE": 5, "FIRST": 3}


def notices(count: int) -> list[dict[str, object]]:
    """Notices of one day from one template, every fourth a copy of the one before."""
    rows = []
    for number in range(count):
        told = number - (number % 4 == 3)
        body = notice(f"第{told}計測", f"9{told:02}Z", f"{told + 11}億", f"{told + 40}", f"{told + 70}億", "検査装置")
        rows.append(article(f"notice-{number:03}", f"第{told}計測の決算", body, hours=number / 8))
    return rows


def test_the_warehouse_finds_the_candidates_that_the_rule_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in SMALL.items():
        monkeypatch.setattr(rule, name, value)
    stored = sign(frame(*spring(), *notices(40)))
    members = fold(stored, Signatures.create_empty(), StoryMembers.create_empty())
    new = sign(frame(*[row | {"article_id": f"again-{row['article_id']}"} for row in notices(40)[::7]], *spring()[:2]))
    limits = rule.LIMITS | {"hot": 6, "nearest": 4, "represented": 2, "large": 5, "first_members": 3}
    with open_writer(tmp_path / "w.duckdb") as writer, registered(writer.con, {"stored": stored, "members": members}):
        migrate(writer)
        writer.con.execute("insert into ops.story_signatures by name select * from stored")
        writer.con.execute("insert into core.story_articles by name select * from members")
        found, known = story_candidates(writer.con, new, limits)
    expected = rule.candidates_for(new, stored, members)
    assert sorted(found["article_id"]) == sorted(expected["article_id"])
    assert expected.height < stored.height
    stories = members.join(pl.concat([found, new]), on="article_id", how="semi")["story_id"]
    assert sorted(known["article_id"]) == sorted(
        members.filter(pl.col("story_id").is_in(stories.implode()))["article_id"]
    )


def test_articles_near_the_new_ones_are_signed_again_where_an_earlier_rule_signed_them(desk: Newsdesk) -> None:
    for name, on in (("old", "07-01"), ("far", "05-01"), ("equal", "07-02")):
        desk.article(
            name, on, title=f"{name}の見出し", body="水分を写真から推定する。" * 9, published_at=at(f"{on} 09:00")
        )
    stored = sign(pl.DataFrame(desk.con.execute(SIGNED).fetchall(), schema=SIGNED_SCHEMA, orient="row"))
    is_equal = pl.col("url").str.ends_with("equal")
    earlier = stored.with_columns(version=pl.when(is_equal).then("version").otherwise(pl.lit(1, pl.Int16)))
    replace_signatures(desk.con, earlier)
    new = sign(articles("http://minato.example/new", published_at=at("07-03 09:00")))
    found = outdated_articles(desk.con, new, VERSION, rule.LIMITS, 10)
    assert [url.rsplit("/", 1)[1] for url in found["url"]] == ["old"]
    replace_signatures(desk.con, sign(found))
    assert outdated_articles(desk.con, new, VERSION, rule.LIMITS, 10).is_empty()
