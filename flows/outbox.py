"""Sends the messages that the warehouse keeps for people."""

import flows.prefect_defaults  # noqa: F401  before anything of Prefect

# isort: split
from collections.abc import Mapping

from prefect import get_run_logger

from flows.notifications import Channel, send
from flows.workspace import Workspace, now
from warehouse.messages import record_attempt, waiting_messages


async def send_waiting(work: Workspace, blocks: Mapping[str, Channel]) -> None:
    """Sends what waits, the oldest first.

    ``blocks``: the channels by name. One that is down fails nothing: its messages wait for the next run.
    """
    down: set[str] = set()
    for message in waiting_messages(work.writer.con, now()):
        if message.channel not in blocks or message.channel in down:
            continue
        failure = await send(blocks[message.channel], message.subject, message.body)
        record_attempt(work.writer.con, message, now(), failure)
        if failure:
            down.add(message.channel)
            get_run_logger().warning("%s: not sent (%s); tried again at the next run", message.channel, failure)
