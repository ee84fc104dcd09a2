"""What a run that was killed has left in the exchange: its workers are stopped, what they had finished is loaded."""

import asyncio
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

import flows.prefect_defaults  # noqa: F401  before anything of Prefect

# isort: split
import polars as pl
from prefect import get_run_logger

from flows.crew import LOOK, standing_of
from flows.pieces import DAMAGED, Part, Piece, load_pieces, take_piece
from flows.workspace import Workspace, now
from tasks.handover.order import BadOrder, discard, read_order, withdraw_order
from tasks.handover.signs import Pulse, ask_to_stop, end_of
from tasks.load.task import select_due

QUIET = 20.0
"""Seconds without a sign of life after which a worker that was told to stop is taken for dead."""
UNBOUNDED = 10**9
"""Seconds and links: what is fetched already needs no host's time."""


@dataclass
class Leftovers:
    """What killed runs left."""

    outcomes: list[pl.DataFrame] = field(default_factory=list)
    """Of the links that were still due, batch by batch."""
    hosts: dict[str, tuple[float | None, float]] = field(default_factory=dict)
    """How their workers left the hosts, for ``PoliteClient.resume``."""


async def load_leftovers(work: Workspace) -> Leftovers:
    """Loads the finished batches of runs that were killed.

    It must come before discovery: what a feed says now is newer than these pages. Their workers are stopped first, so
    that no host is asked by two.
    """
    exchange = work.settings.exchange_folder
    for path in exchange.glob(".*.gone"):
        discard(path)
    # What begins with a dot could not be removed whole: NFS keeps a file that somebody still has open.
    found = [path for path in sorted(exchange.glob("[!.]*")) if path.is_dir() and path.name != DAMAGED]
    left = Leftovers()
    for folder in found:
        parts = [part for path in sorted(folder.glob("part-*")) if (part := _part_of(path)) is not None]
        await _stop([part.folder for part in parts])
        left.hosts |= standing_of(folder, [part.folder for part in parts])
        made = _load(work, parts)
        left.outcomes += made
        discard(folder)
        loaded = sum(each.height for each in made)
        get_run_logger().info("run %s was killed: %d of its links had been fetched and are loaded", folder.name, loaded)
    return left


def _part_of(folder: Path) -> Part | None:
    """A part of a killed run, taken back where no worker has begun it; None where it holds nothing."""
    withdraw_order(folder)
    try:
        terms, links = read_order(folder)
    except BadOrder as error:
        get_run_logger().warning("passed over: %s", error)
        return None
    return Part(terms.part, folder, links, Pulse(folder), terms.ordered_at)


async def _stop(folders: list[Path]) -> None:
    """Returns when no worker of these parts can be at work any more."""
    pulses = {folder: Pulse(folder) for folder in folders if (folder / "beat").exists() and end_of(folder) is None}
    for folder in pulses:
        ask_to_stop(folder)
    while pulses:
        for folder, pulse in list(pulses.items()):
            pulse.look()
            if end_of(folder) is not None or time.monotonic() - pulse.changed_at > QUIET:
                del pulses[folder]
        await asyncio.sleep(LOOK)


def _load(work: Workspace, parts: list[Part]) -> list[pl.DataFrame]:
    """Loads what the parts hold, batch by batch, of links that are still due."""
    sources = [source.id for source in work.seeds.sources]
    outcomes = []
    for number in sorted({number for part in parts for number in part.links["batch"]}):
        due = select_due(work.writer, now(), sources, UNBOUNDED, UNBOUNDED)
        pieces = [piece for part in parts if (piece := _still_due(part, number, due)) is not None]
        if pieces:
            links = due.join(pl.concat([piece.links for piece in pieces]), on="url", how="semi")
            outcomes.append(load_pieces(work, links, pieces, f"batch {number + 1} of the killed run"))
    return outcomes


def _still_due(part: Part, number: int, due: pl.DataFrame) -> Piece | None:
    """A part's piece of a batch without the links that were settled since; None where nothing is left of it."""
    piece = take_piece(part, number, part.links.filter(pl.col("batch") == number).drop("batch"))
    if piece.delivery is None or piece.links.is_empty():
        return None
    links = piece.links.join(due, on="url", how="semi")
    if links.is_empty():
        return None
    made = piece.delivery
    kept = replace(
        made,
        pages=made.pages.join(links, on="url", how="semi"),
        articles=made.articles.join(links, left_on="link_url", right_on="url", how="semi"),
        outcomes=made.outcomes.join(links, on="url", how="semi"),
    )
    return Piece(links, kept)
