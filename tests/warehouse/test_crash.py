"""Killed while it loads and publishes, a process leaves whole batches and a whole snapshot."""

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.samples import NOW
from warehouse.checks import require_sound, run_checks
from warehouse.connect import open_writer
from warehouse.migrate import migrate
from warehouse.query import ask

SIZE = 40
CHILD = f"""
import sys
from pathlib import Path
from tests.samples import NOW, articles, batch, links, polls
from tests.warehouse.newsdesk import Newsdesk
from warehouse import writer as runs
from warehouse.connect import open_writer
from warehouse.migrate import migrate
from warehouse.snapshot import publish

folder, life = Path(sys.argv[1]), sys.argv[2]
print("begins", flush=True)
with open_writer(folder / "writer.duckdb") as writer:
    migrate(writer)
    if not writer.con.execute("from core.sources").fetchall():
        Newsdesk(writer.con).company("sakana-ai")
        Newsdesk(writer.con).source("minato")
    for number in range(1000):
        urls = [f"http://minato.example/{{life}}/{{number}}/{{n}}" for n in range({SIZE})]
        run_id = runs.start_run(writer.con, runs.RunStart("monitor", None, "1", "r1"), NOW)
        runs.record_discovery(writer.con, run_id, links(*urls), polls(), NOW)
        made = articles(*urls, body="架空の会社が新しい技術を発表した。" * 40)
        runs.load_batch(writer.con, run_id, "r1", batch(made), NOW)
        runs.finish_run(writer.con, run_id, {SIZE}, NOW)
        publish(writer, folder / "kawaraban.duckdb")
        print("published", flush=True)
"""
COUNTS = (
    "select (select count(*) from core.articles), (select count(*) from core.article_versions), "
    "(select count(*) from core.story_articles), (select count(*) from core.stories), "
    "(select count(*) from core.company_mentions), (select count(*) from raw.pages), "
    "(select count(*) from ops.outcomes)"
)


@pytest.mark.slow
def test_a_process_killed_at_any_moment_leaves_whole_batches_and_a_whole_snapshot(tmp_path: Path) -> None:
    chance, held = random.Random(20), 0
    # The first is killed within its migrations, the others somewhere between two publishes.
    for life in range(5):
        command = [sys.executable, "-c", CHILD, str(tmp_path), str(life)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            wanted = "published" if life else "begins"
            next(line for line in child.stdout if line.strip() == wanted)
            try:
                child.wait(chance.uniform(0.0, 0.3))
            except subprocess.TimeoutExpired:
                child.send_signal(signal.SIGKILL)
        with open_writer(tmp_path / "writer.duckdb") as writer:
            migrate(writer)
            counts = writer.con.execute(COUNTS).fetchall()[0]
            require_sound(run_checks(writer.con, NOW, everything=True))
        assert set(counts) == {counts[0]}
        assert counts[0] % SIZE == 0
        assert counts[0] >= held + (SIZE if life else 0)
        held = counts[0]
        if life:
            published = ask(tmp_path / "kawaraban.duckdb", COUNTS).rows[0]
            assert set(published) == {published[0]}
            assert 0 < published[0] <= held
