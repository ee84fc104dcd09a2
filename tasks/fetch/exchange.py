"""One request and its answer, within every limit: the innermost part of the client."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import httpx

from tasks.fetch.network import JudgingBackend, JudgingTransport, Resolver, resolve
from tasks.fetch.outcomes import Failure, failure_of_error
from tasks.fetch.policy import FetchPolicy
from tasks.inflate import BadBody, BodyTooBig, Inflater
from tasks.urls import BadUrl, RefusedAddress

REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True)
class Answer:
    """What came back for one URL, redirects not followed."""

    url: str
    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes
    """Transfer and content codings undone; empty unless the status is 2xx."""
    wire_bytes: int
    elapsed: float
    """Seconds."""
    peer: str | None
    is_cut: bool = False
    """The body was longer than ``keep_bytes``."""


class Exchanger:
    """Sends single requests. No cookies, no proxies, no redirects; TLS is verified, always."""

    def __init__(self, policy: FetchPolicy, resolver: Resolver = resolve) -> None:
        self._policy = policy
        self.headers: Mapping[str, str] = {
            "User-Agent": policy.user_agent.encode("ascii", "backslashreplace").decode("ascii"),
            "Accept": "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,"
            "application/feed+json,application/xml;q=0.9,*/*;q=0.5",
            "Accept-Language": "ja,en;q=0.7",
            "Accept-Encoding": "gzip, deflate",
        }
        backend = JudgingBackend(policy.vouched(), policy.connect_to, resolver)
        # The transport alone, without httpx's client: what that adds (cookies, redirects, authentication, proxies
        # from the environment) is exactly what must not happen here, and takes a fifth of the time of a request.
        self._transport = JudgingTransport(backend, 4 * policy.concurrency)
        timeout = httpx.Timeout(policy.read_timeout, connect=policy.connect_timeout, pool=policy.total_timeout)
        self._extensions = {"timeout": timeout.as_dict()}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._transport.aclose()

    async def ask(
        self,
        url: str,
        headers: Mapping[str, str],
        *,
        media_types: frozenset[str] | None = None,
        keep_bytes: int | None = None,
    ) -> Answer:
        """One GET. ``url`` has been judged. Raises ``Failure``.

        ``media_types``: a 2xx answer of another type is refused before its body is read. ``keep_bytes``: a longer
        body is cut there instead of refused.
        """
        try:
            async with asyncio.timeout(self._policy.total_timeout):
                return await self._ask(url, headers, media_types, keep_bytes)
        except (httpx.HTTPError, httpx.InvalidURL, RefusedAddress, BadUrl, BadBody, UnicodeError, OSError) as error:
            raise failure_of_error(error) from error

    async def _ask(
        self, url: str, headers: Mapping[str, str], media_types: frozenset[str] | None, keep_bytes: int | None
    ) -> Answer:
        start = time.perf_counter()
        request = httpx.Request("GET", url, headers={**self.headers, **headers}, extensions=self._extensions)
        response = await self._transport.handle_async_request(request)
        try:
            fields = _fields(response, self._policy.max_header_bytes)
            body, wire_bytes, is_cut = b"", 0, False
            if 200 <= response.status_code < 300:
                _check_type(fields, media_types, response.status_code)
                body, wire_bytes, is_cut = await self._read(response, fields, keep_bytes)
            peer = _peer_of(response)
        finally:
            await response.aclose()
        return Answer(url, response.status_code, fields, body, wire_bytes, time.perf_counter() - start, peer, is_cut)

    async def _read(
        self, response: httpx.Response, fields: Mapping[str, str], keep_bytes: int | None
    ) -> tuple[bytes, int, bool]:
        """Body, bytes on the wire, and whether it was cut at ``keep_bytes``."""
        stated = fields.get("content-length", "")
        most_wire = self._policy.max_wire_bytes
        if keep_bytes is None and stated.isdecimal() and int(stated[:20]) > most_wire:
            raise BodyTooBig(f"{int(stated[:20]):,} bytes announced, limit {most_wire:,}")
        # httpx's own decoding does not bound memory (195 KB of gzip made one 67 MB chunk): raw bytes, inflated here.
        inflater = Inflater(
            fields.get("content-encoding"), self._policy.max_body_bytes if keep_bytes is None else keep_bytes
        )
        wire_bytes = 0
        async for chunk in response.aiter_raw():
            wire_bytes += len(chunk)
            if wire_bytes > most_wire:
                raise BodyTooBig(f"more than {most_wire:,} bytes on the wire")
            try:
                inflater.feed(chunk)
            except BodyTooBig:
                if keep_bytes is None:
                    raise
                return inflater.so_far, wire_bytes, True
        return inflater.finish(), wire_bytes, False


def _fields(response: httpx.Response, limit: int) -> dict[str, str]:
    """Header fields by name in lower case; of several with one name, joined by a comma."""
    if sum(len(name) + len(value) + 4 for name, value in response.headers.raw) > limit:
        raise BodyTooBig(f"header over {limit:,} bytes")
    return dict(response.headers.items())


def _check_type(fields: Mapping[str, str], media_types: frozenset[str] | None, status: int) -> None:
    """Refuses an answer of a type that nobody wants before its body is read; no type at all may be anything."""
    media_type = fields.get("content-type", "").split(";")[0].strip().lower()
    if media_types is not None and media_type and media_type not in media_types:
        raise Failure("not-a-page", f"{media_type[:80]}, not a page", "MediaType", status)


def _peer_of(response: httpx.Response) -> str | None:
    stream = response.extensions.get("network_stream")
    peer = None if stream is None else stream.get_extra_info("peer")
    return None if peer is None else str(peer)
