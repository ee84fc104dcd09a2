"""Which errors are meant for people, and the one line that each of them becomes."""

import errno
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from flows.logs import JsonHandler, terminal_handlers


def expected(error: BaseException) -> str | None:
    """What went wrong and what to do, in one line; None for a fault of the program, whose traceback is wanted."""
    if isinstance(error, OSError):
        return _of_system(error)
    if isinstance(error, known_errors()):
        return str(error)
    return _of_database(error) or _of_server(error)


def known_errors() -> tuple[type[Exception], ...]:
    """The roots of the error trees whose messages are meant for people; imported only when one is needed."""
    from flows.settings import BadSettings
    from tasks.archive_check import ArchiveDamaged
    from tasks.discover.choices import ChoicesError
    from tasks.discover.sources import SourcesError
    from tasks.extract.files import InputError
    from tasks.extract.recipes import RecipeError
    from tasks.report.week import ReportError
    from tasks.tag.registers import RegisterError
    from warehouse.connect import WarehouseError

    return (
        ArchiveDamaged,
        BadSettings,
        ChoicesError,
        InputError,
        RecipeError,
        RegisterError,
        ReportError,
        SourcesError,
        WarehouseError,
    )


def _of_system(error: OSError) -> str:
    """The system's own error; where the disk is full, with what to do."""
    if error.strerror is None:
        return str(error)
    told = ": ".join(str(part) for part in (error.filename, error.strerror) if part)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{told}; free some space and start again, what was loaded is not lost"
    return told


def _of_database(error: BaseException) -> str | None:
    """That the disk is full, where DuckDB met it inside a task, before the warehouse could say so."""
    from warehouse.connect import is_of_full_disk

    return "the disk is full; free some space and start again" if is_of_full_disk(error) else None


def _of_server(error: BaseException) -> str | None:
    """What a Prefect server did that does not answer any more, or refuses; Prefect wraps it in errors of its own."""
    import httpx

    from flows.prefect_server import refusal

    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, httpx.HTTPError):
            return refusal(seen)
        seen = seen.__cause__
    return None


@contextmanager
def one_line_each() -> Iterator[None]:
    """What Prefect logs of an error that is expected stays out of the terminal, where the verb tells it in one line.

    The Prefect server has it all, with the traceback; so has the terminal under ``PREFECT_LOGGING_LEVEL=DEBUG``, and
    standard error as JSON, which is a log.
    """
    import flows.prefect_defaults  # noqa: F401  before anything of Prefect

    # isort: split
    import prefect.main  # noqa: F401  sets its handlers up

    is_wanted = logging.getLogger("prefect").isEnabledFor(logging.DEBUG)
    handlers = [] if is_wanted else [each for each in terminal_handlers() if not isinstance(each, JsonHandler)]
    news = _News()
    for handler in handlers:
        handler.addFilter(news)
    try:
        yield
    finally:
        for handler in handlers:
            handler.removeFilter(news)


_NO_NEWS = (
    "Crash detected! Execution was cancelled",
    "Finished in state Crashed('Execution was cancelled",
    "Finished in state Cancelled",
)
"""What Prefect says of a run that a person stopped, and of its tasks; the verb tells why a run was Cancelled."""


class _News(logging.Filter):
    """Passes all but the traceback of an expected error, Prefect's line that the run ended with it, and that a task
    was stopped."""

    _has_told = False

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the terminal shows the record."""
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and expected(error) is not None:
            self._has_told = True
            return False
        said = str(record.msg)
        return not (said.startswith(_NO_NEWS) or (self._has_told and said.startswith("Finished in state Failed")))
