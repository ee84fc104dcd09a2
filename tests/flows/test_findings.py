"""Each finding of the doctor, provoked."""

from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from flows import findings
from flows.doctor import clock_finding, version_finding
from flows.settings import Settings, current_settings
from tasks.discover.sources import load_sources
from tests.conftest import ROOT
from tests.samples import NOW
from warehouse.connect import open_writer
from warehouse.migrate import migrate


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Those of a fresh home that watches the sample newsroom, which is not open."""
    sources = ROOT / "seeds" / "sample" / "sources.toml"
    return current_settings().model_copy(update={"home": tmp_path, "sources_file": sources, "contact": ""})


def test_an_old_python_is_a_problem() -> None:
    assert findings.python_finding().state == "ok"
    assert findings.python_finding((3, 10)).remedy == "install Python 3.11 or newer"


def test_a_package_that_breaks_prefect_or_is_missing_is_a_problem() -> None:
    assert [each.state for each in findings.package_findings()] == ["ok"]
    found = list(findings.package_findings(["fastapi<0.100", "no-such-package>=1", "httpx", 'ruff; extra == "test"']))
    assert [each.state for each in found] == ["problem"]
    assert "fastapi 0." in found[0].told
    assert "no-such-package none, not >=1" in found[0].told
    assert "httpx" not in found[0].told


def test_a_full_disk_is_a_problem(settings: Settings) -> None:
    assert findings.disk_finding(settings, least=1).state == "ok"
    found = findings.disk_finding(settings, least=1 << 60)
    assert found.state == "problem"
    assert found.remedy.startswith("free 1152921504.6 GB")


def test_an_exchange_folder_that_cannot_be_written_is_a_problem(settings: Settings) -> None:
    assert findings.exchange_finding(settings).state == "ok"
    assert list(settings.exchange_folder.iterdir()) == []
    (settings.home / "file").touch()
    found = findings.exchange_finding(settings.model_copy(update={"exchange": settings.home / "file" / "exchange"}))
    assert found.state == "problem"
    assert "cannot be written: Not a directory" in found.told
    assert "KAWARABAN_EXCHANGE" in found.remedy


def test_the_schema_of_the_database_is_compared_with_the_programs(settings: Settings) -> None:
    assert [each.told.endswith("not there yet") for each in findings.schema_findings(settings)] == [True, True]
    with open_writer(settings.writer_file) as writer:
        migrate(writer)
        assert next(iter(findings.schema_findings(settings))).state == "ok"
        writer.con.execute("delete from ops.migrations where name >= '0002'")
    older = next(iter(findings.schema_findings(settings)))
    assert (older.state, older.remedy) == ("warning", "start «kawaraban setup»")
    with open_writer(settings.writer_file) as writer:
        writer.con.execute("insert into ops.migrations values ('9999_later', '', now())")
    newer = next(iter(findings.schema_findings(settings)))
    assert (newer.state, newer.remedy) == ("problem", "install the newer version of the program that wrote it")
    settings.writer_file.write_bytes(b"no database")
    damaged = next(iter(findings.schema_findings(settings)))
    assert (damaged.state, "restore it" in damaged.remedy) == ("problem", True)


def test_a_user_agent_without_contact_is_a_warning(settings: Settings) -> None:
    assert findings.contact_finding(settings).state == "warning"
    named = settings.model_copy(update={"contact": "mailto:desk@example.org"})
    assert "mailto:desk@example.org" in findings.contact_finding(named).told


def test_sources_watched_without_accepted_terms_are_a_problem(settings: Settings, tmp_path: Path) -> None:
    assert [each.state for each in findings.terms_findings(settings)] == ["ok"]
    text, file = settings.sources_file.read_text(encoding="utf-8"), tmp_path / "sources.toml"
    file.write_text(text.replace("requires_terms = false", "requires_terms = true", 1), encoding="utf-8")
    found = list(findings.terms_findings(settings.model_copy(update={"sources_file": file})))
    source = load_sources(file)[0].id
    assert [each.state for each in found] == ["problem"]
    assert found[0].remedy.endswith(f"«kawaraban sources enable {source} --accept-terms»")


def test_a_network_without_answers_is_a_problem(settings: Settings) -> None:
    hosts = {f"{name}.example": "127.0.0.1:9" for name in ("a", "b")}
    found = findings.network_finding(settings.model_copy(update={"connect_to": hosts}), tries=1)
    assert found.state == "problem"
    assert found.remedy.startswith("is there a network")


def test_a_clock_that_is_off_is_a_problem() -> None:
    stated = format_datetime(NOW, usegmt=True)
    assert clock_finding(stated, NOW + timedelta(seconds=20)).state == "ok"
    assert clock_finding(stated, NOW - timedelta(seconds=90)).told == "-90 s from the server's"
    assert clock_finding(stated, NOW - timedelta(seconds=90)).state == "problem"
    assert clock_finding(None, NOW).state == "warning"


def test_a_server_of_another_version_is_told() -> None:
    assert version_finding("3.8.8", "3.8.8").state == "ok"
    assert version_finding("3.8.8", "3.8.2").state == "warning"
    assert version_finding("3.8.8", "3.9.1").state == "problem"
    assert version_finding("3.8.8", "3.9.1").remedy == "install prefect==3.8.8 for the server"
