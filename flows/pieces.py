"""The pieces of a batch: what workers delivered of it, put together again and loaded as a single process would."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import flows.prefect_defaults  # noqa: F401  before anything of Prefect

# isort: split
import polars as pl
from prefect import get_run_logger

from flows.batch import load_extracted
from flows.workspace import Workspace, now
from tasks.extract.batch import Extraction, join_extractions
from tasks.frames import Articles, Outcomes, Pages
from tasks.handover.clock import on_our_clock
from tasks.handover.delivery import DamagedDelivery, Delivery, delivery_folder, read_delivery, take_archive
from tasks.handover.order import discard
from tasks.handover.signs import Pulse

WRONG_CLOCK = timedelta(seconds=5)
"""A worker's clock that is off by more is told."""
RETURNED = "not-fetched"
"""Outcome of a page that a worker leaves to the run, because another worker may ask its host."""
DAMAGED = "damaged"
"""Where batches lie that could not be loaded, in the exchange."""


@dataclass
class Part:
    """One part of a run's links while a worker does it."""

    number: int
    folder: Path
    links: pl.DataFrame
    """Columns of the due links, and ``batch``."""
    pulse: Pulse
    ordered_at: datetime
    """On the clock of this machine."""
    flow_run: UUID | None = None
    lost: str | None = None
    """Why nothing more is expected of it; None while something is."""
    is_left: bool = False
    """Nobody asks its hosts any more, so this run may fetch what is not delivered itself."""
    rest: list[pl.DataFrame] = field(default_factory=list)
    """Links that this run is to fetch itself."""

    @property
    def name(self) -> str:
        """As the worker is told, and as its folder is named in the exchange."""
        return f"{self.folder.parent.name}/{self.folder.name}"


@dataclass
class Piece:
    """What became of one part's links of one batch."""

    links: pl.DataFrame
    delivery: Delivery | None
    why: str = ""
    """Where nothing was delivered: the reason."""
    returned: pl.DataFrame | None = None
    """Links that lead to hosts of other workers, which are none of ``links``."""


def take_piece(part: Part, number: int, links: pl.DataFrame) -> Piece:
    """What a part delivered of a batch; a damaged delivery is put aside, and its links stay due."""
    folder = delivery_folder(part.folder, number)
    if not folder.is_dir():
        return Piece(links, None, part.lost or "not delivered")
    try:
        made, off = on_our_clock(read_delivery(folder, links["url"].to_list()), part.ordered_at, now())
        if off > WRONG_CLOCK:
            told = (
                "the clock of the worker of part %d is wrong by %.0f s or more: keep it by NTP; its times are set right"
            )
            get_run_logger().warning(told, part.number, off.total_seconds())
        returned = made.pages.filter(outcome=RETURNED).select("url").unique()
        kept = replace(made, pages=made.pages.join(returned, on="url", how="anti"))
        own, others = (links.join(returned, on="url", how=how) for how in ("anti", "semi"))
        return Piece(own, kept, returned=others)
    except DamagedDelivery as error:
        aside = part.folder.parent.parent / DAMAGED / f"{part.folder.parent.name}-{part.folder.name}-{folder.name}"
        aside.parent.mkdir(exist_ok=True)
        folder.rename(aside)
        get_run_logger().error(
            "batch %d of part %d is damaged and lies in %s: %s", number + 1, part.number, aside, error
        )
        return Piece(links, None, f"its batch was damaged: {error}")


def load_pieces(work: Workspace, links: pl.DataFrame, pieces: Sequence[Piece], label: str) -> pl.DataFrame:
    """Loads one batch out of its pieces, in one transaction; returns its outcomes, one for each link.

    A delivery is removed when it is in the warehouse; a run that is killed before leaves it to the next.
    """
    delivered = [piece.delivery for piece in pieces if piece.delivery is not None]
    for delivery in delivered:
        take_archive(delivery, work.settings.archive)
    rows = [
        {"url": url, "source_id": source, "outcome": "not-fetched", "detail": piece.why}
        for piece in pieces
        if piece.delivery is None
        for url, source in piece.links.select("url", "source_id").iter_rows()
    ]
    missing = pl.DataFrame(rows, schema=Outcomes.create_empty().schema)
    # In the order in which a single process would have them, which decides between two links of one article.
    articles = pl.concat([Articles.create_empty(), *(each.articles for each in delivered)]).sort("link_url")
    outcomes = pl.concat([missing, *(each.outcomes for each in delivered)])
    pages = pl.concat([Pages.create_empty(), *(each.pages for each in delivered)])
    ended = load_extracted(work, links, pages, join_extractions([Extraction(articles, outcomes)]), label=label)
    for delivery in delivered:
        discard(delivery.folder)
    return ended
