"""Messages reach a real web server, and secrets reach nobody else."""

import asyncio
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from flows.notifications import channels, notification_actions, send
from flows.settings import BadSettings


class Webhook:
    """A web server on loopback that keeps what it is sent; ``status`` is its answer."""

    def __init__(self) -> None:
        self.status = 200
        self.received: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if hook.status == 200:
                    hook.received.append(json.loads(body))
                    hook.headers.append(dict(self.headers.items()))
                self.send_response(hook.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    hook = Webhook()
    yield hook
    hook.server.shutdown()
    hook.server.server_close()


@pytest.fixture
def configured(webhook: Webhook, monkeypatch: pytest.MonkeyPatch) -> Webhook:
    monkeypatch.setenv("KAWARABAN_ALERT_WEBHOOK", webhook.url)
    monkeypatch.setenv("KAWARABAN_ALERT_WEBHOOK_TOKEN", "s3cret-token")
    return webhook


def test_a_message_arrives_as_it_was_written(configured: Webhook) -> None:
    assert asyncio.run(send(channels()["webhook"], "見出し", "一行目\n{{body}} 二行目")) is None
    (got,) = configured.received
    assert got["subject"] == "見出し"
    assert got["body"] == "一行目\n{{body}} 二行目"
    assert got["text"] == "見出し\n\n一行目\n{{body}} 二行目"
    assert configured.headers[0]["Authorization"] == "Bearer s3cret-token"


def test_a_webhook_that_fails_is_told_without_its_address(configured: Webhook) -> None:
    configured.status = 500
    assert asyncio.run(send(channels()["webhook"], "s", "b")) == "HTTP 500"
    configured.server.shutdown()
    configured.server.server_close()
    assert asyncio.run(send(channels()["webhook"], "s", "b")) == "ConnectError"


def test_no_block_shows_its_secrets(configured: Webhook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAWARABAN_ALERT_SLACK", "https://hooks.slack.com/services/T0000/B0000/abcdefabcdef")
    monkeypatch.setenv("KAWARABAN_ALERT_EMAIL", "mailtos://me:pa55word@mail.example?to=you@mail.example")
    found = channels()
    assert sorted(found) == ["email", "slack", "webhook"]
    shown = repr(found) + "".join(block.model_dump_json() for block in found.values())
    for secret in ("s3cret-token", configured.url, "abcdefabcdef", "pa55word"):
        assert secret not in shown


@pytest.mark.parametrize(
    ("name", "value"), [("WEBHOOK", "hooks.example/geheim"), ("SLACK", "https://x.example/geheim"), ("EMAIL", "geheim")]
)
def test_an_address_of_the_wrong_kind_is_refused_without_being_told(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"KAWARABAN_ALERT_{name}", value)
    with pytest.raises(BadSettings, match=f"KAWARABAN_ALERT_{name}: expected an address") as told:
        channels()
    assert "geheim" not in str(told.value)


def test_without_channels_an_automation_tells_nobody() -> None:
    assert notification_actions({}, "s", "b") == []
