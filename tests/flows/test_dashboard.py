"""What a run leaves on the dashboard."""

import json

import httpx
import pytest

from flows.dashboard import summary
from tests.conftest import Home

pytestmark = pytest.mark.slow


def artifact(api: str, key: str) -> str:
    """What the newest artifact of a key shows."""
    found = httpx.get(f"{api}/artifacts/{key}/latest", timeout=10)
    assert found.status_code == 200, key
    return str(found.json()["data"])


def table(api: str, key: str) -> list[dict[str, object]]:
    return list(json.loads(artifact(api, key)))


def test_a_run_leaves_its_summary_its_sources_and_the_trending_companies(demo_home: Home, prefect_server: str) -> None:
    assert "| **all** |" in artifact(prefect_server, "run-summary")
    assert "電波AI通信" in {row["name"] for row in table(prefect_server, "sources")}
    assert "Kotoba Technologies" in {row["company_name"] for row in table(prefect_server, "trending-companies")}


def test_runs_are_named_after_their_time_in_tokyo(demo_home: Home, prefect_server: str) -> None:
    query = {"flows": {"name": {"any_": ["monitor"]}}}
    runs = httpx.post(f"{prefect_server}/flow_runs/filter", json=query, timeout=10).json()
    assert runs
    assert all(run["name"].startswith("monitor-20") for run in runs)


def test_the_outcomes_in_the_summary_sum_to_the_links() -> None:
    told = summary({"loaded": 3, "gone": 1}, 4, {"articles": 3, "stories": 2, "mentions": 5, "from_on": 1, "to_on": 2})
    assert told.startswith("**4 new links found, 4 links fetched.**")
    assert "| loaded | 3 |\n| gone | 1 |\n| **all** | **4** |" in told
