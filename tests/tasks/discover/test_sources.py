from pathlib import Path

import pytest

from tasks.discover.sources import SourcesError, load_sources

SEEDS = Path(__file__).parents[3] / "seeds"

BLOCK = """
[[source]]
id = "a"
name = "A"
homepage = "https://a.example/"
lang = "ja"
kind = "media"
tier = 1
enabled = true
feeds = [{ url = "https://a.example/feed.xml", format = "rss2" }]
"""


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "sources.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_block_needs_only_what_cannot_be_guessed(tmp_path: Path) -> None:
    (source,) = load_sources(write(tmp_path, BLOCK))
    assert (source.id, source.feeds[0].format, source.min_interval_seconds, source.poll_minutes) == ("a", "rss2", 5, 60)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("format = ", "kind = "), r"source 'a': feeds\.0\.format: Field required"),
        (('"rss2"', '"rss3"'), r"feeds\.0\.format: .*rss2.*found 'rss3'"),
        (('"ja"', '"de"'), r"lang: .*'ja' or 'en'.*found 'de'"),
        (("tier = 1", "tier = 9"), r"tier: .*less than or equal to 3 \(found 9\)"),
        (('"https://a.example/feed.xml"', '"a.example/feed.xml"'), r"feeds\.0\.url: expected an address"),
        (('"rss2" }', '"rss2", include = "(" }'), r"include: expected a regular expression"),
        (('"rss2"', '"listing"'), r"expected selector or include"),
        (('name = "A"', 'name = "A"\nnmae = "B"'), r"nmae: Extra inputs are not permitted"),
        (('id = "a"', 'id = "A b"'), r"source 'A b': id"),
        (('id = "a"', ""), r"source number 1: id: Field required"),
        (("[[source]]", "[[sauce]]"), r"expected \[\[source\]\] blocks"),
        (("tier = 1", "tier = = 1"), r"not TOML: .*line 8"),
        (("[[source]]", "[extra]\nx = 1\n[[source]]"), r"unknown table 'extra'"),
    ],
)
def test_a_fault_names_file_source_key_and_what_was_expected(
    tmp_path: Path, change: tuple[str, str], message: str
) -> None:
    with pytest.raises(SourcesError, match=message) as caught:
        load_sources(write(tmp_path, BLOCK.replace(*change, 1)))
    assert "sources.toml" in str(caught.value)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    second = BLOCK.replace("tier = 1", "tier = 7").replace('"a"', '"b"')
    third = BLOCK.replace('lang = "ja"', 'lang = "xx"').replace('id = "a"', 'id = "c"')
    with pytest.raises(SourcesError) as caught:
        load_sources(write(tmp_path, BLOCK + second + third))
    assert len(str(caught.value).splitlines()) == 2


@pytest.mark.parametrize("second", [BLOCK, BLOCK.replace('id = "a"', 'id = "b"')])
def test_ids_and_feeds_occur_once(tmp_path: Path, second: str) -> None:
    with pytest.raises(SourcesError, match=r"expected (each id )?once"):
        load_sources(write(tmp_path, BLOCK + second))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourcesError, match=r"none\.toml: no such file"):
        load_sources(tmp_path / "none.toml")


def test_the_shipped_sources_say_why_they_may_be_read() -> None:
    sources = load_sources(SEEDS / "sources.toml")
    assert len(sources) >= 40
    for source in sources:
        assert source.enabled == (source.tier == 1), source.id
        assert source.requires_terms == (source.tier == 2), source.id
        assert source.terms, source.id
        assert source.evidence, source.id
        assert source.confidence, source.id
    assert {s.id: s.min_interval_seconds for s in sources}["gigazine"] == 100
