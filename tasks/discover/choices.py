"""What the operator decided about sources: switched on with their terms accepted, or switched off.

Kept apart from the sources file, which is shared by all who use it: an acceptance is one operator's own.

ChoicesError
├── UnknownSource    there is no such source; the message lists those there are
├── SourceOff        a source that is switched off was to be used
└── TermsNotAccepted a source with restrictive terms was to be switched on without accepting them
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ValidationError

from tasks.discover.sources import Source


class ChoicesError(Exception):
    """A choice cannot be made or read; the message says why."""


class UnknownSource(ChoicesError):
    """No source has this id."""


class SourceOff(ChoicesError):
    """The source is switched off; the message says how to switch it on."""


class TermsNotAccepted(ChoicesError):
    """The source's terms restrict its use and were not accepted."""


class Choice(BaseModel):
    """One decision."""

    state: Literal["on", "off"]
    made_at: datetime
    accepted_terms: str | None = None
    """The terms as they were shown; where they change later, the source is off until they are accepted again."""


class Choices(BaseModel):
    """All decisions, by source id."""

    sources: dict[str, Choice] = {}


def load_choices(path: Path) -> Choices:
    """The decisions stored at ``path``; none where there is no file.

    Raises:
        ChoicesError: the file was damaged.
    """
    if not path.exists():
        return Choices()
    try:
        return Choices.model_validate_json(path.read_bytes())
    except ValidationError as error:
        fault = error.errors()[0]
        raise ChoicesError(f"{path}: {fault['msg']}; mend it, or remove it and decide anew") from error


def apply_choices(sources: Sequence[Source], choices: Choices) -> list[Source]:
    """The sources with the operator's decisions in force."""
    return [source.model_copy(update={"enabled": _is_on(source, choices.sources.get(source.id))}) for source in sources]


def _is_on(source: Source, choice: Choice | None) -> bool:
    if choice is None:
        return source.enabled
    if choice.state == "off":
        return False
    return not source.requires_terms or choice.accepted_terms == source.terms


def switch_on(path: Path, sources: Sequence[Source], ids: Sequence[str], now: datetime, *, accepts_terms: bool) -> None:
    """Stores that these sources are watched.

    Raises:
        UnknownSource: one of them does not exist.
        TermsNotAccepted: one restricts its use, and ``accepts_terms`` is false; nothing is stored.
    """
    chosen = find_sources(sources, ids)
    for source in chosen:
        if source.requires_terms and not accepts_terms:
            where = f", see {source.terms_url}" if source.terms_url else ""
            raise TermsNotAccepted(
                f"{source.id}: {source.terms}{where}; read them, then repeat with --accept-terms if you may use it"
            )
    _store(path, {s.id: Choice(state="on", made_at=now, accepted_terms=s.terms) for s in chosen})


def switch_off(path: Path, sources: Sequence[Source], ids: Sequence[str], now: datetime) -> None:
    """Stores that these sources are not watched.

    Raises:
        UnknownSource: one of them does not exist.
    """
    _store(path, {source.id: Choice(state="off", made_at=now) for source in find_sources(sources, ids)})


def find_sources(sources: Sequence[Source], ids: Sequence[str]) -> list[Source]:
    """The sources of these ids, in this order.

    Raises:
        UnknownSource: one of them does not exist.
    """
    known = {source.id: source for source in sources}
    for each in ids:
        if each not in known:
            raise UnknownSource(f"no source {each!r}; there are: {', '.join(sorted(known))}")
    return [known[each] for each in ids]


def _store(path: Path, made: dict[str, Choice]) -> None:
    choices = load_choices(path)
    choices.sources.update(made)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.part")
    partial.write_text(choices.model_dump_json(indent=1), encoding="utf-8")
    partial.replace(path)
