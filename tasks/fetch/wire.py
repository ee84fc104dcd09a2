"""TCP connections for httpcore straight on asyncio.

httpcore's own asyncio backend goes through anyio, which registers and unregisters the socket with the event loop
for every read: a quarter of the time of a local request. A GET client needs little: bytes in, a bound on how many
wait, TLS, and whether the server hung up.
"""

import asyncio
import ssl
from typing import Any, cast

import httpcore

_MOST_WAITING_BYTES = 2**18
"""Reading pauses while so much waits to be taken: a server cannot fill the memory faster than limits are checked."""


async def connect_stream(address: str, port: int, timeout: float | None) -> httpcore.AsyncNetworkStream:  # noqa: ASYNC109
    """A connection to an IP address; raises ``httpcore.ConnectError`` or ``ConnectTimeout``."""
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(timeout):
            transport, wire = await loop.create_connection(_Wire, address, port)
    except TimeoutError as error:
        raise httpcore.ConnectTimeout(f"{address} port {port} did not answer in time") from error
    except OSError as error:
        raise httpcore.ConnectError(str(error)) from error
    return _Stream(transport, wire, address)


class _Wire(asyncio.Protocol):
    """What has arrived and was not taken yet."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._is_over = False
        self._is_paused = False
        self._error: Exception | None = None
        self._reader: asyncio.Future[None] | None = None
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """asyncio: the connection stands."""
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """asyncio: bytes came."""
        self._waiting += data
        if len(self._waiting) > _MOST_WAITING_BYTES and not self._is_paused and self.transport is not None:
            self._is_paused = True
            self.transport.pause_reading()
        self._wake()

    def eof_received(self) -> bool:
        """asyncio: the server will send no more."""
        self._is_over = True
        self._wake()
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """asyncio: the connection is gone."""
        self._is_over = True
        self._error = exc
        self._wake()

    @property
    def is_readable(self) -> bool:
        """Whether a read would return at once: something came that nobody asked for, or the server hung up."""
        return self._is_over or bool(self._waiting)

    async def read(self, max_bytes: int) -> bytes:
        """What has arrived, at most ``max_bytes``; empty at the end. Raises ``OSError``."""
        while not self._waiting and not self._is_over:
            self._reader = asyncio.get_running_loop().create_future()
            try:
                await self._reader
            finally:
                self._reader = None
        if not self._waiting and self._error is not None:
            raise OSError(str(self._error)) from self._error
        piece = bytes(memoryview(self._waiting)[:max_bytes])
        del self._waiting[:max_bytes]
        if self._is_paused and not self._waiting and self.transport is not None:
            self._is_paused = False
            self.transport.resume_reading()
        return piece

    def _wake(self) -> None:
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)


class _Stream(httpcore.AsyncNetworkStream):
    """A connection as httpcore wants it."""

    def __init__(self, transport: asyncio.Transport, wire: _Wire, address: str) -> None:
        self._transport = transport
        self._wire = wire
        self._address = address

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        """Bytes that came; empty at the end."""
        try:
            async with asyncio.timeout(timeout):
                return await self._wire.read(max_bytes)
        except TimeoutError as error:
            raise httpcore.ReadTimeout("the server fell silent") from error
        except OSError as error:
            raise httpcore.ReadError(str(error)) from error

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002, ASYNC109
        """Sends bytes; requests are small, so nobody waits for the socket to take them."""
        if self._transport.is_closing():
            raise httpcore.WriteError("the server closed the connection")
        self._transport.write(buffer)

    async def aclose(self) -> None:
        """Ends the connection at once."""
        self._transport.abort()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> httpcore.AsyncNetworkStream:
        """The same connection, encrypted and verified."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(timeout):
                transport = await loop.start_tls(
                    self._transport, self._wire, ssl_context, server_hostname=server_hostname
                )
        except TimeoutError as error:
            raise httpcore.ConnectTimeout("no TLS in time") from error
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        if transport is None:
            raise httpcore.ConnectError("the server closed the connection during the TLS handshake")
        self._wire.transport = transport
        return _Stream(transport, self._wire, self._address)

    def get_extra_info(self, info: str) -> Any:
        """``peer`` is the address that was connected to; the rest is asyncio's."""
        if info == "is_readable":  # asked before each reuse
            return self._wire.is_readable or self._transport.is_closing()
        if info in ("peer", "server_addr"):
            return self._address if info == "peer" else self._transport.get_extra_info("peername")
        return self._transport.get_extra_info(info)
