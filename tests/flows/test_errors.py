"""Which errors become one line, and which are faults of the program."""

import errno
import logging

import duckdb
import httpx
import pytest

from flows.cli.errors import expected, one_line_each
from flows.logs import terminal_handlers
from tasks.archive_check import ArchiveDamaged
from warehouse.checks import ChecksFailed

FULL = 'FATAL Error: Failed to create checkpoint because of error: Could not write file "/w": No space left on device'


def of_server() -> Exception:
    """As Prefect wraps what its server did not answer."""
    error = RuntimeError("Failed to reach API at http://127.0.0.1:9/api")
    error.__cause__ = httpx.ConnectError("refused")
    return error


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ChecksFailed("not published"), "not published"),
        (ArchiveDamaged("1 damaged file"), "1 damaged file"),
        (OSError(errno.ENOSPC, "No space left on device", "/w/x"), "/w/x: No space left on device; free some space"),
        (PermissionError(errno.EACCES, "Permission denied", "/w"), "/w: Permission denied"),
        (TimeoutError("stopped after 50 minutes"), "stopped after 50 minutes"),
        (duckdb.FatalException(FULL), "the disk is full; free some space and start again"),
        (of_server(), "the Prefect server at "),
    ],
)
def test_an_error_that_people_can_mend_is_told_in_one_line(error: Exception, told: str) -> None:
    said = expected(error)
    assert said is not None
    assert said.startswith(told)


@pytest.mark.parametrize("error", [ValueError("x"), duckdb.FatalException("INTERNAL Error"), RuntimeError("x")])
def test_a_fault_of_the_program_is_none_of_them(error: Exception) -> None:
    assert expected(error) is None


def test_prefects_traceback_of_an_expected_error_and_its_last_line_stay_out_of_the_terminal() -> None:
    def record(message: str, error: Exception | None = None) -> logging.LogRecord:
        info = (type(error), error, None) if error else None
        return logging.LogRecord("prefect.flow_runs", logging.ERROR, __file__, 1, message, None, info)

    with one_line_each():
        (filters,) = {tuple(each.filters) for each in terminal_handlers()}
        (shown,) = filters
        assert isinstance(shown, logging.Filter)
        faults = [record("Encountered exception", ValueError("x")), record("Finished in state Failed('x')")]
        assert [bool(shown.filter(each)) for each in faults] == [True, True]
        known = [record("Encountered exception", ChecksFailed("x")), record("Finished in state Failed('x')")]
        assert [bool(shown.filter(each)) for each in known] == [False, False]
    assert all(not each.filters for each in terminal_handlers())
