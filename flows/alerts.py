"""Tells people what needs them, once when it begins and once when it is over."""

import flows.prefect_defaults  # noqa: F401  before anything of Prefect

# isort: split
from collections.abc import Mapping
from datetime import UTC, datetime

from prefect import get_run_logger

from flows.notifications import Channel
from flows.outbox import send_waiting
from flows.workspace import Workspace, now
from warehouse.alerts import Alert, update_alerts


def watch_list_alert(work: Workspace) -> list[Alert]:
    """The alert that the readers' list has a fault, which no rule over the data can know."""
    fault, path = work.seeds.watch_fault, work.settings.watch_path
    if fault is None:
        return []
    since = datetime.fromtimestamp(path.stat().st_mtime, UTC) if path.exists() else now()
    detail = f"the watch list has a fault, so readers are told nothing: {fault.splitlines()[0]}"
    return [Alert("watch_list", str(path), since, detail, "mend it, then «kawaraban watch check»; what is new waits")]


async def tell_alerts(work: Workspace, blocks: Mapping[str, Channel]) -> None:
    """Raises and ends alerts by what the warehouse holds now, and sends what waits to be told.

    ``blocks``: the channels by name.
    """
    begun, over = update_alerts(work.writer.con, now(), list(blocks), watch_list_alert(work))
    for alert in begun:
        get_run_logger().warning("%s; %s", alert.detail, alert.remedy)
    for alert in over:
        get_run_logger().info("over: %s", alert.detail)
    await send_waiting(work, blocks)
