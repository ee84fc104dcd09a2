from datetime import timedelta

import pytest

from flows.polling import due_sources, next_polls
from tasks.discover.sources import Feed, Source
from tests.samples import NOW, links, polls
from warehouse import writer as runs
from warehouse.connect import Writer


def source(name: str, poll_minutes: int = 60) -> Source:
    feed = Feed(url=f"http://{name}.example/feed", format="rss2")
    return Source(
        id=name, name=name, homepage=f"http://{name}.example/", lang="ja", kind="media", tier=1, feeds=(feed,),
        enabled=True, poll_minutes=poll_minutes,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("gap", "waits"),
    [(0.5, timedelta(hours=1)), (6, timedelta(hours=3)), (48, timedelta(hours=12))],
)
def test_a_source_is_polled_as_often_as_it_publishes(writer: Writer, gap: float, waits: timedelta) -> None:
    run_id = runs.start_run(writer.con, runs.RunStart("monitor", None, "1", "r1"), NOW)
    for number in range(5):
        at = NOW - timedelta(hours=gap * number)
        found = links(f"http://minato.example/{number}", published_at=at)
        runs.record_discovery(writer.con, run_id, found, polls(feed_url=f"http://minato.example/{number}"), NOW)
    minato = source("minato")
    assert next_polls(writer.con, [minato], NOW) == {"minato": NOW + waits}
    assert due_sources(writer.con, [minato], NOW + waits - timedelta(minutes=2)) == []
    assert due_sources(writer.con, [minato], NOW + waits - timedelta(seconds=50)) == [minato]


def test_a_source_that_was_never_polled_is_due(writer: Writer) -> None:
    assert due_sources(writer.con, [source("new")], NOW) == [source("new")]
