import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from flows import next_run as module
from flows.next_run import next_run
from flows.settings import Settings

NOON = datetime(2026, 6, 1, 3, 30, tzinfo=UTC)


class Api(BaseHTTPRequestHandler):
    """Answers the one request of Prefect's API that is made."""

    answer: object = []
    seconds = 0.0

    def do_POST(self) -> None:
        """Answers after the time set."""
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert asked["flows"]["name"]["any_"] == ["monitor"]
        time.sleep(self.seconds)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(self.answer).encode())

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Api]]:
    handler = type("Handler", (Api,), {})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        monkeypatch.setenv("PREFECT_API_URL", f"http://127.0.0.1:{server.server_port}/api")
        yield handler
        server.shutdown()


def test_the_servers_next_run_is_told_in_tokyos_time(api: type[Api]) -> None:
    api.answer = [{"next_scheduled_start_time": "2026-06-01T05:00:00Z"}]
    found = next_run(Settings(), NOON)
    assert (str(found.at), found.told_by) == ("2026-06-01 14:00:00+09:00", "server")


def test_a_server_that_has_none_is_told(api: type[Api]) -> None:
    api.answer = []
    assert next_run(Settings(), NOON) == module.NextRun(None, "server")


@pytest.mark.parametrize("answer", [{"detail": "odd"}, [{}]])
def test_an_answer_that_is_not_understood_is_as_none(api: type[Api], answer: object) -> None:
    api.answer = answer
    assert next_run(Settings(), NOON).told_by == "schedule"


def test_a_server_that_is_slow_is_not_waited_for(api: type[Api], monkeypatch: pytest.MonkeyPatch) -> None:
    api.seconds = 1.0
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.1)
    found = next_run(Settings(schedule="0 13 * * *"), NOON)
    assert (str(found.at), found.told_by) == ("2026-06-01 13:00:00+09:00", "schedule")


@pytest.mark.slow
def test_a_real_server_understands_the_question(prefect_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", prefect_server)
    assert next_run(Settings(), NOON).told_by == "server"
