"""The ``kawaraban`` command.

Progress goes to standard error, data to standard output; the exit status is 0 only when the work was done.
"""

from flows.cli.main import main

__all__ = ["main"]
