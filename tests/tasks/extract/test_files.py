"""Saved pages and archives in, one object each out."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tasks.extract.files import InputError, extract_paths, read_index
from tests.tasks.extract.archived import Newsstand

PAGE = (
    "<html lang=ja><head><meta http-equiv='content-type' content='text/html;charset=shift_jis'>"
    "<title>㈱ミナモの発表</title></head>"
    "<body><h1>㈱ミナモの発表</h1><p>2026年4月15日 10時00分</p>"
    "<p>架空の会社が新しい仕組みを発表した。担当者の髙橋さんは「ゆっくり育てたい」と話している。</p></body></html>"
)
KEYS = {"id", "url", "title", "authors", "published", "modified", "lang", "kind", "is_paywalled", "body"}


def test_each_file_of_a_folder_gives_one_object(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(PAGE.encode("cp932"))
    (tmp_path / "b.html.gz").write_bytes(gzip.compress(PAGE.encode("cp932")))
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "note.txt").write_text("no page", "utf-8")
    found = list(extract_paths([tmp_path], index={"b": "https://paper.example/b"}))
    assert [(row["id"], row["url"]) for row in found] == [
        ("a", None),
        ("b", "https://paper.example/b"),
        ("empty", None),
    ]
    assert [row["title"] for row in found] == ["㈱ミナモの発表", "㈱ミナモの発表", ""]
    assert [row["kind"] for row in found] == ["article", "article", "other"]
    assert all(set(row) >= KEYS for row in found)
    assert json.dumps(found, ensure_ascii=False)


def test_bytes_that_are_not_utf_8_are_decoded_and_their_encoding_told(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(PAGE.encode("cp932"))
    (row,) = extract_paths([tmp_path / "a.html"])
    assert "髙橋さん" in str(row["body"])
    assert (row["encoding"], row["published"]) == ("Shift_JIS", "2026-04-15T10:00:00+09:00")


def test_an_archive_gives_its_pages_with_the_time_of_their_fetch(tmp_path: Path) -> None:
    stand = Newsstand(tmp_path)
    stand.add(
        "https://paper.example/a",
        PAGE.replace("2026年4月15日 10時00分", "<span class=date>2時間前</span>").encode("cp932"),
    )
    stand.frames()
    (path,) = tmp_path.rglob("*.warc*")
    (row,) = extract_paths([path])
    assert (row["id"], row["url"]) == ("https://paper.example/a", "https://paper.example/a")
    assert row["published"] == "2026-04-20T10:00:00+09:00"


def test_relative_dates_of_files_count_from_the_reference(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE.replace("2026年4月15日 10時00分", "昨日 18:00"), "utf-8")
    (row,) = extract_paths([tmp_path / "a.html"], reference=datetime(2026, 4, 16, tzinfo=UTC))
    assert row["published"] == "2026-04-15T18:00:00+09:00"
    (row,) = extract_paths([tmp_path / "a.html"])
    assert row["published"] is None


@pytest.mark.parametrize(("name", "told"), [("missing.html", "no such file"), ("note.txt", "expected .html")])
def test_a_path_that_is_no_page_is_told(tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / "note.txt").write_text("x", "utf-8")
    with pytest.raises(InputError, match=told):
        list(extract_paths([tmp_path / name]))


def test_an_index_maps_stems_to_addresses(tmp_path: Path) -> None:
    path = tmp_path / "index.jsonl"
    path.write_text('{"id": "a", "url": "https://paper.example/a"}\n\n{"id": "b", "url": null}\n', "utf-8")
    assert read_index(path) == {"a": "https://paper.example/a"}
    path.write_text('{"id": "a"}\nnot json\n', "utf-8")
    with pytest.raises(InputError, match="line 2: not JSON"):
        read_index(path)
