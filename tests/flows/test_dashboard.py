"""What a run leaves on the dashboard, in the API and in a browser without a network."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

import httpx
import pytest

from flows.dashboard import funding, round_name, summary, trending
from tests.browser import Browser, Seen, open_browser
from tests.conftest import Home
from tests.prefect_api import open_api

KEYS = ("run-summary", "sources", "trending-companies", "funding-claims", "new-names", "data-checks")

NOT_OURS = ("/favicon.ico", "/ico/undefined.svg", "WebGL")
"""Icons that Prefect's pages ask for and lack, and the browser's words about drawing without a graphics card."""


def ask(api: str, path: str, **query: Any) -> list[dict[str, Any]]:
    """The rows that a filter of the API answers."""
    with open_api(api) as client:
        answer = client.post(f"/{path}/filter", json=query)
    answer.raise_for_status()
    return list(answer.json())


def artifacts(api: str) -> dict[str, dict[str, Any]]:
    """By key what the demo's second run left; other tests' runs on the same server leave newer ones."""
    run = monitor_runs(api)[1]
    return {found["key"]: found for found in ask(api, "artifacts", flow_runs={"id": {"any_": [run["id"]]}})}


def monitor_runs(api: str) -> list[dict[str, Any]]:
    """The runs of the demo, the first first."""
    query = {"flows": {"name": {"any_": ["monitor"]}}, "flow_runs": {"tags": {"all_": ["demo"]}}}
    return ask(api, "flow_runs", **query, sort="START_TIME_ASC")


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with open_browser(chromium) as opened:
        yield opened


def require_quiet(seen: Seen) -> None:
    """Nothing was asked of another machine, and nothing complained of what is ours."""
    away = [url for url in seen.requests if httpx.URL(url[:200]).host not in ("127.0.0.1", "")]
    assert away == []
    assert [told for told in seen.complaints if not any(known in told for known in NOT_OURS)] == []


@pytest.mark.slow
@pytest.mark.parametrize("key", KEYS)
def test_each_artifact_is_readable_in_a_browser(
    browser: Browser, demo_home: Home, prefect_server: str, key: str
) -> None:
    site, shown = prefect_server.removesuffix("/api"), artifacts(prefect_server)[key]
    seen = browser.look(
        f"{site}/artifacts/artifact/{shown['id']}",
        width=1366,
        ready="document.querySelector('.artifact-data-markdown table td')",
        text="document.querySelector('.artifact-data-markdown').innerText",
        links="[...document.querySelectorAll('.artifact-data-markdown a')].map(a => a.href)",
        hidden="[...document.querySelectorAll('.artifact-data-markdown table')]"
        ".filter(e => e.parentElement.scrollWidth > e.parentElement.clientWidth + 1).length",
    )
    require_quiet(seen)
    assert "�" not in seen.values["text"]
    assert seen.values["hidden"] == 0
    if key in ("trending-companies", "funding-claims", "new-names"):
        assert seen.values["links"]
        assert all(".example/" in url for url in seen.values["links"])
    expected = {"sources": "電波AI通信", "trending-companies": "チューリング", "funding-claims": "「"}
    assert expected.get(key, "") in seen.values["text"]


@pytest.mark.slow
def test_the_page_of_a_run_shows_its_log_from_what_is_to_come_to_the_outcome(
    browser: Browser, demo_home: Home, prefect_server: str
) -> None:
    run = monitor_runs(prefect_server)[0]
    seen = browser.look(
        f"{prefect_server.removesuffix('/api')}/runs/flow-run/{run['id']}",
        width=1400,
        height=1400,
        ready="document.body.innerText.includes('sources to poll')",
        text="document.body.innerText",
    )
    require_quiet(seen)
    assert run["name"] in seen.values["text"]
    assert "11 sources to poll" in seen.values["text"]


@pytest.mark.slow
def test_the_log_of_a_run_tells_its_story_on_one_screen(demo_home: Home, prefect_server: str) -> None:
    run = monitor_runs(prefect_server)[0]
    logs = ask(prefect_server, "logs", logs={"flow_run_id": {"any_": [run["id"]]}}, sort="TIMESTAMP_ASC")
    told = [line["message"] for line in logs]
    assert len(told) <= 25
    for earlier, later in pairwise(STORY):
        assert position(told, earlier) < position(told, later), told


STORY = (
    "sources to poll",
    "sources polled",
    "links to fetch",
    "batch 1 of 2",
    "batch 2 of 2",
    "210 loaded",
    "published",
)


def position(lines: list[str], words: str) -> int:
    """The place of the first line with these words."""
    return next(number for number, line in enumerate(lines) if words in line)


@pytest.mark.slow
def test_runs_are_named_after_their_time_in_tokyo_and_tasks_after_their_work(
    demo_home: Home, prefect_server: str
) -> None:
    run = monitor_runs(prefect_server)[0]
    assert run["name"].startswith("monitor-20")
    assert {"kawaraban", "demo"} <= set(run["tags"])
    tasks = ask(prefect_server, "task_runs", flow_runs={"id": {"any_": [run["id"]]}})
    tags = {task["name"]: set(task["tags"]) for task in tasks}
    assert "batch-1-of-2" in tags["fetch-200-links-of-11-sources"]
    assert "batch-1-of-2" in tags["tag-192-articles"]


@pytest.mark.slow
def test_the_progress_of_fetching_ends_at_all_links(demo_home: Home, prefect_server: str) -> None:
    shown = artifacts(prefect_server)["fetching"]
    assert shown["data"] == 100
    assert shown["description"] == "6 of 6 links fetched and loaded"


def test_the_outcomes_in_the_summary_sum_to_the_links() -> None:
    at = datetime(2025, 7, 1, 3, 0, tzinfo=UTC)
    run = {"started_at": at, "ended_at": at.replace(minute=2), "found_count": 4, "program_version": "1"}
    day = date(2025, 7, 1)
    totals = {"articles": 1234, "stories": 2, "mentions": 5, "from_on": day, "to_on": day}
    failure = {"outcome": "gone", "source_id": "minato", "url": "http://a.example/x", "detail": "HTTP 404"}
    told = summary({"loaded": 3, "gone": 1}, run | {"register_version": "r"}, totals, [failure])
    assert told.startswith("**4 new links found, 4 links fetched.**")
    assert "From 2025-07-01 12:00 to 2025-07-01 12:02 in Tokyo, 2 min 0 s" in told
    assert "| loaded | 3 |\n| gone | 1 |\n| **all** | **4** |" in told
    assert "1,234 articles" in told
    assert "- **gone** minato: [http://a.example/x](http://a.example/x), HTTP 404" in told


def test_a_week_without_any_company_says_so() -> None:
    assert trending([], {}, {}) == "No start-up was named in the weeks compared."


def test_rounds_and_investors_are_shown_by_their_names() -> None:
    row = {"announced_on": date(2026, 1, 5), "company_name": "瓦版", "url": "http://a.example/", "amount": 100}
    row |= {"currency": "JPY", "round": "pre-a", "lead": "b-fund", "outlets": 1, "first_source": "a", "words": "調達"}
    shown = funding([row, row | {"round": "seed", "lead": "町の投資会社"}], {"b-fund": "ビー・ファンド"})
    assert "pre-Series A | ビー・ファンド |" in shown
    assert "seed | 町の投資会社 |" in shown
    assert [round_name(code) for code in ("a", "pre-seed", "later", None)] == ["Series A", "pre-seed", "later", None]
