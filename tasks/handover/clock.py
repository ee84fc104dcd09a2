"""A worker's times on the writer's clock: what was fetched for an order was fetched after it and before its delivery.

The warehouse tells by times which of two states of an article is newer, and when a link is due again. Edits that a
worker with a slow clock fetched would be taken for older than what is stored. Nobody knows the other's clock, but the
writer knows on its own when it gave the order and when it found the batch.
"""

from dataclasses import replace
from datetime import datetime, timedelta

import polars as pl

from tasks.handover.delivery import Delivery

INSTANT = pl.Datetime("us", "UTC")


def on_our_clock(made: Delivery, ordered_at: datetime, found_at: datetime) -> tuple[Delivery, timedelta]:
    """The delivery with its instants moved into the time between order and find, both aware, of the writer's clock.

    Instants to come (``retry_at``) keep their distance from the request. Returns also by how much the worst was off;
    zero where all fitted.
    """
    bounds = (pl.lit(ordered_at).cast(INSTANT), pl.lit(found_at).cast(INSTANT))
    ours = pl.col("fetched_at").clip(*bounds)
    off = made.pages.select((ours - pl.col("fetched_at")).abs().max()).item() or timedelta(0)
    if not off:
        return made, off
    pages = made.pages.with_columns(fetched_at=ours, retry_at=pl.col("retry_at") + (ours - pl.col("fetched_at")))
    return replace(made, pages=pages, articles=made.articles.with_columns(fetched_at=ours)), off
