"""Signs of life, and the sign to stop: how a writer and a worker know of each other without a common clock.

A worker writes a number that grows; the writer watches whether it changes, on its own clock. A worker that cannot write
its number for half the time after which the writer gives it up stops by itself, so that nobody asks a host that
somebody else believes to be free. At its end it says how its hosts stand, in seconds that passed and not in times of
day, so that whoever goes on keeps their pace.
"""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import BaseModel, ValidationError

from tasks.files import write_in_one_step

BEAT = 2.0
"""Seconds between two signs of life."""
SILENCE = 60.0
"""Seconds without a sign after which a worker is given up."""


WORKER_STOPS = "its worker was told to stop"
"""The reason of a worker that ends because its machine's operator wants it to."""


class End(BaseModel):
    """What a worker says when it asks no host any more."""

    reason: str = ""
    """Why it is not done with all; empty where it is."""
    hosts: dict[str, tuple[float | None, float]] = {}
    """As ``tasks.handover.order.Terms.hosts``, when the worker ended."""


class Heart:
    """Beats in a thread of its own while a worker does its part. A context manager.

    ``on_stop`` is called once, from that thread, with the reason why the worker has to stop. ``leave``: a file of this
    machine; where it appears, the worker is to stop.
    """

    def __init__(
        self, part: Path, on_stop: Callable[[str], None], silence: float = SILENCE, leave: Path | None = None
    ) -> None:
        self._part, self._on_stop, self._silence, self._leave = part, on_stop, silence, leave
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True, name="heart")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_over.set()
        self._thread.join()

    def _beat(self) -> None:
        count, last = 0, time.monotonic()
        while not self._is_over.is_set():
            count += 1
            if self._leave is not None and self._leave.exists():
                self._on_stop(WORKER_STOPS)
                return
            try:
                write_in_one_step(self._part / "beat", str(count))
            except OSError as error:
                if not self._part.exists() and self._part.parent.parent.exists():
                    self._on_stop("the run is over")
                    return
                if time.monotonic() - last > self._silence / 2:
                    self._on_stop(f"{self._part} cannot be written: {error.strerror}")
                    return
            else:
                last = time.monotonic()
                if (self._part / "stop").exists():
                    self._on_stop("the run wants no more of this part")
                    return
            self._is_over.wait(BEAT)


def tell_end(part: Path, end: End) -> None:
    """Says that the worker asks no host any more."""
    with suppress(FileNotFoundError):  # the run is over and its folder gone: nobody wants to know
        write_in_one_step(part / "ended", end.model_dump_json())


def ask_to_stop(part: Path) -> None:
    """Asks the worker of a part to stop; it does so within a few seconds."""
    write_in_one_step(part / "stop", "")


def end_of(part: Path) -> End | None:
    """What the worker said at its end; None where it has not ended, or where that cannot be seen now."""
    try:
        return End.model_validate_json((part / "ended").read_bytes())
    except OSError:  # not there; or, of NFS, a stale handle of a file that was just replaced
        return None
    except ValidationError:
        return End(reason="what it said cannot be read")


class Pulse:
    """Watches one part's sign of life."""

    def __init__(self, part: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._part, self._clock = part, clock
        self._last = ""
        self.changed_at = clock()
        """When a change was seen last, or when it began to watch."""

    def restart(self) -> None:
        """Begins to watch anew: there is nobody yet who could give a sign."""
        self.changed_at = self._clock()

    def look(self) -> None:
        """Reads the sign and notes whether it has changed."""
        try:
            found = (self._part / "beat").read_text(encoding="utf-8")
        except OSError:
            return
        if found != self._last:
            self._last, self.changed_at = found, self._clock()
