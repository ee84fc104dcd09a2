"""``python -m flows.cli`` is the ``kawaraban`` command."""

from flows.cli.main import main

main()
