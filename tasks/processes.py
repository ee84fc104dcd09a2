"""Work of one batch shared out to processes of this machine, which stay for the batches to come.

A process imports neither the flows nor Prefect, so it is ready within a second; what is sent to it must be a plain
function of a module and values that can be pickled.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache
from multiprocessing import get_context
from typing import TypeVar

import polars as pl

Part = TypeVar("Part")
Result = TypeVar("Result")

SPREAD = 300
"""Fewer pages or articles are done in less time than processes need to start."""
CHUNK = 100
"""Articles handed to a process at once; the registers that go with them for tagging weigh as much as twenty."""


def is_worth_it(count: int, workers: int) -> bool:
    """Whether so many pages or articles are shared out at all."""
    return workers > 1 and count >= SPREAD


def spread(work: Callable[[Part], Result], parts: Sequence[Part], workers: int, *, at_once: int = 1) -> list[Result]:
    """The results of ``work`` for each part, in their order, made by so many processes.

    ``at_once``: parts handed to a process together; small ones cost more to hand over than they save. A process that
    is killed, for its memory perhaps, has the whole tried once more with new ones.

    Raises what ``work`` raises, and ``BrokenProcessPool`` where processes are killed again.
    """
    try:
        return list(_processes(workers).map(work, parts, chunksize=at_once))
    except BrokenProcessPool:
        _processes.cache_clear()
        return list(_processes(workers).map(work, parts, chunksize=at_once))


def spread_rows(work: Callable[[pl.DataFrame], Result], rows: pl.DataFrame, workers: int) -> list[Result]:
    """As ``spread``, of a frame's rows in slices of ``CHUNK``."""
    return spread(work, list(rows.iter_slices(CHUNK)), workers)


@lru_cache(maxsize=1)
def _processes(workers: int) -> ProcessPoolExecutor:
    # Polars keeps threads, which a forked process would inherit dead.
    return ProcessPoolExecutor(workers, mp_context=get_context("forkserver"))
