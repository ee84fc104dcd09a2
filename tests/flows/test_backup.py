"""A home that is backed up, while a run works too, and restored elsewhere holds the same."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.backup import BackupExists, BadBackup, back_up_to, restore
from flows.settings import Settings
from tests.conftest import Home
from tests.holder import held
from warehouse.compact import content_hashes
from warehouse.connect import WarehouseMissing, open_writer


def hashes(file: Path) -> dict[str, str]:
    """What each table of a database file holds, outbox and alerts included."""
    with open_writer(file) as writer:
        return content_hashes(writer.con)


def restored(backup: Path, home: Path) -> Settings:
    """The settings of a fresh home that was filled from a backup."""
    settings = Settings(home=home)
    with backup.open("rb") as file:
        restore(settings, file, backup.name)
    return settings


@pytest.fixture(scope="module")
def backup(demo_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the demo's home."""
    path, _ = back_up_to(Settings(home=demo_home.path / "demo"), tmp_path_factory.mktemp("backups"))
    return path


@pytest.fixture
def home(backup: Path, tmp_path: Path) -> Settings:
    """A home of its own with what the demo loaded, a choice and a watch list."""
    settings = restored(backup, tmp_path / "home")
    settings.choices_file.write_text("{}", encoding="utf-8")
    (settings.home / "watch.toml").write_text('themes = ["ai-agents"]\n', encoding="utf-8")
    return settings


@pytest.fixture
def worked_in(home: Settings) -> Iterator[Settings]:
    """The home while another process writes in its database."""
    with held(home.writer_file):
        yield home


def files(home: Path) -> dict[str, bytes]:
    """The content of a home's files but the databases, those of the registers aside."""
    found = {path.relative_to(home).as_posix(): path for path in home.rglob("*") if path.is_file()}
    return {n: p.read_bytes() for n, p in found.items() if p.suffix != ".duckdb" and not n.startswith("seeds/")}


def test_a_restored_home_holds_the_same_tables_and_files(home: Settings, tmp_path: Path) -> None:
    path, manifest = back_up_to(home, tmp_path)
    assert manifest.database == "the writer's own, copied while no run worked"
    again = restored(path, tmp_path / "again")
    assert hashes(again.writer_file) == hashes(home.writer_file)
    assert hashes(again.snapshot) == hashes(home.snapshot)
    assert files(again.home) == files(home.home)
    assert sum(name.startswith("archive/") for name in files(again.home)) >= 2
    assert (again.home / "seeds" / "companies.csv").read_bytes() == home.companies_file.read_bytes()


def test_while_a_run_works_the_database_is_the_published_one(worked_in: Settings, tmp_path: Path) -> None:
    path, manifest = back_up_to(worked_in, tmp_path)
    assert manifest.database.startswith("as published at ")
    again = restored(path, tmp_path / "again")
    assert hashes(again.writer_file) == hashes(worked_in.snapshot)
    assert files(again.home).keys() == files(worked_in.home).keys() - {"state/writer.duckdb.holder"}


def test_tar_alone_restores_a_home_too(backup: Path, home: Settings, tmp_path: Path) -> None:
    subprocess.run(["tar", "-xf", str(backup), "-C", str(tmp_path)], check=True)
    assert hashes(tmp_path / "state" / "writer.duckdb") == hashes(home.writer_file)


@pytest.mark.parametrize("damage", ["cut off", "changed", "none"])
def test_what_is_no_whole_backup_restores_nothing(backup: Path, tmp_path: Path, damage: str) -> None:
    whole, wrong = backup.read_bytes(), tmp_path / "wrong.tar"
    middle = len(whole) // 2
    changed = whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]
    wrong.write_bytes({"cut off": whole[:middle], "changed": changed, "none": b"no tar"}[damage])
    with pytest.raises(BadBackup, match=r"wrong\.tar: .*take another"):
        restored(wrong, tmp_path / "home")
    assert list((tmp_path / "home").iterdir()) == []


def test_nothing_is_overwritten(backup: Path, home: Settings) -> None:
    with pytest.raises(BackupExists, match="restore into an empty KAWARABAN_HOME"):
        restored(backup, home.home)
    with pytest.raises(BackupExists, match="is there already; name another file"):
        back_up_to(home, backup)


def test_an_empty_home_has_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(WarehouseMissing, match="nothing to back up; start «kawaraban run»"):
        back_up_to(Settings(home=tmp_path / "none"), tmp_path)
    assert list(tmp_path.iterdir()) == []
