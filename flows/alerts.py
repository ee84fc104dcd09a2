"""Tells people what needs them, once when it begins and once when it is over."""

import flows.prefect_defaults  # noqa: F401  before anything of Prefect

# isort: split
from collections.abc import Mapping

from prefect import get_run_logger

from flows.notifications import Channel
from flows.outbox import send_waiting
from flows.workspace import Workspace, now
from warehouse.alerts import update_alerts


async def tell_alerts(work: Workspace, blocks: Mapping[str, Channel]) -> None:
    """Raises and ends alerts by what the warehouse holds now, and sends what waits to be told.

    ``blocks``: the channels by name.
    """
    begun, over = update_alerts(work.writer.con, now(), list(blocks))
    for alert in begun:
        get_run_logger().warning("%s; %s", alert.detail, alert.remedy)
    for alert in over:
        get_run_logger().info("over: %s", alert.detail)
    await send_waiting(work, blocks)
