"""The watch list as readers write it: what is wrong is named, with what to do; a preview changes nothing."""

from pathlib import Path

import pytest

from flows.findings import watch_findings
from flows.settings import SEEDS, Settings
from flows.watch_list import BadWatchList, read_watch_list
from tasks.tag.registers import Registers, load_registers
from tests.conftest import Home


@pytest.fixture(scope="module")
def registers() -> Registers:
    return load_registers(SEEDS / "companies.csv", SEEDS / "themes.csv")


def test_the_shipped_example_is_in_order(registers: Registers) -> None:
    subjects = read_watch_list(SEEDS / "watch.toml", registers).subjects()
    assert list(subjects.companies) == ["sakana-ai", "preferred-networks"]
    assert subjects.over_jpy == 1e9
    assert subjects.yen_per == {"USD": 150, "EUR": 160}
    assert subjects.new_names
    assert subjects.since_on is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('companies = ["sakana"]', "companies: 'sakana' is not in the company register; did you mean 'sakana-ai'?"),
        ('themes = ["zzz"]', "themes: 'zzz' is not in the theme taxonomy; correct or remove it"),
        ('companies = ["sakana-ai", "sakana-ai"]', "companies: 'sakana-ai' stands twice; remove one"),
        ("funding_over_jpy = -1", "funding_over_jpy: Input should be greater than 0 (found -1)"),
        ("firms = []", "firms: unknown entry; remove it, or use one of companies, themes, "),
        ("only_salient = true", "nothing is watched; give companies, themes, funding_over_jpy or new_names = true"),
        ("new_names = true\n[yen_per]\nUSD = 150", "yen_per: needs funding_over_jpy"),
        ("new_names = true\nsince = 'May'", "since: "),
        ("companies = [", "not TOML: "),
    ],
)
def test_a_fault_is_told_with_file_entry_and_what_to_do(
    tmp_path: Path, registers: Registers, text: str, told: str
) -> None:
    path = tmp_path / "watch.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadWatchList) as raised:
        read_watch_list(path, registers)
    assert str(raised.value).startswith(f"{path}: {told}")


def test_a_faulty_list_is_an_alert_and_a_finding_and_stops_no_run(home: Home, prefect_server: str) -> None:
    home.path.mkdir(exist_ok=True)
    (home.path / "watch.toml").write_text('companies = ["sakana"]', encoding="utf-8")
    fault = f"{home.path / 'watch.toml'}: companies: 'sakana' is not in the company register; did you mean 'sakana-ai'?"
    told = home.run("watch", "check")
    assert (told.returncode, told.stderr.splitlines()) == (1, [f"kawaraban: {fault}"])
    run = home.run("run", "--source", "kumade", PREFECT_API_URL=prefect_server)
    assert run.returncode == 0, run.stderr[-2000:]
    status = home.run("status")
    assert f"the watch list has a fault, so readers are told nothing: {fault}" in status.stderr
    (finding,) = watch_findings(Settings(home=home.path))
    assert (finding.state, finding.told) == ("problem", fault)


def test_a_missing_list_says_how_to_make_one_and_a_good_one_is_listed(home: Home) -> None:
    missing = home.run("watch", "check")
    assert (missing.returncode, missing.stdout) == (1, "")
    assert "copy seeds/watch.toml there" in missing.stderr
    home.path.mkdir(exist_ok=True)
    (home.path / "watch.toml").write_text('themes = ["ai-agents"]', encoding="utf-8")
    found = home.run("watch", "check", "--format", "json")
    assert '"id": "ai-agents"' in found.stdout
    assert "AIエージェント" in found.stdout


def test_a_preview_of_the_sample_newsroom_is_a_digest_and_changes_nothing(demo_home: Home) -> None:
    snapshot = demo_home.path / "demo" / "kawaraban.duckdb"
    before = snapshot.read_bytes()
    shown = demo_home.run("watch", "preview", "--demo", "--days", "400")
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.startswith("Kawaraban: ")
    for group in ("# Preferred Networks\n- ", "# Funding\n- ", "# Theme: 国産LLM\n- ", "# New names\n- "):
        assert group in shown.stdout
    assert shown.stdout.count("\n  http") == 20
    assert " more (" in shown.stdout
    assert demo_home.run("watch", "preview", "--demo").stdout == ""
    assert snapshot.read_bytes() == before
