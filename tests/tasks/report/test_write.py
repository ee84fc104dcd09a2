from pathlib import Path

import pytest

from tasks.report.write import write_report
from tests.tasks.report.conftest import NOW, Published
from tests.warehouse.newsdesk import Newsdesk
from warehouse.connect import WarehouseMissing


def test_a_report_is_three_files_and_making_it_again_changes_none(
    desk: Newsdesk, published: Published, tmp_path: Path
) -> None:
    desk.article("a", "07-06", "alpha")
    folder, snapshot = tmp_path / "reports", published()
    written = write_report(snapshot, folder, week=None, lang="ja", now=NOW)
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert set(first) == {"2025-W27.html", "2025-W27.md", "kawaraban.atom"}
    assert written.page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    write_report(snapshot, folder, week="2025-W27", lang="ja", now=NOW)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first


def test_english_words_have_files_of_their_own(desk: Newsdesk, published: Published, tmp_path: Path) -> None:
    desk.article("a", "07-06", "alpha")
    written = write_report(published(), tmp_path, week=None, lang="en", now=NOW)
    assert (written.page.name, written.digest.name, written.feed.name) == (
        "2025-W27.en.html",
        "2025-W27.en.md",
        "kawaraban.en.atom",
    )


def test_without_a_published_file_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(WarehouseMissing):
        write_report(tmp_path / "none.duckdb", tmp_path / "reports", week=None, lang="ja", now=NOW)
    assert not (tmp_path / "reports").exists()
