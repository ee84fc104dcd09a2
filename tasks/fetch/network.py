"""Connections that go only where they may: names are resolved here, judged, and connected to as judged.

Judging the URL is not enough: a public name can resolve to a private address, and answer differently a moment
later. So each new connection of each redirect hop resolves once, judges every address, and hands the very
address that passed to the socket. TLS still verifies the name.
"""

import asyncio
import ipaddress
import socket
import ssl
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping

import httpcore
import httpx

from tasks.addresses import why_refused
from tasks.fetch.wire import connect_stream
from tasks.urls import RefusedAddress, is_allowed_host

Resolver = Callable[[str, int], Awaitable[list[str]]]
"""Name and port to addresses as text; raises ``OSError`` where the name has none."""

Connect = Callable[[str, int, float | None], Awaitable[httpcore.AsyncNetworkStream]]
"""Address, port and seconds to a connection; raises httpcore's errors."""


async def resolve(host: str, port: int) -> list[str]:
    """Addresses of a name by the system's resolver."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class JudgingBackend(httpcore.AsyncNetworkBackend):
    """A network backend that refuses addresses which are not public, unless the operator vouches for the host."""

    def __init__(
        self,
        allowed_hosts: Collection[str] = (),
        connect_to: Mapping[str, tuple[str, int]] | None = None,
        resolver: Resolver = resolve,
        connect: Connect = connect_stream,
    ) -> None:
        self._allowed = frozenset(allowed_hosts)
        self._connect_to = dict(connect_to or {})
        self._resolver = resolver
        self._connect = connect

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's interface
        local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        """A connection to the first address that may be and can be reached; raises ``RefusedAddress``."""
        name = host.strip("[]")
        if name in self._connect_to:
            addresses, port = [self._connect_to[name][0]], self._connect_to[name][1]
        else:
            addresses = await self._addresses(name, port, timeout)
        failure: Exception | None = None
        for address in addresses:
            try:
                return await self._connect(address, port, timeout)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore.ConnectError(f"{host} has no address")

    async def sleep(self, seconds: float) -> None:
        """As httpcore wants it."""
        await asyncio.sleep(seconds)

    async def _addresses(self, name: str, port: int, timeout: float | None) -> list[str]:  # noqa: ASYNC109
        try:
            async with asyncio.timeout(timeout):
                found = await self._resolver(name, port)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"the name {name} was not resolved in time") from error
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"the name {name} cannot be resolved ({error})") from error
        if is_allowed_host(name, self._allowed):
            return found
        for address in found:
            # One private address among public ones is what a rebinding attack looks like: refuse them all.
            why = why_refused(ipaddress.ip_address(address))
            if why is not None:
                raise RefusedAddress(f"{name} leads to {address} ({why})")
        return found


class JudgingTransport(httpx.AsyncBaseTransport):
    """httpx over a ``JudgingBackend``: HTTP/1.1, one connection a host, TLS verified, no proxy.

    Each host has a pool of its own for its one connection: a common pool looks at every connection for every
    request, which with 32 hosts takes half of the time of a local fetch.
    """

    def __init__(self, backend: JudgingBackend, most_hosts: int) -> None:
        self._backend = backend
        self._most_hosts = most_hosts
        self._context = ssl.create_default_context()
        self._hosts: OrderedDict[str, _HostTransport] = OrderedDict()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Sends a request over its host's connection."""
        host = request.url.host
        if host not in self._hosts:
            await self._make_room()
            self._hosts[host] = _HostTransport(self._backend, self._context)
        self._hosts.move_to_end(host)
        return await self._hosts[host].handle_async_request(request)

    async def aclose(self) -> None:
        """Closes every connection."""
        while self._hosts:
            await self._hosts.popitem()[1].aclose()

    async def _make_room(self) -> None:
        """Closes the connection that was idle longest where there are as many as there may be."""
        if len(self._hosts) >= self._most_hosts:
            idle = next((host for host, transport in self._hosts.items() if transport.is_idle), None)
            if idle is not None:
                await self._hosts.pop(idle).aclose()


class _HostTransport(httpx.AsyncHTTPTransport):
    """One host's connection."""

    def __init__(self, backend: JudgingBackend, context: ssl.SSLContext) -> None:
        super().__init__(verify=context, trust_env=False)
        # httpx does not pass a network backend on; its pool is replaced by one of the same make that has ours.
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=1,
            max_keepalive_connections=1,
            keepalive_expiry=30.0,
            http1=True,
            http2=False,
            retries=0,
            network_backend=backend,
        )

    @property
    def is_idle(self) -> bool:
        return all(connection.is_idle() or connection.is_closed() for connection in self._pool.connections)
