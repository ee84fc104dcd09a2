"""The sources as the operator has them: those of the file, with what was decided about them.

Apart from the workspace, for verbs that list sources start at once: they need no tagger.
"""

from collections.abc import Sequence

from flows.settings import Settings
from tasks.discover.choices import SourceOff, apply_choices, find_sources, load_choices
from tasks.discover.sources import Source, load_sources


def configured_sources(settings: Settings) -> list[Source]:
    """The sources of the file, with what the operator decided about them."""
    return apply_choices(load_sources(settings.sources_file), load_choices(settings.choices_file))


def choose_sources(sources: Sequence[Source], only: Sequence[str] | None) -> list[Source]:
    """The enabled sources, or the named ones.

    Raises:
        UnknownSource: a name is not in the file.
        SourceOff: a named source is switched off.
    """
    if only is None:
        return [source for source in sources if source.enabled]
    chosen = find_sources(sources, only)
    for source in chosen:
        if not source.enabled:
            raise SourceOff(f"{source.id} is switched off; «kawaraban sources enable {source.id}» switches it on")
    return chosen
