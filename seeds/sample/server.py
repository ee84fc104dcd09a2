"""Serves the newsroom on loopback: one port, virtual hosts, conditional requests, faults on request.

with serve(Newsroom.build()) as server:
    …  # http://127.0.0.1:{server.port}/ with the Host header of an outlet
"""

import gzip
import threading
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from seeds.sample import dates
from seeds.sample.newsroom import Newsroom
from seeds.sample.site import Resource

LOGGED = ("user-agent", "accept-encoding", "if-none-match", "if-modified-since", "connection", "range")
SLOW_SECONDS = 1.5
"""How long the slow page takes: longer than any other, shorter than a reader's patience."""


@dataclass(frozen=True)
class Request:
    """One request as the server saw it."""

    host: str
    path: str
    """With its query."""
    status: int
    """0 where the connection was cut."""
    headers: dict[str, str]
    """The ones in ``LOGGED``, names in lower case."""
    began: float
    """``time.monotonic()``."""
    client_port: int
    """Requests on one connection share it."""


@dataclass
class _Fault:
    status: int = 0
    retry_after: str | None = None
    times: int | None = None
    seconds: float = 0.0
    is_cut: bool = False


@dataclass
class NewsroomServer:
    """A running newsroom. ``edition`` may be set at any time; ``requests`` grows as readers come."""

    newsroom: Newsroom
    edition: int = 0
    slow_seconds: float = SLOW_SECONDS
    requests: list[Request] = field(default_factory=list)
    _faults: dict[str, _Fault] = field(default_factory=dict)
    _http: "ThreadingHTTPServer | None" = None

    @property
    def port(self) -> int:
        """The port on 127.0.0.1."""
        if self._http is None:
            raise RuntimeError("the newsroom is not being served")
        return int(self._http.server_address[1])

    @property
    def hosts(self) -> list[str]:
        """Names to be mapped to 127.0.0.1 and ``port``."""
        return list(self.newsroom.hosts)

    def fail(self, host: str, status: int = 503, *, retry_after: str | None = None, times: int | None = None) -> None:
        """Answers every request to ``host`` (the next ``times`` ones) with ``status``, robots.txt included."""
        self._faults[host] = _Fault(status=status, retry_after=retry_after, times=times)

    def cut(self, host: str, *, times: int | None = None) -> None:
        """Breaks the connection in the middle of the answer: half the body under a full Content-Length."""
        self._faults[host] = _Fault(is_cut=True, times=times)

    def delay(self, host: str, seconds: float, *, times: int | None = None) -> None:
        """Lets every answer of ``host`` wait."""
        self._faults[host] = _Fault(seconds=seconds, times=times)

    def restore(self, host: str | None = None) -> None:
        """Ends the fault of ``host``, or all."""
        if host is None:
            self._faults.clear()
        else:
            self._faults.pop(host, None)

    def _fault(self, host: str) -> _Fault | None:
        fault = self._faults.get(host)
        if fault is None or fault.times is None:
            return fault
        if fault.times <= 0:
            return None
        fault.times -= 1
        return fault

    def start(self) -> "NewsroomServer":
        """Opens the port and answers from a thread of its own."""
        room = self

        class Handler(_Handler):
            server_state = room

        self._http = _Server(("127.0.0.1", 0), Handler)
        # Asked every twentieth of a second whether to stop, so that a test does not wait for its end.
        threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True, name="newsroom").start()
        return self

    def stop(self) -> None:
        """Closes the port."""
        if self._http is not None:
            self._http.shutdown()
            self._http.server_close()
            self._http = None

    def __enter__(self) -> "NewsroomServer":
        return self if self._http else self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def serve(newsroom: Newsroom, edition: int = 0, *, slow_seconds: float = SLOW_SECONDS) -> NewsroomServer:
    """A running server for ``newsroom``; use it as a context manager, or call ``stop``."""
    return NewsroomServer(newsroom, edition, slow_seconds).start()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader that hangs up is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "SampleNewsroom"
    sys_version = ""
    disable_nagle_algorithm = True
    # Idle connections are closed, or a thread would wait for each reader for ever.
    timeout = 30
    server_state: NewsroomServer

    def do_GET(self) -> None:
        """Answers with the page of the present edition."""
        self._answer(time.monotonic(), with_body=True)

    def do_HEAD(self) -> None:
        """The same without the body."""
        self._answer(time.monotonic(), with_body=False)

    def _host(self) -> str:
        return (self.headers["Host"] or "").partition(":")[0].lower()

    def _answer(self, began: float, *, with_body: bool) -> None:
        state, host = self.server_state, self._host()
        fault = state._fault(host) or _Fault()
        resource = self._resource(host, fault)
        self._log(0 if fault.is_cut else resource.status, began)
        self._send(resource, fault, with_body=with_body)

    def _resource(self, host: str, fault: _Fault) -> Resource:
        """What to answer, after the waiting that the page or the fault asks for."""
        state = self.server_state
        time.sleep(fault.seconds)
        if fault.status:
            return Resource(b"temporarily out of order\n", "text/plain", status=fault.status)
        resource = state.newsroom.resource(host, urlsplit(self.path).path, state.edition)
        if resource is None:
            return Resource(b"no such host\n", "text/plain", status=421)
        if resource.is_slow:
            time.sleep(state.slow_seconds)
        if resource.status == 200 and self._is_fresh(resource):
            return replace(resource, body=b"", status=304)
        return resource

    def _log(self, status: int, began: float) -> None:
        """Before the answer leaves, so that whoever has the answer finds the request in the log."""
        headers = {name: self.headers[name] for name in LOGGED if self.headers[name] is not None}
        port = int(self.client_address[1])
        self.server_state.requests.append(Request(self._host(), self.path, status, headers, began, port))

    def _is_fresh(self, resource: Resource) -> bool:
        """Whether the reader's copy is the present one; an entity tag outranks a date (RFC 9110, 13.2.2)."""
        tags = self.headers["If-None-Match"]
        if tags is not None:
            own = (resource.etag or "").removeprefix("W/")
            return bool(own) and own in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
        since = _http_date(self.headers["If-Modified-Since"])
        return since is not None and resource.last_modified is not None and resource.last_modified <= since

    def _send(self, resource: Resource, fault: _Fault, *, with_body: bool) -> None:
        body = resource.body
        headers: list[tuple[str, str]] = []
        if resource.is_gzipped:
            headers.append(("Vary", "Accept-Encoding"))
            if body and "gzip" in (self.headers["Accept-Encoding"] or ""):
                body = gzip.compress(body, mtime=0)
                headers.append(("Content-Encoding", "gzip"))
        if resource.status != 304:
            headers += [("Content-Type", resource.content_type), ("Content-Length", str(len(body)))]
        modified = dates.http_date(resource.last_modified) if resource.last_modified else None
        optional = {"Location": resource.location, "ETag": resource.etag, "Last-Modified": modified}
        headers += [(name, value) for name, value in optional.items() if value]
        if fault.retry_after is not None:
            headers.append(("Retry-After", fault.retry_after))
        self.send_response(resource.status)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        if fault.is_cut:
            body, self.close_connection = body[: len(body) // 2], True
        if with_body:
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - named by the base class
        """The log is ``requests``; nothing goes to the terminal."""


def _http_date(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return parsedate_to_datetime(text).astimezone(UTC)
    except ValueError:
        return None
