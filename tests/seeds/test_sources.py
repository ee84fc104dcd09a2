"""The newsroom's own sources file: accepted by the product, and true to the outlets."""

from pathlib import Path

from seeds.sample import Newsroom
from tasks.discover.sources import load_sources

SOURCES = Path(__file__).parents[2] / "seeds" / "sample" / "sources.toml"


def test_every_outlet_is_a_source_with_all_its_feeds(room: Newsroom) -> None:
    sources = {source.id: source for source in load_sources(SOURCES)}
    assert sources.keys() == {outlet.id for outlet in room.outlets}
    for outlet in room.outlets:
        source = sources[outlet.id]
        assert (source.name, source.homepage, source.lang) == (outlet.name, f"http://{outlet.host}/", outlet.lang)
        assert [(feed.url, feed.format) for feed in source.feeds] == [
            (f"http://{outlet.host}{plan.path}", plan.format) for plan in outlet.feeds
        ]


def test_all_are_on_and_none_makes_a_reader_wait() -> None:
    sources = load_sources(SOURCES)
    assert all(source.enabled and source.min_interval_seconds == 0 and not source.requires_terms for source in sources)
