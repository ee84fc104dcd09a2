import asyncio
from collections.abc import Awaitable, Callable

import httpcore
import pytest

from tasks.fetch.wire import connect_stream

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
Use = Callable[[httpcore.AsyncNetworkStream], Awaitable[object]]


def talk(server_says: Talk, client_does: Use) -> object:
    """What the client's side returns against one side of a connection."""

    async def go() -> object:
        server = await asyncio.start_server(server_says, "127.0.0.1", 0)
        stream = await connect_stream("127.0.0.1", server.sockets[0].getsockname()[1], 2.0)
        try:
            return await client_does(stream)
        finally:
            await stream.aclose()
            server.close()

    return asyncio.run(go())


def test_bytes_go_both_ways_and_the_end_is_empty() -> None:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write((await reader.readexactly(4)).upper())
        writer.close()

    async def use(stream: httpcore.AsyncNetworkStream) -> object:
        await stream.write(b"ping")
        first = await stream.read(2, 2.0)
        return first, await stream.read(100, 2.0), await stream.read(100, 2.0), stream.get_extra_info("peer")

    assert talk(echo, use) == (b"PI", b"NG", b"", "127.0.0.1")


def test_a_server_that_sends_faster_than_we_read_is_held_back() -> None:
    sent = 0

    async def flood(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        try:
            while True:
                writer.write(bytes(65_536))
                await writer.drain()
                sent += 65_536
        except ConnectionError:
            writer.close()

    async def use(stream: httpcore.AsyncNetworkStream) -> object:
        await asyncio.sleep(0.3)
        before = sent
        await asyncio.sleep(0.2)
        stalled = sent == before
        taken = 0
        while taken < before + 2**20:
            taken += len(await stream.read(65_536, 2.0))
        return stalled

    assert talk(flood, use) is True


def test_silence_is_a_timeout_and_a_broken_line_an_error() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.3)
        writer.transport.abort()

    async def use(stream: httpcore.AsyncNetworkStream) -> object:
        with pytest.raises(httpcore.ReadTimeout):
            await stream.read(10, 0.05)
        assert not stream.get_extra_info("is_readable")
        assert await stream.read(10, 2.0) == b""
        assert stream.get_extra_info("is_readable")
        with pytest.raises(httpcore.WriteError):
            await stream.write(b"x")
        return None

    talk(silent, use)


def test_nobody_there_is_a_connect_error() -> None:
    with pytest.raises(httpcore.ConnectError):
        asyncio.run(connect_stream("127.0.0.1", 1, 2.0))
