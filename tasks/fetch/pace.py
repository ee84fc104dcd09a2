"""One request at a time to a host, and never sooner than its interval after the last one began."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tasks.fetch.outcomes import Failure


@dataclass
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    last_start: float | None = None
    crawl_delay: float = 0.0
    failures: int = 0
    closed_until: float | None = None


class Pace:
    """The turns of all hosts. Times are seconds of ``clock``, which only has to go forward."""

    def __init__(
        self,
        intervals: Mapping[str, float],
        default: float,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._intervals = dict(intervals)
        self._default = default
        self._clock = clock
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}

    def set_interval(self, host: str, seconds: float) -> None:
        """Keep at least ``seconds`` between two requests to ``host``; the longest that anyone asked for holds."""
        self._intervals[host] = max(seconds, self._intervals.get(host, 0.0))

    def set_crawl_delay(self, host: str, seconds: float) -> None:
        """What the host's robots.txt asks for, on top of the intervals."""
        self._host(host).crawl_delay = seconds

    def interval(self, host: str) -> float:
        """Seconds between two requests to ``host``."""
        return max(self._intervals.get(host, self._default), self._host(host).crawl_delay)

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Waits for the host's next turn, and keeps everybody else from the host until the block ends."""
        state = self._host(host)
        async with state.lock:
            # Asked again after each sleep: a sleep may end early, and the interval may have grown meanwhile.
            while state.last_start is not None:
                wait = state.last_start + self.interval(host) - self._clock()
                if wait <= 0:
                    break
                await self._sleep(wait)
            before, state.last_start = state.last_start, self._clock()
            try:
                yield
            except Failure as failure:
                if failure.error_class == "ConnectError":
                    state.last_start = before  # no request reached the host: its turn is not used up
                raise

    def succeeded(self, host: str) -> None:
        """The host answered: earlier failures are forgotten."""
        self._host(host).failures = 0

    def failed(self, host: str) -> int:
        """The host failed; returns how often in a row."""
        state = self._host(host)
        state.failures += 1
        return state.failures

    def close(self, host: str, seconds: float) -> None:
        """Leave the host alone for so long."""
        state = self._host(host)
        state.closed_until = max(self._clock() + seconds, state.closed_until or 0.0)

    def closed_for(self, host: str) -> float:
        """Seconds that the host is still to be left alone; 0 where it may be asked."""
        until = self._host(host).closed_until
        return 0.0 if until is None else max(0.0, until - self._clock())

    def standing(self) -> dict[str, tuple[float | None, float]]:
        """By host: seconds since its last request began (None: never asked), seconds for which it is left alone."""
        now = self._clock()
        return {
            host: (None if state.last_start is None else now - state.last_start, self.closed_for(host))
            for host, state in self._hosts.items()
        }

    def resume(self, standing: Mapping[str, tuple[float | None, float]]) -> None:
        """Goes on where another process stopped, as if that were now: what passed since is waited for once more."""
        now = self._clock()
        for host, (ago, closed_for) in standing.items():
            if ago is not None:
                self._host(host).last_start = now - ago
            if closed_for > 0:
                self.close(host, closed_for)

    def _host(self, host: str) -> _Host:
        return self._hosts.setdefault(host, _Host())
