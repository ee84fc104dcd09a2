"""Tells people what needs them, once when it begins and once when it is over."""

import flows.prefect_defaults  # noqa: F401  before anything of Prefect

# isort: split
from collections.abc import Mapping

from prefect import get_run_logger

from flows.notifications import Channel, send
from flows.workspace import Workspace, now
from warehouse.alerts import record_attempt, update_alerts, waiting_messages


async def tell_alerts(work: Workspace, blocks: Mapping[str, Channel]) -> None:
    """Raises and ends alerts by what the warehouse holds now, and sends what waits to be told.

    ``blocks``: the channels by name. One that is down fails nothing: its messages wait for the next run.
    """
    begun, over = update_alerts(work.writer.con, now(), list(blocks))
    for alert in begun:
        get_run_logger().warning("%s; %s", alert.detail, alert.remedy)
    for alert in over:
        get_run_logger().info("over: %s", alert.detail)
    down: set[str] = set()
    for message in waiting_messages(work.writer.con, now()):
        if message.channel not in blocks or message.channel in down:
            continue
        failure = await send(blocks[message.channel], message.subject, message.body)
        record_attempt(work.writer.con, message, now(), failure)
        if failure:
            down.add(message.channel)
            get_run_logger().warning("%s: not sent (%s); tried again at the next run", message.channel, failure)
