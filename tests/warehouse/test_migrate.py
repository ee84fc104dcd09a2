import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.newsdesk import Newsdesk
from warehouse.compact import content_hashes
from warehouse.connect import WarehouseBusy, WarehouseDamaged, WarehouseError, WarehouseNewer, Writer, open_writer
from warehouse.migrate import _scripts, migrate, schema_number


def test_a_second_migration_does_nothing(writer: Writer) -> None:
    newest = max(path.name for path in (Path(__file__).parents[2] / "warehouse" / "migrations").glob("*.sql"))
    assert schema_number(writer.con) == int(newest[:4])
    assert migrate(writer) == []


def test_every_table_view_and_column_is_described(writer: Writer) -> None:
    undescribed = writer.con.execute(
        "select schema_name, table_name, column_name from duckdb_columns() where not internal and comment is null "
        "union all select schema_name, table_name, '' from duckdb_tables() where not internal and comment is null "
        "union all select schema_name, view_name, '' from duckdb_views() where not internal and comment is null "
        "union all select schema_name, function_name, '' from duckdb_functions() where not internal and comment is null"
    ).fetchall()
    assert undescribed == []


def test_a_file_of_a_newer_version_is_refused_and_left_alone(writer: Writer) -> None:
    writer.con.execute("insert into ops.migrations values ('9999_future', 'x', now())")
    with pytest.raises(WarehouseNewer, match=r"newer Kawaraban \(migration 9999_future\)"):
        migrate(writer)


def test_a_migration_that_was_changed_after_it_ran_is_refused(writer: Writer) -> None:
    writer.con.execute("update ops.migrations set digest = 'other' where name like '0002%'")
    with pytest.raises(WarehouseError, match="0002_core differs"):
        migrate(writer)


def test_a_backup_is_kept_before_an_older_file_is_changed(writer: Writer) -> None:
    writer.con.execute("drop schema trend cascade; delete from ops.migrations where name = '0004_trend'")
    writer.con.execute("delete from ops.definitions")
    assert migrate(writer) == ["0004_trend"]
    assert (writer.path.parent / "writer.duckdb.before-0004").stat().st_size > 0


def test_a_file_that_is_no_database_is_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "writer.duckdb"
    path.write_text("not a database, but long enough to be looked at\n" * 200)
    with pytest.raises(WarehouseDamaged, match="cannot be opened as a warehouse") as told, open_writer(path):
        pass
    assert "\n" not in str(told.value)


def test_a_second_process_is_told_that_the_file_is_in_use(writer: Writer) -> None:
    opening = "from pathlib import Path; from warehouse.connect import open_writer; open_writer(Path({!r})).__enter__()"
    code = opening.format(str(writer.path))
    second = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert WarehouseBusy.__name__ in second.stderr


def only(monkeypatch: pytest.MonkeyPatch, scripts: dict[str, list[tuple[str, str]]]) -> None:
    """Another state of the program: these scripts and no others."""
    monkeypatch.setattr("warehouse.migrate._scripts", lambda folder: scripts.get(folder, []))


def test_a_file_of_the_first_version_keeps_its_rows_and_a_copy_of_what_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "writer.duckdb"
    first = [script for script in _scripts("migrations") if script[0] < "0006"]
    with monkeypatch.context() as then, open_writer(path) as old:
        only(then, {"migrations": first})
        migrate(old)
        desk = Newsdesk(old.con)
        desk.source("minato")
        desk.poll("minato", "07-02 09:00", back_to="07-01 00:00")
        desk.company("alpha")
        desk.insert("core.story_articles", article_id="a", story_id="a", role="lead")
        before = content_hashes(old.con)
    with open_writer(path) as now:
        assert migrate(now)[0].startswith("0020")
        after = content_hashes(now.con)
        own = {"ops.migrations", "ops.definitions"}
        assert {name: after[name] for name in before.keys() - own} == {
            name: before[name] for name in before.keys() - own
        }
        assert now.con.execute("select count(*) from trend.company_weekly").fetchall() == [(0,)]
    with open_writer(tmp_path / "writer.duckdb.before-0020") as backup:
        assert content_hashes(backup.con) == before


def test_a_migration_that_fails_leaves_nothing_and_no_record_of_itself(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = _scripts("migrations")
    broken = ("9000_broken", "create table core.half (a integer); insert into core.half values (1); select error('no')")
    only(monkeypatch, {"migrations": [*known, broken]})
    with pytest.raises(duckdb.Error, match="no"):
        migrate(writer)
    assert writer.con.execute("select count(*) from duckdb_tables() where table_name = 'half'").fetchall() == [(0,)]
    assert schema_number(writer.con) == max(int(name[:4]) for name, _ in known)
