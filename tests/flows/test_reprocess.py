"""Articles made again from the archive are the same under the same rules; under others, exactly what moved is told."""

import csv
import json
import shutil
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, Home
from warehouse.connect import open_writer
from warehouse.rebuild import table_hashes

pytestmark = pytest.mark.slow

COMPANY, ALIAS = "sakana-ai", "ユメミルカ"
"""The alias is the name of an invented company of the newsroom that is in no register."""
NAMING = f"select article_id from core.articles where contains(title || body, '{ALIAS}') order by 1"
MENTIONS = f"select article_id, field, start_at from core.company_mentions where alias = '{ALIAS}' order by all"
HISTORY = (
    "select article_id, version_no, content_hash, first_seen_at, last_seen_at, run_id from core.article_versions "
    "order by all"
)


@pytest.fixture
def copy_of_demo(demo_home: Home, prefect_server: str, tmp_path: Path) -> Home:
    """A home of its own with what the demo made."""
    shutil.copytree(demo_home.path / "demo", tmp_path / "home" / "demo")
    environment = demo_home.environment | {"KAWARABAN_HOME": str(tmp_path / "home"), "PREFECT_API_URL": prefect_server}
    return Home(tmp_path / "home", environment)


def state(home: Home, *more: str) -> tuple[dict[str, str], list[list[tuple[Any, ...]]]]:
    """The hashes of the core tables of the writer's database, and the rows of queries."""
    with open_writer(home.path / "demo" / "state" / "writer.duckdb") as writer:
        return table_hashes(writer.con), [writer.con.execute(sql).fetchall() for sql in more]


def test_with_unchanged_rules_every_core_table_is_the_same(copy_of_demo: Home) -> None:
    seen = "select article_id, first_seen_at, last_seen_at, run_id from core.articles order by 1"
    before = state(copy_of_demo, HISTORY, seen)
    told = copy_of_demo.run("reprocess", "--demo", "--yes", "--format", "json")
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout) == []
    assert "every core table is the same" in told.stderr
    assert state(copy_of_demo, HISTORY, seen) == before
    assert any(len({row[1] for row in before[1][0] if row[0] == one}) > 1 for one in {row[0] for row in before[1][0]})
    sums = (
        "select kind, state, selected_count = (select count(*) from ops.outcomes o where o.run_id = r.run_id) "
        "from ops.runs r order by run_id desc limit 1"
    )
    assert state(copy_of_demo, sums)[1] == [[("reprocess", "completed", True)]]


def test_what_the_data_checks_say_to_mend_by_a_reprocess_is_mended_by_it(copy_of_demo: Home) -> None:
    before = state(copy_of_demo)
    with open_writer(copy_of_demo.path / "demo" / "state" / "writer.duckdb") as writer:
        one = "select min(article_id) from core.articles"
        writer.con.execute(f"delete from core.story_articles where article_id = ({one})")
        columns = "* replace ('0123456789abcdef' as article_id)"
        writer.con.execute(f"insert into core.story_articles select {columns} from core.story_articles limit 1")
    assert state(copy_of_demo) != before
    told = copy_of_demo.run("reprocess", "--demo", "--yes")
    assert told.returncode == 0, told.stderr[-2000:]
    assert state(copy_of_demo) == before


def test_a_part_made_again_fits_the_rest(copy_of_demo: Home) -> None:
    day = state(copy_of_demo, "select max(fetched_at)::date::varchar from raw.fetches")[1][0][0][0]
    told = copy_of_demo.run("reprocess", "--demo", "--since", day, "--yes")
    assert told.returncode == 0, told.stderr
    assert "every core table is the same" in told.stderr
    none = copy_of_demo.run("reprocess", "--demo", "--since", "2999-01-01", "--yes")
    assert "0 links and 0 articles made again" in none.stderr


