"""``kawaraban run`` as an operator meets it: killed, disturbed, asked while it writes."""

import re
import signal
from pathlib import Path
from typing import Any

import pytest

from seeds.sample import NewsroomServer
from tests.conftest import Home
from tests.prefect_api import open_api
from warehouse.connect import open_writer
from warehouse.query import ask

pytestmark = pytest.mark.slow

CONTENT = {
    "links": "select url, source_id, title, published_at, outcome from raw.links order by all",
    "articles": "select * exclude (first_seen_at, last_seen_at, run_id) from core.articles order by article_id",
    "versions": "select article_id, version_no, content_hash from core.article_versions order by all",
    "mentions": "from core.company_mentions order by all",
    "companies": "from core.article_companies order by all",
    "themes": "from core.article_themes order by article_id, theme_id",
    "funding": "from core.funding_claims order by article_id, claim_no",
    "members": "select article_id, story_id, role from core.story_articles order by all",
    "stories": "from core.stories order by story_id",
}


def content(home: Home) -> dict[str, list[tuple[Any, ...]]]:
    """What the published file holds, without what depends on the clock."""
    return {name: ask(home.path / "kawaraban.duckdb", sql).rows for name, sql in CONTENT.items()}


def test_killed_at_any_moment_and_started_again_it_ends_in_the_same_tables(
    home: Home, prefect_server: str, tmp_path: Path
) -> None:
    calm = Home(tmp_path / "calm", home.environment | {"KAWARABAN_HOME": str(tmp_path / "calm")})
    undisturbed = calm.start("run", PREFECT_API_URL=prefect_server)
    for moment in ("Beginning flow run", "links to fetch", "batch 2 of"):
        running = home.start("run", PREFECT_API_URL=prefect_server, KAWARABAN_BATCH_SIZE="40")
        assert running.stdout is not None
        assert any(moment in line for line in running.stdout), moment
        running.send_signal(signal.SIGKILL)
        running.communicate()
    told = home.run("run", PREFECT_API_URL=prefect_server, KAWARABAN_BATCH_SIZE="40")
    assert told.returncode == 0, told.stderr[-2000:]
    undisturbed.communicate()
    assert undisturbed.returncode == 0
    assert content(home) == content(calm)
    states = ask(home.path / "kawaraban.duckdb", "select state from ops.runs order by run_id").rows
    assert {state for (state,) in states[:-1]} <= {"failed", "completed"}
    assert states[-1] == ("completed",)


def test_the_published_file_answers_while_a_run_is_writing(
    home_with_news: Home, prefect_server: str, newsroom: NewsroomServer
) -> None:
    home = home_with_news
    newsroom.delay(newsroom.hosts[0], 6.0)
    running = home.start("run", PREFECT_API_URL=prefect_server)
    assert running.stdout is not None
    next(line for line in running.stdout if "Beginning flow run" in line)
    answer = home.run("sql", "--format", "csv", "select count(*) > 100 as many from core.articles")
    assert running.poll() is None, "the run ended before it was asked"
    second = home.run("run", PREFECT_API_URL=prefect_server)
    assert answer.stdout == "many\nTrue\n", answer.stderr
    assert second.returncode == 1
    assert "in use by another process" in second.stderr
    assert running.communicate(timeout=120) is not None
    assert running.returncode == 0


def test_a_source_that_fails_is_told_and_does_not_stop_the_others(
    home: Home, prefect_server: str, newsroom: NewsroomServer
) -> None:
    broken, cut = newsroom.hosts[:2]
    newsroom.fail(broken, 404)
    newsroom.cut(cut)
    told = home.run("run", PREFECT_API_URL=prefect_server)
    assert told.returncode == 0, told.stderr[-2000:]
    polls = dict(ask(home.path / "kawaraban.duckdb", "select source_id, outcome from raw.polls").rows)
    assert sorted(outcome for outcome in polls.values() if outcome != "ok") == ["gone", "try-later"]
    assert len(polls) == len(newsroom.hosts)
    articles = ask(home.path / "kawaraban.duckdb", "select count(distinct source_id) from core.articles").rows
    assert articles == [(len(newsroom.hosts) - 2,)]


def test_when_no_source_answers_nothing_was_done_and_the_status_says_so(
    home: Home, prefect_server: str, newsroom: NewsroomServer
) -> None:
    for host in newsroom.hosts:
        newsroom.fail(host, 404)
    told = home.run("run", PREFECT_API_URL=prefect_server)
    assert told.returncode == 1
    assert "11 sources polled, 0 answered, 0 new links" in told.stdout + told.stderr


