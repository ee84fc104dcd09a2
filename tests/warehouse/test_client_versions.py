"""Analysts have older clients than we do: the published file answers in DuckDB 1.4 and 1.5 as it does here."""

import json
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

import pytest

from tests.warehouse.newsdesk import Newsdesk, at
from warehouse.connect import open_writer
from warehouse.migrate import migrate
from warehouse.query import ask, ask_question
from warehouse.questions import list_questions
from warehouse.snapshot import publish

CLIENTS = ("1.4.*", "1.5.*")
ASKING = """
import duckdb, json, sys
con = duckdb.connect(sys.argv[1], read_only=True)
con.execute("set timezone = 'Asia/Tokyo'")
answers = {}
for name, sql in json.load(sys.stdin).items():
    try:
        answers[name] = [[str(value) for value in row] for row in con.execute(sql).fetchall()]
    except duckdb.Error as error:
        answers[name] = str(error)
json.dump({"version": duckdb.__version__, "answers": answers}, sys.stdout)
"""


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    with open_writer(folder / "writer.duckdb") as writer:
        migrate(writer)
        desk = Newsdesk(writer.con)
        for source in ("minato", "kaigan"):
            desk.source(source)
            desk.poll(source, "07-28 09:00", back_to="05-05 00:00")
        for company in ("sakana-ai", "beta"):
            desk.company(company)
        desk.theme("funding")
        desk.article("a", "07-01", "sakana-ai", "beta", themes=("funding",), unknown=("ユメミルカ",), hour="09:00")
        desk.article("b", "07-02", "sakana-ai", source="kaigan", story="a", hour="10:00")
        desk.article(
            "c", "07-10", "beta", body="BETAは7億円を調達した。", version_no=2, first_seen_at=at("07-10 09:00")
        )
        desk.version(
            "c", 1, content_hash="1", title="cの見出し", body="BETAは5億円を調達した。", authors=[],
            first_seen_at=at("07-10 08:00"), last_seen_at=at("07-10 08:00"), run_id="run-1",
        )  # fmt: skip
        desk.claim("a", "sakana-ai", 2_000_000_000, round="b", investors=["beta"])
        desk.claim("b", "sakana-ai", None)
        return publish(writer, folder / "kawaraban.duckdb").path


def everything(snapshot: Path) -> dict[str, str]:
    """SQL for every view, macro and question, by name."""
    views = ask(snapshot, "select schema_name || '.' || view_name from duckdb_views() where not internal").rows
    examples = ask(
        snapshot,
        "select schema_name || '.' || function_name, regexp_extract(comment, 'Example: (.+)$', 1) "
        "from duckdb_functions() where not internal and schema_name in ('core', 'trend')",
    ).rows
    asked = {f"view {name}": f"select * from {name} order by all" for (name,) in views}
    asked |= {f"macro {name}": example for name, example in examples}
    return asked | {f"question {found.name}": found.filled() for found in list_questions()}


def install(folder: Path, version: str) -> Path:
    """A Python of its own with this DuckDB; skips where no package index answers."""
    venv.create(folder, with_pip=False)
    site = next((folder / "lib").glob("python*")) / "site-packages"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-compile", "--target", str(site)]
    command = [*pip, f"duckdb=={version}", "pytz"]
    installed = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    if not any(site.glob("duckdb*")):
        pytest.skip(f"no package index gave DuckDB {version}: {installed.stderr.strip().splitlines()[-1:]}")
    return folder / "bin" / "python"


@pytest.mark.slow
@pytest.mark.parametrize("version", CLIENTS)
def test_an_older_client_answers_everything_as_ours_does(snapshot: Path, tmp_path: Path, version: str) -> None:
    python, asked = install(tmp_path / "client", version), everything(snapshot)
    run = subprocess.run(
        [python, "-c", ASKING, str(snapshot)], input=json.dumps(asked), capture_output=True, text=True, check=True
    )
    told: dict[str, Any] = json.loads(run.stdout)
    assert told["version"].startswith(version.removesuffix("*"))
    ours = {name: [[str(value) for value in row] for row in ask(snapshot, sql).rows] for name, sql in asked.items()}
    assert {name: sorted(rows) if isinstance(rows, list) else rows for name, rows in told["answers"].items()} == {
        name: sorted(rows) for name, rows in ours.items()
    }


def test_the_questions_asked_of_older_clients_are_not_all_empty(snapshot: Path) -> None:
    answered = [found.name for found in list_questions() if ask_question(snapshot, found.name).rows]
    assert len(answered) > 25
