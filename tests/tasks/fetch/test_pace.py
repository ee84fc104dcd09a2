import asyncio
import heapq
import itertools
import random
from collections.abc import Awaitable

import pytest

from tasks.fetch.client import PoliteClient
from tasks.fetch.outcomes import Failure
from tasks.fetch.pace import Pace
from tests.tasks.fetch.webserver import Asked, reply, serving


class Time:
    """A clock that moves only when everybody sleeps: hours of pacing in milliseconds."""

    def __init__(self) -> None:
        self.now = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._count = 0

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> Awaitable[None]:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._count += 1
        heapq.heappush(self._sleepers, (self.now + seconds, self._count, future))
        return future

    async def run(self, *work: Awaitable[None]) -> None:
        tasks = [asyncio.ensure_future(one) for one in work]
        while not all(task.done() for task in tasks):
            for _ in range(10):  # until nobody can go on without time passing
                await asyncio.sleep(0)
            if self._sleepers:
                self.now, _, future = heapq.heappop(self._sleepers)
                future.set_result(None)
        await asyncio.gather(*tasks)


@pytest.mark.parametrize("sources", [1, 5, 60])
def test_no_host_gets_two_requests_within_its_interval_however_many_sources_share_it(sources: int) -> None:
    time, starts = Time(), list[tuple[str, float]]()
    chance = random.Random(sources)
    intervals = {"slow.example": 100.0, "fast.example": 1.0}
    pace = Pace(intervals, 5.0, time.clock, time.sleep)

    async def source() -> None:
        for _ in range(12):
            host = chance.choice([*intervals, "default.example"])
            async with pace.turn(host):
                starts.append((host, time.now))
                await time.sleep(chance.choice([0.0, 0.3, 7.0]))

    asyncio.run(time.run(*(source() for _ in range(sources))))
    for host, interval in {**intervals, "default.example": 5.0}.items():
        times = sorted(at for name, at in starts if name == host)
        assert all(later - earlier >= interval for earlier, later in itertools.pairwise(times))
    assert len(starts) == 12 * sources


def test_an_interval_that_grows_holds_from_the_next_request_on() -> None:
    time = Time()
    pace = Pace({}, 1.0, time.clock, time.sleep)

    async def go() -> None:
        async with pace.turn("a"):
            pace.set_crawl_delay("a", 30.0)
        pace.set_interval("a", 10.0)
        async with pace.turn("a"):
            assert time.now == 30.0

    asyncio.run(time.run(go()))


def test_a_closed_host_opens_again() -> None:
    time = Time()
    pace = Pace({}, 0.0, time.clock, time.sleep)
    pace.close("a", 60.0)
    assert (pace.closed_for("a"), pace.closed_for("b")) == (60.0, 0.0)
    time.now = 61.0
    assert pace.closed_for("a") == 0.0


def test_the_client_keeps_intervals_crawl_delays_and_redirects_in_one_queue() -> None:
    waits: list[float] = []

    async def go() -> list[Asked]:
        now = [0.0]

        async def sleep(seconds: float) -> None:
            waits.append(seconds)
            now[0] += seconds

        routes = {
            "/robots.txt": reply(200, b"User-agent: *\nCrawl-delay: 40"),
            "/a": reply(302, location="/b"),
            "/b": reply(200, b"<p>x</p>"),
        }
        async with serving(routes) as web:
            policy = web.policy(min_interval=7.0, longest_crawl_delay=30.0)
            async with PoliteClient(policy, clock=lambda: now[0], sleep=sleep) as client:
                await client.get("http://news.example/a")
                client.set_interval("news.example", 50.0)
                await client.get("http://news.example/b")
            return web.asked

    asked = asyncio.run(go())
    assert [one.path for one in asked] == ["/robots.txt", "/a", "/b", "/b"]
    assert waits == [30.0, 30.0, 50.0]


@pytest.mark.parametrize(("error_class", "waited"), [("ConnectError", 0.0), ("ReadTimeout", 100.0)])
def test_a_host_that_no_request_reached_has_not_had_its_turn(error_class: str, waited: float) -> None:
    time = Time()
    pace = Pace({"slow.example": 100.0}, 5.0, time.clock, time.sleep)

    async def two_turns() -> None:
        with pytest.raises(Failure):
            async with pace.turn("slow.example"):
                raise Failure("try-later", "not reached", error_class)
        async with pace.turn("slow.example"):
            pass

    asyncio.run(time.run(two_turns()))
    assert time.now == waited


def test_another_process_goes_on_with_the_hosts_where_the_first_stopped() -> None:
    time = Time()
    first = Pace({"slow.example": 100.0}, 5.0, time.clock, time.sleep)
    starts = dict[str, float]()

    async def ask(pace: Pace, host: str) -> None:
        async with pace.turn(host):
            starts[host] = time.now

    asyncio.run(time.run(ask(first, "slow.example")))
    first.close("closed.example", 600.0)
    time.now += 30.0
    standing = first.standing()
    assert standing == {"slow.example": (30.0, 0.0), "closed.example": (None, 570.0)}
    time.now += 10_000.0  # the second process has another clock
    begun, second = time.now, Pace({"slow.example": 100.0}, 5.0, time.clock, time.sleep)
    second.resume(standing)
    asyncio.run(time.run(ask(second, "slow.example"), ask(second, "new.example")))
    assert (starts["slow.example"] - begun, starts["new.example"] - begun) == (70.0, 0.0)
    assert second.closed_for("closed.example") == 500.0
