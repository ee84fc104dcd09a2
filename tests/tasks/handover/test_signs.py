import threading
from pathlib import Path

import pytest

from tasks.handover import signs
from tasks.handover.order import discard
from tasks.handover.signs import WORKER_STOPS, End, Heart, Pulse, ask_to_stop, end_of, tell_end


@pytest.fixture
def part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A part's folder; hearts beat a hundred times a second."""
    monkeypatch.setattr(signs, "BEAT", 0.01)
    (tmp_path / "exchange" / "run" / "part-1").mkdir(parents=True)
    return tmp_path / "exchange" / "run" / "part-1"


class Told:
    """What a heart says when the worker has to stop."""

    def __init__(self) -> None:
        self.reason, self._event = "", threading.Event()

    def __call__(self, reason: str) -> None:
        self.reason = reason
        self._event.set()

    def wait(self) -> str:
        assert self._event.wait(10)
        return self.reason


def test_a_worker_that_is_told_to_stop_stops(part: Path) -> None:
    told = Told()
    with Heart(part, told):
        ask_to_stop(part)
        assert told.wait() == "the run wants no more of this part"


def test_a_worker_whose_run_is_over_stops(part: Path) -> None:
    told = Told()
    with Heart(part, told):
        discard(part.parent)
        assert told.wait() == "the run is over"


def test_a_worker_that_lost_the_exchange_stops_before_it_is_given_up(part: Path) -> None:
    told = Told()
    with Heart(part, told, silence=0.1):
        part.parent.parent.rename(part.parent.parent.with_name("gone"))
        assert "cannot be written: No such file or directory" in told.wait()


def test_a_pulse_is_seen_on_the_watchers_clock_only(part: Path) -> None:
    clock = 0.0
    pulse = Pulse(part, lambda: clock)
    for beat, at, changed in (("1", 1.0, 1.0), ("1", 2.0, 1.0), ("2", 3.0, 3.0)):
        (part / "beat").write_text(beat)
        clock = at
        pulse.look()
        assert pulse.changed_at == changed


def test_a_worker_whose_machine_wants_it_to_stop_stops(part: Path, tmp_path: Path) -> None:
    told = Told()
    with Heart(part, told, leave=tmp_path / "stop"):
        (tmp_path / "stop").touch()
        assert told.wait() == WORKER_STOPS


def test_the_end_is_told_with_its_reason_and_how_the_hosts_stand(part: Path) -> None:
    assert end_of(part) is None
    said = End(reason="the disk is full", hosts={"a.example": (1.5, 0.0), "b.example": (None, 60.0)})
    tell_end(part, said)
    assert end_of(part) == said


def test_an_end_that_cannot_be_read_is_one(part: Path) -> None:
    (part / "ended").write_text("")
    assert end_of(part) == End(reason="what it said cannot be read")


def test_an_end_that_cannot_be_seen_is_none_yet(part: Path) -> None:
    (part / "ended").mkdir()  # any error of the storage
    assert end_of(part) is None
