"""Tells readers the news that their watch list asks for, in one digest."""

import flows.prefect_defaults  # noqa: F401  before anything of Prefect

# isort: split
from collections.abc import Mapping

from prefect import get_run_logger

from flows.notifications import Channel
from flows.outbox import send_waiting
from flows.workspace import Workspace, now
from warehouse.watch import Rhythm, collect_digest

TOLD = {
    "begun": "watch list: begins now; what is published from now on is told",
    "waiting": "watch list: the digest of the day is not due yet",
    "nothing new": "watch list: nothing new",
}


async def tell_news(work: Workspace, blocks: Mapping[str, Channel]) -> None:
    """Writes the digest of the watch list, if there is news and one is due, and sends it.

    ``blocks``: the channels by name. Without one, or while the list has a fault, nothing is collected: the news wait.
    """
    watched = work.seeds.watch
    if work.seeds.watch_fault:
        get_run_logger().warning("watch list: nobody is told, it has a fault: %s", work.seeds.watch_fault)
        return
    if not blocks:
        if watched and work.settings.notify:
            get_run_logger().warning("watch list: nobody is told, no channel is set (KAWARABAN_ALERT_…)")
        return
    rhythm = Rhythm(work.settings.digest, work.settings.digest_hour)
    collected = collect_digest(work.writer.con, watched.subjects() if watched else None, rhythm, list(blocks), now())
    if collected.state in TOLD:
        get_run_logger().info(TOLD[collected.state])
    if collected.state == "told":
        get_run_logger().info("watch list: a digest of %d entries", collected.item_count)
        await send_waiting(work, blocks)
