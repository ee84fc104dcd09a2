from pathlib import Path

import pytest

from warehouse import compact as compaction
from warehouse.compact import CompactionDiffers, Space, compact, content_hashes, space
from warehouse.connect import Writer, open_writer
from warehouse.migrate import migrate


def fill(writer: Writer) -> None:
    """A database of which most is free, with equal rows and nested values in what stays."""
    migrate(writer)
    writer.con.execute("create table core.gone as select range as i, repeat('x', 300) || range as t from range(100000)")
    writer.con.execute("create table core.stays as select range % 10 as i, [1, 2] as l, {'a': 1} as s from range(1000)")
    writer.con.execute("checkpoint")
    writer.con.execute("drop table core.gone")


def test_a_rewritten_database_is_smaller_and_holds_the_same(tmp_path: Path) -> None:
    path = tmp_path / "writer.duckdb"
    with open_writer(path) as writer:
        fill(writer)
        assert space(writer).free_bytes > space(writer).size_bytes / 2
        before = content_hashes(writer.con)
        made = compact(writer)
    assert made.after_bytes < made.before_bytes / 2
    assert [file.name for file in tmp_path.iterdir()] == ["writer.duckdb"]
    with open_writer(path) as writer:
        assert content_hashes(writer.con) == before == made.hashes
        assert migrate(writer) == []
        assert space(writer).free_bytes < space(writer).size_bytes / 2


def test_a_rewrite_that_differs_is_refused_and_the_old_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, copy = tmp_path / "writer.duckdb", compaction._copy

    def copy_badly(con: object, target: Path) -> None:
        copy(con, target)  # type: ignore[arg-type]
        with open_writer(target) as other:
            other.con.execute("update core.stays set i = 11 where i = 1")

    monkeypatch.setattr(compaction, "_copy", copy_badly)
    with open_writer(path) as writer:
        fill(writer)
        before = content_hashes(writer.con)
        with pytest.raises(CompactionDiffers, match=r"in core\.stays"):
            compact(writer)
        assert content_hashes(writer.con) == before
    assert [file.name for file in tmp_path.iterdir()] == ["writer.duckdb"]


def test_little_free_space_is_not_worth_a_rewrite() -> None:
    assert not Space(1 << 30, 32 << 20).is_much
    assert not Space(1 << 30, 128 << 20).is_much
    assert Space(1 << 30, 512 << 20).is_much
