"""The polite client: robots.txt, pace, redirects, retries and limits around single requests."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

from ada_url import URL

from tasks.fetch.exchange import REDIRECTS, Answer, Exchanger
from tasks.fetch.network import Resolver, resolve
from tasks.fetch.outcomes import Failure, failure_of_error, failure_of_status
from tasks.fetch.pace import Pace
from tasks.fetch.policy import FetchPolicy
from tasks.fetch.robots import ALLOW_ALL, MOST_ROBOTS_BYTES, Rules, parse_robots, product_token
from tasks.urls import BadUrl, RefusedAddress, host_of, judge_url
from tasks.web import Response, Validators

__all__ = ["HOST_ELSEWHERE", "FetchPolicy", "PoliteClient"]

HOST_ELSEWHERE = "HostElsewhere"
"""Error class of a link that leads to a host which another process may ask."""

_ROBOTS_HOPS = 5
"""RFC 9309, 2.3.1.2: at least five redirects of robots.txt are followed."""


class PoliteClient:
    """Fetches URLs within a ``FetchPolicy``; implements ``tasks.web.Getter``. An async context manager.

    All of a host's requests, of whatever source, go through one queue. ``clock`` and ``sleep`` are what the pace
    is kept with; ``now`` is the time of day. ``may_ask`` says whether a host is this client's: where another process
    may ask it, the link ends as ``not-fetched`` with the error class ``HOST_ELSEWHERE``, without a request to it.
    """

    def __init__(
        self,
        policy: FetchPolicy,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        resolver: Resolver = resolve,
        chance: Callable[[], float] = random.random,
        may_ask: Callable[[str], bool] = lambda _: True,
    ) -> None:
        self.policy = policy
        self._may_ask = may_ask
        self._clock, self._sleep, self._now, self._chance = clock, sleep, now, chance
        self._pace = Pace(policy.host_intervals, policy.min_interval, clock, sleep)
        self._exchanger = Exchanger(policy, resolver)
        self._slots = asyncio.Semaphore(policy.concurrency)
        self._product = product_token(policy.user_agent)
        self._robots: dict[str, tuple[Rules | Failure, float]] = {}
        self._robots_locks: dict[str, asyncio.Lock] = {}

    async def __aenter__(self) -> Self:
        await self._exchanger.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._exchanger.__aexit__(kind, error, trace)

    @property
    def headers(self) -> Mapping[str, str]:
        """The header fields of every request."""
        return self._exchanger.headers

    def set_interval(self, host: str, seconds: float) -> None:
        """Keep at least so many seconds between two requests to a host; the longest that anyone asked for holds."""
        self._pace.set_interval(host, seconds)

    def standing(self) -> dict[str, tuple[float | None, float]]:
        """How the hosts stand with us, for another client to go on with: see ``Pace.standing``."""
        return self._pace.standing()

    def resume(self, standing: Mapping[str, tuple[float | None, float]]) -> None:
        """Goes on where another client stopped."""
        self._pace.resume(standing)

    async def get(
        self, url: str, *, validators: Validators | None = None, media_types: frozenset[str] | None = None
    ) -> Response:
        """The answer to a GET, redirects followed, or a ``Response`` whose ``outcome`` says why there is none.

        ``media_types``: 2xx answers of other types end as ``not-a-page`` without their body being read.
        """
        fetch = _Fetch(url)
        for attempt in range(1, self.policy.attempts + 1):
            fetch.attempts = attempt
            try:
                answer = await self._follow(fetch, _conditions(validators), media_types)
            except Failure as failure:
                wait = self._wait_before_retry(failure, attempt)
                if wait is None:
                    return self._failed(fetch, failure)
                await self._sleep(wait)
                continue
            return fetch.response(self._now(), answer)
        raise AssertionError("the last attempt returns")

    async def _follow(
        self, fetch: "_Fetch", conditions: Mapping[str, str], media_types: frozenset[str] | None
    ) -> Answer:
        """The answer at the end of the redirects; every hop is judged, allowed by its robots.txt, and paced."""
        fetch.final_url = target = self._judged(fetch.url)
        seen = {target}
        for _ in range(self.policy.max_redirects + 1):
            host = self._own(host_of(target))
            closed_for = self._pace.closed_for(host)
            if closed_for > 0:
                raise Failure("try-later", f"{host} is left alone for now", "HostClosed", retry_after=closed_for)
            if not (await self._rules(target)).allows(target):
                raise Failure("refused-robots", "robots.txt forbids it", "RobotsDisallow")
            answer = await self._paced(fetch, target, conditions, media_types)
            if answer.status not in REDIRECTS or "location" not in answer.headers:
                return self._usable(answer, bool(conditions))
            fetch.final_url = target = self._judged(_target_of(answer))
            if target in seen:
                raise Failure("failed", f"redirects in a circle at {target}", "RedirectLoop", answer.status)
            seen.add(target)
        raise Failure("failed", f"more than {self.policy.max_redirects} redirects", "TooManyRedirects")

    async def _paced(
        self, fetch: "_Fetch", url: str, headers: Mapping[str, str], media_types: frozenset[str] | None
    ) -> Answer:
        """One request in its host's turn, its time and bytes added to the account."""
        # The turn first: a host that waits for its interval must not keep others from the wire.
        async with self._pace.turn(host_of(url)), self._slots:
            start = time.perf_counter()
            try:
                answer = await self._exchanger.ask(url, headers, media_types=media_types)
            finally:
                fetch.elapsed += time.perf_counter() - start
        fetch.wire_bytes += answer.wire_bytes
        return answer

    def _usable(self, answer: Answer, is_conditional: bool) -> Answer:
        """The answer itself where it is one; raises ``Failure`` for every other status."""
        if answer.status == 304 and is_conditional:
            return answer
        if not 200 <= answer.status < 300 or answer.status == 206:
            raise failure_of_status(answer.status, answer.headers.get("retry-after"), self._now())
        if not answer.body:
            raise Failure("not-a-page", "an empty answer", "EmptyBody", answer.status)
        return answer

    def _own(self, host: str) -> str:
        """The host, if it is this client's to ask; two processes at one host would break its pace."""
        if not self._may_ask(host):
            raise Failure("not-fetched", f"{host} is asked by another worker", HOST_ELSEWHERE)
        return host

    def _judged(self, url: str) -> str:
        try:
            return judge_url(url, self.policy.vouched())
        except (RefusedAddress, BadUrl) as error:
            raise failure_of_error(error) from error

    def _wait_before_retry(self, failure: Failure, attempt: int) -> float | None:
        """Seconds to wait before the next attempt; None where there is none."""
        if not failure.is_worth_retrying or attempt >= self.policy.attempts:
            return None
        if failure.retry_after is not None:
            return failure.retry_after if failure.retry_after <= self.policy.longest_wait else None
        # Jitter keeps many clients that failed together from coming back together.
        return min(self.policy.longest_wait, self.policy.backoff * 2.0 ** (attempt - 1)) * (0.5 + self._chance())

    def _failed(self, fetch: "_Fetch", failure: Failure) -> Response:
        """The response for a link that is given up for this run; a host that keeps failing is left alone."""
        host = _host_or_empty(fetch.final_url)
        now = self._now()
        response = fetch.response(now, None, failure)
        if failure.outcome != "try-later":
            if failure.status is not None:
                self._pace.succeeded(host)
            return response
        wait = min(failure.retry_after or self.policy.retry_later, self.policy.longest_retry_after)
        if failure.error_class != "HostClosed":
            too_often = self._pace.failed(host) >= self.policy.host_failures
            if too_often or (failure.status in (429, 503) and failure.retry_after is not None):
                self._pace.close(host, wait)
        return fetch.response(now, None, failure, retry_at=now + timedelta(seconds=wait))

    async def _rules(self, url: str) -> Rules:
        """The rules of the URL's origin, asked for once; raises ``Failure`` where they cannot be had."""
        origin = str(URL(url).origin)
        async with self._robots_locks.setdefault(origin, asyncio.Lock()):
            known = self._robots.get(origin)
            if known is None or known[1] <= self._clock():
                rules = await self._patiently_fetched_rules(origin)
                age = self.policy.robots_max_age if isinstance(rules, Rules) else self.policy.robots_retry_age
                known = self._robots[origin] = (rules, self._clock() + age)
                if isinstance(rules, Rules) and rules.crawl_delay is not None:
                    delay = min(rules.crawl_delay, self.policy.longest_crawl_delay)
                    self._pace.set_crawl_delay(host_of(url), delay)
        if isinstance(known[0], Failure):
            raise known[0]
        return known[0]

    async def _patiently_fetched_rules(self, origin: str) -> Rules | Failure:
        """As ``_fetched_rules``, passing faults tried again: without rules a whole host is lost for the run."""
        for attempt in range(1, self.policy.attempts + 1):
            rules = await self._fetched_rules(origin)
            wait = self._wait_before_retry(rules, attempt) if isinstance(rules, Failure) else None
            if wait is None:
                break
            await self._sleep(wait)
        if isinstance(rules, Failure):
            rules.is_worth_retrying = False
        return rules

    async def _fetched_rules(self, origin: str) -> Rules | Failure:
        """An origin's robots.txt: 4xx allows all; what cannot be had refuses all for now (RFC 9309, 2.3.1)."""
        target, is_redirected = f"{origin}/robots.txt", False
        try:
            for _ in range(_ROBOTS_HOPS + 1):
                async with self._pace.turn(self._own(host_of(target))), self._slots:
                    answer = await self._exchanger.ask(target, {}, keep_bytes=MOST_ROBOTS_BYTES)
                if answer.status not in REDIRECTS or "location" not in answer.headers:
                    break
                is_redirected = True
                target = self._judged(_target_of(answer))
        except Failure as failure:
            is_own = failure.outcome.startswith("refused") and not is_redirected
            return failure if is_own or failure.error_class == HOST_ELSEWHERE else _no_robots(failure)
        if 200 <= answer.status < 300:
            return parse_robots(answer.body, self._product)
        if answer.status == 429 or answer.status >= 500:
            return _no_robots(failure_of_status(answer.status, answer.headers.get("retry-after"), self._now()))
        return ALLOW_ALL


