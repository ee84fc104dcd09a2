"""Work shared out to processes: results in order, errors as they are, a killed process is replaced."""

import os
import signal
from pathlib import Path

import pytest

from tasks.processes import SPREAD, is_worth_it, spread

pytestmark = pytest.mark.slow


def square(number: int) -> int:
    if number < 0:
        raise ValueError(f"{number} has no place here")
    return number * number


def die_once(mark: Path) -> int:
    """Kills its process where the file is missing, which it leaves behind."""
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


def test_results_come_in_the_order_of_the_parts() -> None:
    assert spread(square, range(50), 2, at_once=3) == [number * number for number in range(50)]


def test_an_error_of_the_work_is_raised() -> None:
    with pytest.raises(ValueError, match="-1 has no place here"):
        spread(square, [1, -1], 2)


def test_the_work_of_a_killed_process_is_done_by_a_new_one(tmp_path: Path) -> None:
    (done,) = spread(die_once, [tmp_path / "mark"], 2)
    assert done != os.getpid()


@pytest.mark.parametrize(("count", "workers", "is_shared"), [(SPREAD, 2, True), (SPREAD, 1, False), (9, 2, False)])
def test_small_batches_stay_here(count: int, workers: int, is_shared: bool) -> None:
    assert is_worth_it(count, workers) == is_shared
