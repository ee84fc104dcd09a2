"""A local web server that says exactly the bytes a test wants, and writes down what it was asked."""

import asyncio
import contextlib
import gzip
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from tasks.fetch.policy import FetchPolicy


@dataclass(frozen=True)
class Asked:
    host: str
    path: str
    headers: dict[str, str]
    at: float


Reply = bytes | list[bytes | float]
"""Raw bytes of an answer, or pieces of it with pauses (seconds) between."""


def reply(status: int = 200, body: bytes = b"", close: bool = False, **headers: str) -> bytes:
    fields = {"Content-Length": str(len(body)), "Content-Type": "text/html; charset=utf-8"}
    fields |= {name.replace("_", "-").title(): value for name, value in headers.items()}
    if close:
        fields["Connection"] = "close"
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value != "")
    return f"HTTP/1.1 {status} X\r\n{head}\r\n".encode() + body


def gzipped(body: bytes, **headers: str) -> bytes:
    return reply(body=gzip.compress(body), content_encoding="gzip", **headers)


def in_turn(*answers: Reply) -> Callable[[Asked], Reply]:
    """A route that gives one answer after another; the last repeats."""
    left = list(answers)
    return lambda asked: left.pop(0) if len(left) > 1 else left[0]


@dataclass
class WebServer:
    """Answers by path, or by host and path; a route is an answer or a function."""

    routes: dict[str, Reply | Callable[[Asked], Reply]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    port: int = 0
    hangs_up: bool = False
    """Closes after each answer without having said so."""
    most_open: int = 0
    _open: int = 0

    def paths(self, host: str | None = None) -> list[str]:
        return [one.path for one in self.asked if host is None or one.host == host]

    def policy(self, *hosts: str, **changes: object) -> FetchPolicy:
        """A policy under which these hosts lead here, without pauses."""
        settings: dict[str, object] = {
            "user_agent": "TestBot/1.0 (+https://test.example/)",
            "connect_to": dict.fromkeys(hosts or ("news.example",), ("127.0.0.1", self.port)),
            "min_interval": 0.0,
            "backoff": 0.001,
        }
        return FetchPolicy(**{**settings, **changes})  # type: ignore[arg-type]

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open += 1
        self.most_open = max(self.most_open, self._open)
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                if not await self._answer(head, writer) or self.hangs_up:
                    break
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass
        finally:
            self._open -= 1
            writer.close()

    async def _answer(self, head: bytes, writer: asyncio.StreamWriter) -> bool:
        first, *lines = head.decode("latin-1").rstrip().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        asked = Asked(headers.get("host", "").split(":")[0], first.split(" ")[1], headers, time.monotonic())
        self.asked.append(asked)
        said = self._route(asked)
        for piece in said if isinstance(said, list) else [said]:
            if isinstance(piece, float):
                await asyncio.sleep(piece)
            else:
                writer.write(piece)
                await writer.drain()
        whole = said if isinstance(said, bytes) else b"".join(piece for piece in said if isinstance(piece, bytes))
        return b"connection: close" not in whole.lower() and b"content-length" in whole.lower()

    def _route(self, asked: Asked) -> Reply:
        keys = (asked.host + asked.path, asked.path)
        route = next((self.routes[key] for key in keys if key in self.routes), None)
        if route is None:
            return reply(404, b"no")
        if callable(route):
            return route(asked)
        return route


@contextlib.asynccontextmanager
async def serving(routes: dict[str, object]) -> AsyncIterator[WebServer]:
    """A running server on a free port of the loopback."""
    web = WebServer(routes)  # type: ignore[arg-type]
    server = await asyncio.start_server(web.handle, "127.0.0.1", 0)
    web.port = server.sockets[0].getsockname()[1]
    try:
        yield web
    finally:
        server.close()
