import asyncio
import gzip
import random

import pytest

from tasks.fetch.client import PoliteClient
from tasks.frames import OUTCOMES
from tasks.web import Response
from tests.tasks.fetch.test_client import PAGE, fetch
from tests.tasks.fetch.webserver import gzipped, reply, serving

BOMB = gzip.compress(bytes(30 * 2**20), 9)
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("said", "outcome", "policy"),
    [
        (reply(200, BOMB, content_encoding="gzip"), "too-big", {}),
        (reply(200, gzip.compress(BOMB), content_encoding="gzip, gzip"), "too-big", {}),
        (reply(200, PAGE, content_length="99999999999"), "too-big", {}),
        ([CHUNKED, *[b"ffff\r\n" + bytes(0xFFFF) + b"\r\n"] * 40], "too-big", {"max_wire_bytes": 10**6}),
        (reply(200, PAGE, x_long="x" * 70_000), "too-big", {}),
        ([CHUNKED, *[b"1\r\nx\r\n", 0.05] * 60], "try-later", {"total_timeout": 0.3, "attempts": 1}),
        ([reply(200, PAGE)[:60], 5.0], "try-later", {"read_timeout": 0.2, "attempts": 1}),
        (reply(200, PAGE, content_length=str(len(PAGE) + 9), close=True), "try-later", {}),
        (reply(200, gzip.compress(PAGE)[:-20], content_encoding="gzip"), "try-later", {}),
        (reply(200, gzip.compress(PAGE)[:40] + b"\xff" * 40, content_encoding="gzip"), "unreadable", {}),
        (reply(200, PAGE, content_encoding="br"), "unreadable", {}),
        (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", "try-later", {}),
        (b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 300_000 + b"\r\n\r\n", "try-later", {}),
        (b"HTTP/1.1 103 Early\r\n\r\n" * 50 + reply(200, PAGE), None, {}),
        (reply(204), "not-a-page", {}),
        (b"", "try-later", {}),
    ],
)  # fmt: skip
def test_hostile_answers_end_in_a_named_outcome(said: object, outcome: str | None, policy: dict[str, object]) -> None:
    response, _ = fetch({"/a": said}, **policy)
    assert response.outcome == outcome, response.detail
    assert outcome is None or response.detail


def test_no_answer_makes_it_raise() -> None:
    chance = random.Random(20260301)
    wholes = [
        reply(200, PAGE), gzipped(PAGE), reply(302, location="/x", retry_after="5"),
        CHUNKED + b"5\r\nhello\r\n0\r\n\r\n",
        reply(200, PAGE, content_type="text/html; charset=\xff", set_cookie="a=b", etag='"\xe3\x81"'),
    ]  # fmt: skip

    def damaged(whole: bytes) -> bytes:
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 8)):
            at = chance.randrange(len(data))
            data[at : at + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
        return bytes(data[: chance.randrange(1, len(data) + 1)])

    async def go() -> list[Response]:
        routes: dict[str, object] = {f"/{n}": [damaged(chance.choice(wholes))] for n in range(150)}
        async with serving(routes) as web:
            web.hangs_up = True
            policy = web.policy(attempts=1, read_timeout=0.5, host_failures=10_000)
            async with PoliteClient(policy) as client:
                return [await client.get(f"http://news.example/{n}") for n in range(150)]

    for response in asyncio.run(go()):
        assert response.outcome is None or response.outcome in OUTCOMES
