import asyncio

import httpcore
import pytest

from tasks.fetch.network import JudgingBackend
from tasks.urls import RefusedAddress


class Wire:
    """Writes down where connections would go; some addresses do not answer."""

    def __init__(self, dead: tuple[str, ...] = ()) -> None:
        self.connected: list[tuple[str, int]] = []
        self.dead = dead

    async def __call__(self, address: str, port: int, timeout: float | None) -> httpcore.AsyncNetworkStream:  # noqa: ASYNC109
        if address in self.dead:
            raise httpcore.ConnectError("no answer")
        self.connected.append((address, port))
        return httpcore.AsyncNetworkStream()


class Names:
    """A resolver that gives one answer after another and counts the questions."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.asked = 0

    async def __call__(self, host: str, port: int) -> list[str]:
        self.asked += 1
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def backend(names: Names, wire: Wire, **settings) -> JudgingBackend:
    return JudgingBackend(resolver=names, connect=wire, **settings)


def test_the_socket_goes_to_the_very_address_that_was_judged() -> None:
    names, wire = Names(["93.184.216.34"], ["127.0.0.1"]), Wire()
    judging = backend(names, wire)
    asyncio.run(judging.connect_tcp("news.example.com", 443))
    assert (names.asked, wire.connected) == (1, [("93.184.216.34", 443)])


def test_an_answer_that_changed_is_judged_again_at_the_next_connection() -> None:
    judging = backend(Names(["93.184.216.34"], ["127.0.0.1"]), wire := Wire())
    asyncio.run(judging.connect_tcp("news.example.com", 443))
    with pytest.raises(RefusedAddress, match="loopback"):
        asyncio.run(judging.connect_tcp("news.example.com", 443))
    assert len(wire.connected) == 1


def test_one_private_address_among_public_ones_refuses_the_name() -> None:
    with pytest.raises(RefusedAddress, match="10\\.0\\.0\\.1"):
        asyncio.run(backend(Names(["93.184.216.34", "10.0.0.1"]), Wire()).connect_tcp("news.example.com", 443))


def test_the_next_address_is_tried_where_one_is_dead() -> None:
    judging = backend(Names(["2606:4700::1", "93.184.216.34"]), wire := Wire(dead=("2606:4700::1",)))
    asyncio.run(judging.connect_tcp("news.example.com", 443))
    assert wire.connected == [("93.184.216.34", 443)]


def test_vouched_hosts_may_be_private_and_others_stay_refused() -> None:
    judging = backend(
        Names(["10.0.0.1"]), wire := Wire(), allowed_hosts={".inside.test"}, connect_to={"a.example": ("127.0.0.1", 9)}
    )
    asyncio.run(judging.connect_tcp("cms.inside.test", 80))
    asyncio.run(judging.connect_tcp("a.example", 80))
    assert wire.connected == [("10.0.0.1", 80), ("127.0.0.1", 9)]
    with pytest.raises(RefusedAddress):
        asyncio.run(judging.connect_tcp("b.example", 80))


def test_a_name_that_is_not_resolved_in_time_is_a_timeout() -> None:
    async def never(host: str, port: int) -> list[str]:
        await asyncio.sleep(60)
        return []

    with pytest.raises(httpcore.ConnectTimeout):
        asyncio.run(JudgingBackend(resolver=never).connect_tcp("slow.example.com", 80, timeout=0.05))