class _Fetch:
    """The account of one ``get``."""

    def __init__(self, url: str) -> None:
        self.url = self.final_url = url
        self.attempts = 1
        self.elapsed = 0.0
        self.wire_bytes = 0

    def response(
        self,
        now: datetime,
        answer: Answer | None,
        failure: Failure | None = None,
        retry_at: datetime | None = None,
    ) -> Response:
        return Response(
            url=self.url,
            final_url=self.final_url,
            fetched_at=now,
            outcome=None if failure is None else failure.outcome,
            detail=None if failure is None else failure.detail,
            error_class=None if failure is None else failure.error_class,
            status=answer.status if answer is not None else failure.status if failure is not None else None,
            headers=answer.headers if answer is not None else {},
            body=answer.body if answer is not None else b"",
            attempts=self.attempts,
            elapsed_ms=round(self.elapsed * 1000),
            wire_bytes=self.wire_bytes,
            retry_at=retry_at,
            peer=answer.peer if answer is not None else None,
        )


def _conditions(validators: Validators | None) -> dict[str, str]:
    """If-None-Match and If-Modified-Since; both may be sent, the former wins (RFC 9110, 13.2.2).

    A validator that is not printable ASCII cannot be sent back as it came, so it is not sent.
    """
    if validators is None:
        return {}
    stated = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in stated.items() if value and value.isascii() and value.isprintable()}


def _target_of(answer: Answer) -> str:
    """Where a redirect points, absolute."""
    try:
        return str(URL(answer.headers["location"].strip(), answer.url).href)
    except (ValueError, UnicodeError) as error:
        raise Failure("failed", "redirects to no address", "BadRedirect", answer.status) from error


def _no_robots(cause: Failure) -> Failure:
    return Failure(
        "try-later",
        f"robots.txt cannot be had ({cause.detail}), so nothing may be fetched for now",
        "RobotsUnavailable",
        is_worth_retrying=cause.is_worth_retrying,
        retry_after=cause.retry_after,
    )


def _host_or_empty(url: str) -> str:
    try:
        return host_of(url)
    except BadUrl:
        return ""
