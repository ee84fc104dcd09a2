"""Where alerts go in tests: a web server that takes them as Slack's does, and a mail server."""

import json
import threading
import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

from tests.conftest import free_port


class Webhook:
    """A web server on loopback that keeps what it is sent; ``status`` is its answer.

    As Slack's does, it refuses what is no JSON object with a text.
    """

    def __init__(self) -> None:
        self.status = 200
        self.received: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.times: list[float] = []
        """When each came, by the monotonic clock."""
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                status = hook.status if message.get("text") else 400
                if status == 200:
                    hook.received.append(message)
                    hook.headers.append(dict(self.headers.items()))
                    hook.times.append(time.monotonic())
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        """May be called twice."""
        self.server.shutdown()
        self.server.server_close()


class Mailbox:
    """An SMTP server on loopback that keeps the messages it is sent."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=port)
        self._controller.start()
        self.url = f"mailto://127.0.0.1:{port}?from=kawaraban@news.example&to=desk@news.example"

    async def handle_DATA(self, server: object, session: object, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's
        self.received.append(message_from_bytes(envelope.content or b"", policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"

    def close(self) -> None:
        self._controller.stop()
