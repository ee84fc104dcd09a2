"""``kawaraban run``: one monitoring cycle, now."""

from collections.abc import Sequence

from flows.performing import perform
from flows.settings import current_settings
from flows.sources import choose_sources, configured_sources
from flows.workspace import preflight


def run_once(sources: Sequence[str] | None) -> bool:
    """Runs the cycle; False where not one source could be reached, so that nothing was looked at."""
    settings = current_settings()
    preflight(settings)
    choose_sources(configured_sources(settings), sources)
    import flows.prefect_defaults  # noqa: F401  before anything of Prefect

    # isort: split
    from prefect import tags

    from flows.monitor import monitor

    with tags("kawaraban", "by-hand"):
        cycle = perform(monitor(sources=list(sources) if sources else None))
    return cycle.source_count == 0 or cycle.answered_count > 0
