import logging
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from flows.metrics import exposition, write_metrics
from flows.settings import SEEDS, Settings
from flows.workspace import Workspace, now, open_workspace
from tasks.publish.task import publish_snapshot
from tests.conftest import ROOT, Home
from warehouse.writer import finish_run


def settings(path: Path) -> Settings:
    return Settings(home=path, sources_file=SEEDS / "sample" / "sources.toml", notify=False)


def numbers(text: str) -> dict[tuple[str, ...], float]:
    """Every sample by its name and labels, read by the library's own parser."""
    return {
        (sample.name.removeprefix("kawaraban_"), *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def alert_and_fail(work: Workspace) -> None:
    """Raises an alert, then an error."""
    work.writer.con.execute("insert into ops.alerts values ('source_down', 'a', now(), now(), 'down', 'look', null)")
    raise RuntimeError("no")


def test_after_a_completed_and_after_a_failed_run_the_file_tells_of_it(tmp_path: Path) -> None:
    chosen = settings(tmp_path)
    with open_workspace(chosen, "monitor") as work:
        finish_run(work.writer.con, work.run_id, 0, now())
    first = numbers(chosen.metrics_file.read_text())
    assert first["last_run_state", "completed"] == first["runs", "completed"] == 1
    assert first["last_run_duration_seconds",] >= 0
    with pytest.raises(RuntimeError), open_workspace(chosen, "monitor") as work:
        alert_and_fail(work)
    second = numbers(chosen.metrics_file.read_text())
    assert second["last_run_state", "failed"] == second["runs", "failed"] == 1
    assert second["alerts_open", "source_down"] == 1
    assert second["writer_bytes",] > 0
    assert [file.name for file in tmp_path.glob("metrics*")] == ["metrics.prom"]


def test_a_file_that_cannot_be_written_fails_no_run(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    chosen = settings(tmp_path)
    chosen.metrics_file.mkdir(parents=True)
    (chosen.metrics_file / "in the way").touch()
    with caplog.at_level(logging.WARNING), open_workspace(chosen, "monitor") as work:
        write_metrics(chosen, work.writer.con)
    assert "no metrics written to" in caplog.text
    assert [file.name for file in tmp_path.glob("metrics*")] == ["metrics.prom"]


def test_what_is_printed_is_what_was_published(tmp_path: Path) -> None:
    chosen = settings(tmp_path)
    before = numbers(exposition(chosen))
    assert before["archive_bytes",] == 0
    assert not any(name[0] == "articles" for name in before)
    with open_workspace(chosen, "monitor") as work:
        publish_snapshot.fn(work.writer, chosen.snapshot)
    after = numbers(exposition(chosen))
    assert after["articles",] == 0
    handbook = (ROOT / "flows" / "README.md").read_text(encoding="utf-8")
    assert {name[0] for name in after if f"`kawaraban_{name[0]}`" not in handbook} == {"info"}
    assert after["snapshot_bytes",] == chosen.snapshot.stat().st_size


@pytest.mark.slow
def test_the_metrics_of_the_demo_sum_to_its_links(demo_home: Home) -> None:
    told = numbers(demo_home.run("metrics", "--demo").stdout)
    assert sum(value for name, value in told.items() if name[0] == "links") == 224
    assert told["articles",] == 215
    assert told["runs", "completed"] >= 2
    assert told["runs", "failed"] == 0
    assert told["source_last_success_timestamp_seconds", "denpa"] > 0
    written = numbers((demo_home.path / "demo" / "metrics.prom").read_text())
    assert written["articles",] == 215
    assert written["last_run_state", "completed"] == 1
