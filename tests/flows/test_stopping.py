"""A person's signal ends a run that a verb started, also one that computes and waits for nothing."""

import asyncio
import os
import signal
import threading
import time
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from prefect.client.schemas.objects import State

from flows.stopping import HEARD, STOPPED, end_if_told, stoppable

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@stoppable
async def computing() -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        end_if_told()


@stoppable
async def waiting() -> None:
    await asyncio.sleep(30)


@pytest.mark.parametrize("body", [computing, waiting])
@pytest.mark.parametrize("sent", SIGNALS)
def test_a_run_that_gets_a_signal_is_cancelled_at_once(
    body: Callable[[], Coroutine[Any, Any, State[object] | None]], sent: signal.Signals
) -> None:
    async def run() -> State[object] | None:
        HEARD.set(heard)
        threading.Timer(0.2, os.kill, (os.getpid(), sent)).start()
        ended = await body()
        await asyncio.sleep(0.05)  # as Prefect, which notes the end
        return ended

    heard: list[int] = []
    before, begun = [signal.getsignal(each) for each in SIGNALS], time.monotonic()
    ended = asyncio.run(run())
    assert time.monotonic() - begun < 15
    assert heard == [sent]
    assert ended is not None
    assert (ended.name, ended.message) == ("Cancelled", STOPPED)
    assert [signal.getsignal(each) for each in SIGNALS] == before


def test_a_run_that_a_runner_started_keeps_the_runners_way() -> None:
    @stoppable
    async def run() -> object:
        return signal.getsignal(signal.SIGTERM)

    assert asyncio.run(run()) == signal.getsignal(signal.SIGTERM)
