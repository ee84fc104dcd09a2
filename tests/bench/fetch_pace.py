"""Pace on a simulated clock: ``python -m tests.bench.fetch_pace [--sources 200] [--requests 50]``.

Many sources share a few hosts with different intervals, and ask at random moments through the client's pace.
Prints for each host how many requests it got, its interval and the shortest gap; ends with status 1 where a gap is
shorter than the interval. Hours of pacing take seconds, because only the clock is simulated.
"""

import argparse
import asyncio
import heapq
import itertools
import random
import sys
import time
from collections.abc import Awaitable

from tasks.fetch.pace import Pace

INTERVALS = {"slow.example": 100.0, "usual.example": 5.0, "quick.example": 0.5}


class SimulatedTime:
    """A clock that jumps to the next sleeper when nobody can go on."""

    def __init__(self) -> None:
        self.now = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()

    def sleep(self, seconds: float) -> Awaitable[None]:
        """Done when the clock has gone on by so much."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.now + seconds, next(self._numbers), future))
        return future

    async def run(self, work: list[Awaitable[None]]) -> None:
        """Runs everything to its end."""
        tasks = [asyncio.ensure_future(one) for one in work]
        while not all(task.done() for task in tasks):
            for _ in range(5):
                await asyncio.sleep(0)
            if self._sleepers:
                self.now, _, future = heapq.heappop(self._sleepers)
                future.set_result(None)
        await asyncio.gather(*tasks)


def main() -> int:
    """Parses the options, simulates, prints the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.fetch_pace", description=__doc__)
    parser.add_argument("--sources", type=int, default=200)
    parser.add_argument("--requests", type=int, default=50)
    options = parser.parse_args()
    clock, chance = SimulatedTime(), random.Random(1)
    pace = Pace(INTERVALS, 5.0, lambda: clock.now, clock.sleep)
    starts: dict[str, list[float]] = {host: [] for host in INTERVALS}

    async def source() -> None:
        for _ in range(options.requests):
            host = chance.choice(list(INTERVALS))
            async with pace.turn(host):
                starts[host].append(clock.now)
                await clock.sleep(chance.choice([0.01, 0.2, 3.0, 30.0]))
            await clock.sleep(chance.random() * 10)

    begin = time.perf_counter()
    asyncio.run(clock.run([source() for _ in range(options.sources)]))
    is_kept = True
    for host, times in starts.items():
        gap = min(later - earlier for earlier, later in itertools.pairwise(sorted(times)))
        is_kept = is_kept and gap >= INTERVALS[host]
        print(f"{host:14} {len(times):6} requests, interval {INTERVALS[host]:6.1f} s, shortest gap {gap:7.2f} s")
    hours, seconds = clock.now / 3600, time.perf_counter() - begin
    print(
        f"{options.sources} sources, {hours:.0f} simulated hours in {seconds:.1f} s: {'kept' if is_kept else 'BROKEN'}"
    )
    return 0 if is_kept else 1


if __name__ == "__main__":
    sys.exit(main())
