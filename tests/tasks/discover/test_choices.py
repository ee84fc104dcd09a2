from datetime import UTC, datetime
from pathlib import Path

import pytest

from tasks.discover.choices import (
    ChoicesError,
    TermsNotAccepted,
    UnknownSource,
    apply_choices,
    load_choices,
    switch_off,
    switch_on,
)
from tasks.discover.sources import Feed, Source

NOW = datetime(2025, 7, 1, tzinfo=UTC)


def source(name: str, *, enabled: bool, requires_terms: bool = False, terms: str = "link freely") -> Source:
    feed = Feed(url=f"http://{name}.example/feed", format="rss2")
    return Source(
        id=name, name=name, homepage=f"http://{name}.example/", lang="ja", kind="media", tier=1, feeds=(feed,),
        enabled=enabled, requires_terms=requires_terms, terms=terms,
    )  # fmt: skip


FREE = source("free", enabled=True)
BOUND = source("bound", enabled=False, requires_terms=True, terms="no reuse")


def states(path: Path, *sources: Source) -> dict[str, bool]:
    return {each.id: each.enabled for each in apply_choices(sources, load_choices(path))}


def test_without_a_decision_the_file_decides(tmp_path: Path) -> None:
    assert states(tmp_path / "choices.json", FREE, BOUND) == {"free": True, "bound": False}


def test_a_source_with_terms_is_watched_only_after_they_are_accepted_by_name(tmp_path: Path) -> None:
    path = tmp_path / "state" / "choices.json"
    with pytest.raises(TermsNotAccepted, match=r"bound: no reuse.*--accept-terms"):
        switch_on(path, [FREE, BOUND], ["bound"], NOW, accepts_terms=False)
    assert not states(path, BOUND)["bound"]
    switch_on(path, [FREE, BOUND], ["bound"], NOW, accepts_terms=True)
    assert states(path, BOUND)["bound"]


def test_terms_that_changed_since_must_be_accepted_again(tmp_path: Path) -> None:
    path = tmp_path / "choices.json"
    switch_on(path, [BOUND], ["bound"], NOW, accepts_terms=True)
    changed = BOUND.model_copy(update={"terms": "no reuse, no machine reading"})
    assert not states(path, changed)["bound"]


def test_a_source_that_was_switched_off_stays_off(tmp_path: Path) -> None:
    path = tmp_path / "choices.json"
    switch_off(path, [FREE], ["free"], NOW)
    assert states(path, FREE) == {"free": False}


def test_an_unknown_source_is_told_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UnknownSource, match="no source 'fre'; there are: bound, free"):
        switch_off(tmp_path / "choices.json", [FREE, BOUND], ["fre"], NOW)


def test_a_damaged_file_is_told_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "choices.json"
    path.write_text('{"sources": {"free": {"state": "maybe"}}}')
    with pytest.raises(ChoicesError, match="mend it, or remove it"):
        load_choices(path)
    assert "maybe" in path.read_text()