def test_a_network_that_is_cut_in_the_middle_loses_nothing(
    home: Home, prefect_server: str, newsroom: NewsroomServer
) -> None:
    patient = {"PREFECT_API_URL": prefect_server, "KAWARABAN_BATCH_SIZE": "40"}
    running = home.start("run", **patient)
    assert running.stdout is not None
    next(line for line in running.stdout if "articles," in line)  # the first batch is loaded
    for host in newsroom.hosts:
        newsroom.cut(host)
    running.communicate(timeout=120)
    assert running.returncode == 0
    ended = dict(ask(home.path / "kawaraban.duckdb", "select outcome, count(*) from ops.outcomes group by all").rows)
    waiting = ask(home.path / "kawaraban.duckdb", "select count(*) from raw.links where due_at > now()").rows
    assert ended["loaded"] >= 30
    assert ended["try-later"] > 100
    assert waiting == [(ended["try-later"],)]


def test_a_run_over_its_time_is_stopped_and_the_next_one_goes_on_where_it_was(
    home: Home, prefect_server: str, newsroom: NewsroomServer
) -> None:
    for host in newsroom.hosts:
        newsroom.delay(host, 0.7)
    short = {"KAWARABAN_TIMEOUT_MINUTES": "0.12", "KAWARABAN_BATCH_SIZE": "20"}
    stopped = home.run("run", PREFECT_API_URL=prefect_server, **short)
    assert stopped.returncode == 1
    assert "kawaraban: the run was stopped after 0.12 minutes (KAWARABAN_TIMEOUT_MINUTES); " in stopped.stderr
    newsroom.restore()
    assert home.run("run", PREFECT_API_URL=prefect_server).returncode == 0
    file = home.path / "kawaraban.duckdb"
    states = ask(file, "select state from ops.runs order by started_at").rows
    assert states == [("failed",), ("completed",)]
    twice = "select url from ops.outcomes where outcome = 'loaded' group by url having count(*) > 1"
    assert ask(file, twice).rows == []
    assert ask(file, "select count(*) from raw.links where outcome is null").rows == [(0,)]


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_run_that_a_person_stops_is_cancelled_and_says_so_in_one_line(
    home: Home, prefect_server: str, newsroom: NewsroomServer, sent: signal.Signals, status: int
) -> None:
    for host in newsroom.hosts:
        newsroom.delay(host, 60.0)
    running = home.start("run", "--source", "denpa", PREFECT_API_URL=prefect_server)
    assert running.stdout is not None
    told = []
    for line in running.stdout:
        told.append(line)
        if "sources to poll" in line:
            running.send_signal(sent)
    assert running.wait(timeout=60) == status
    assert told[-1] == "kawaraban: stopped before its end; nothing is lost, start it again\n"
    assert not re.search("Traceback|ERROR", "".join(told)), told
    run = re.findall(r"runs/flow-run/([\w-]+)", "".join(told))[0]
    with open_api(prefect_server) as api:
        assert api.get(f"/flow_runs/{run}").json()["state_type"] == "CANCELLED"


def test_a_fault_that_a_hard_check_finds_is_not_published_and_the_snapshot_before_stays(
    home_with_news: Home, prefect_server: str
) -> None:
    home, published = home_with_news, home_with_news.path / "kawaraban.duckdb"
    before = published.read_bytes()
    with open_writer(home.path / "state" / "writer.duckdb") as writer:
        one = "select min(article_id) from core.articles"
        writer.con.execute(f"delete from core.story_articles where article_id = ({one})")
    told = home.run("run", PREFECT_API_URL=prefect_server)
    assert told.returncode == 1
    assert "\nkawaraban: not published; the snapshot before stays: articles_without_story: 1 rows" in told.stderr
    assert published.read_bytes() == before
    assert not re.search("Traceback|Finished in state|ERROR", told.stderr), told.stderr
    run = re.findall(r"runs/flow-run/([\w-]+)", told.stderr)[0]
    with open_api(prefect_server) as api:
        asked = {"logs": {"flow_run_id": {"any_": [run]}, "level": {"ge_": 40}}}
        assert "Traceback (most recent call last)" in api.post("/logs/filter", json=asked).text