def test_an_alias_added_moves_exactly_what_it_names(copy_of_demo: Home, tmp_path: Path) -> None:
    register = {"KAWARABAN_COMPANIES_FILE": _with_alias(tmp_path / "companies.csv")}
    before, (articles, mentions) = state(copy_of_demo, NAMING, MENTIONS)
    told = copy_of_demo.run("reprocess", "--demo", "--dry-run", "--format", "json", **register)
    assert told.returncode == 0, told.stderr
    assert state(copy_of_demo, NAMING, MENTIONS) == (before, [articles, mentions])
    published = copy_of_demo.run("reprocess", "--demo", "--yes", "--format", "json", **register)
    assert published.returncode == 0, published.stderr
    assert published.stdout == told.stdout
    moved = {(row["what"], row["subject"]): (row["added"], row["removed"]) for row in json.loads(told.stdout)}
    after, (_, added) = state(copy_of_demo, NAMING, MENTIONS)
    # Every article that holds the word names the company now, and nothing else moved but what that name meant before.
    assert (len(articles), len(mentions)) == (5, 0)
    assert moved.pop(("companies of articles", COMPANY)) == (len(articles), 0)
    assert moved.pop(("mentions", COMPANY)) == (len(added), 0)
    assert {row[0] for row in added} == {row[0] for row in articles}
    assert moved.pop(("funding claims", COMPANY)) == moved.pop(("funding claims", ALIAS))[::-1]
    assert {subject for _, subject in moved} == {ALIAS}
    assert {name for name in before if before[name] != after[name]} == {
        "article_companies", "companies", "company_mentions", "funding_claims", "unknown_companies",
    }  # fmt: skip
    shown = copy_of_demo.run("sql", "--demo", "--format", "json", MENTIONS)
    assert [tuple(row.values()) for row in json.loads(shown.stdout)] == added


def test_without_yes_nothing_is_published_and_the_status_says_so(copy_of_demo: Home) -> None:
    told = copy_of_demo.run("reprocess", "--demo", "--since", "2999-01-01")
    assert told.returncode == 1
    assert "Nothing was published; --yes publishes it." in told.stderr
    assert [path.name for path in (copy_of_demo.path / "demo" / "state").glob("reprocess*")] == []


def test_a_reprocess_that_is_killed_leaves_everything_as_it_was(copy_of_demo: Home) -> None:
    before = state(copy_of_demo, HISTORY)
    folder = copy_of_demo.path / "demo" / "state"
    running = copy_of_demo.start("reprocess", "--demo", "--yes")
    while not (folder / "reprocess.duckdb.wal").exists():
        assert running.poll() is None, running.communicate()[0][-2000:]
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    running.communicate()
    assert (folder / "reprocess.duckdb").exists()
    assert state(copy_of_demo, HISTORY) == before
    told = copy_of_demo.run("reprocess", "--demo", "--yes")
    assert told.returncode == 0, told.stderr
    assert state(copy_of_demo, HISTORY) == before


def test_articles_whose_pages_are_lost_keep_their_text_and_are_tagged_again(copy_of_demo: Home, tmp_path: Path) -> None:
    before = state(copy_of_demo, HISTORY)
    for path in (copy_of_demo.path / "demo" / "archive").rglob("*.warc.gz"):
        path.unlink()
    told = copy_of_demo.run("reprocess", "--demo", "--yes")
    assert told.returncode == 1
    assert "no such archive file" in told.stderr
    assert "0 links and 0 articles made again" in told.stderr
    assert state(copy_of_demo, HISTORY) == before
    register = {"KAWARABAN_COMPANIES_FILE": _with_alias(tmp_path / "companies.csv")}
    told = copy_of_demo.run("reprocess", "--demo", "--yes", **register)
    after, (articles, mentions) = state(copy_of_demo, NAMING, MENTIONS)
    assert {row[0] for row in mentions} == {row[0] for row in articles}
    assert after["articles"] == before[0]["articles"]
    assert after["stories"] == before[0]["stories"]


def _with_alias(path: Path) -> str:
    """The company register with one alias more; its path."""
    with (ROOT / "seeds" / "companies.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["id"] == COMPANY:
            row["aliases"] += f"|{ALIAS}"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return str(path)
