"""An order: one part of a run's links, with everything that a worker needs to fetch and extract it.

HandoverError
├── NoSuchOrder    it was withdrawn, or another worker has taken it
└── BadOrder       it cannot be read, or is of another version of the program
"""

import re
import shutil
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
from pydantic import AwareDatetime, BaseModel, Field, ValidationError

PART = re.compile(r"\w[\w-]*/part-\d+", re.ASCII)
"""How a part is named: its run and its number. Nothing else may be asked for."""
RECIPES = "recipes.toml"


class HandoverError(Exception):
    """Something between the writer and a worker is not as it should be; the message says what."""


class NoSuchOrder(HandoverError):
    """The order is not there: it was withdrawn, or another worker has taken it."""


class BadOrder(HandoverError):
    """The order cannot be read, or comes from another version of the program."""


class Terms(BaseModel):
    """What holds for every link of a part."""

    run_id: str
    part: int
    program_version: str
    policy: dict[str, Any]
    """The rules of fetching, as ``tasks.fetch.policy.FetchPolicy`` in JSON."""
    hosts: dict[str, tuple[float | None, float]]
    """By host: seconds since its last request (None: never asked), seconds for which it is to be left alone."""
    own_hosts: list[str] = []
    """The hosts that only this part's worker asks; see ``tasks.handover.hosts``."""
    ordered_at: AwareDatetime = Field(default_factory=lambda: datetime.now(UTC))
    """When the writer wrote the order, on its clock; see ``tasks.handover.clock``."""


def write_order(part: Path, terms: Terms, links: pl.DataFrame, recipes: Path) -> None:
    """Lays an order out for a worker to take.

    Args:
        part: the part's folder, ``<run>/part-<number>``; made here.
        terms: what holds for its links.
        links: columns of ``warehouse.writer.DUE_LINK_SCHEMA`` and ``batch`` (see ``tasks.handover.division``).
        recipes: the file of site recipes.

    Raises OSError where the storage does not take it.
    """
    staged = part / ".order"
    staged.mkdir(parents=True)
    links.write_parquet(staged / "links.parquet")
    (staged / "terms.json").write_text(terms.model_dump_json(indent=1), encoding="utf-8")
    shutil.copyfile(recipes, staged / RECIPES)
    staged.rename(part / "order")


def take_order(exchange: Path, name: str, program_version: str) -> tuple[Terms, pl.DataFrame]:
    """Takes an order, so that nobody else does it; returns its terms and its links.

    Raises:
        NoSuchOrder: it was withdrawn, or another worker has taken it.
        BadOrder: it cannot be read, or another version of the program wrote it.
    """
    if PART.fullmatch(name) is None:
        raise BadOrder(f"{name!r} is no order: expected the name of a run and a part, such as 20250901T…/part-1")
    part = exchange / name
    if not exchange.is_dir():
        raise BadOrder(f"{exchange} is no folder here: KAWARABAN_EXCHANGE must be the one that the writer uses")
    try:
        (part / "order").rename(part / "taken")
    except FileNotFoundError as error:
        raise NoSuchOrder(f"{part}: withdrawn, or taken by another worker") from error
    terms, links = read_order(part)
    if terms.program_version != program_version:
        raise BadOrder(
            f"{part}: written by Kawaraban {terms.program_version}, here is {program_version}; "
            "install the same version on every machine"
        )
    return terms, links


def read_order(part: Path) -> tuple[Terms, pl.DataFrame]:
    """The terms and links of an order that was taken or withdrawn.

    Raises:
        BadOrder: it cannot be read.
    """
    try:
        terms = Terms.model_validate_json((part / "taken" / "terms.json").read_bytes())
        links = pl.read_parquet(part / "taken" / "links.parquet")
    except (OSError, ValidationError, pl.exceptions.PolarsError) as error:
        raise BadOrder(f"{part}: the order cannot be read ({str(error).splitlines()[0]})") from error
    return terms, links


def recipes_of(part: Path) -> Path:
    """The site recipes of an order that was taken."""
    return part / "taken" / RECIPES


def withdraw_order(part: Path) -> bool:
    """Takes an order back before a worker takes it; False where one has, or where it was withdrawn already."""
    try:
        (part / "order").rename(part / "taken")
    except FileNotFoundError:
        return False
    return True


def is_waiting(part: Path) -> bool:
    """Whether no worker has taken the order yet."""
    return (part / "order").is_dir()


def discard(folder: Path) -> None:
    """Removes a run's folder or a batch's, at once for everybody: a worker that still writes there ends."""
    aside = folder if folder.name.startswith(".") else folder.with_name(f".{folder.name}.gone")
    with suppress(FileNotFoundError):
        folder.rename(aside)
    shutil.rmtree(aside, ignore_errors=True)
