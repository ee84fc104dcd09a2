"""``kawaraban worker``: this machine fetches and extracts for the monitor runs of another."""

import os
import socket
import sys
from typing import NoReturn

import flows.prefect_defaults  # noqa: F401  before anything of Prefect

# isort: split
from flows.findings import exchange_finding
from flows.prefect_server import require_server
from flows.settings import BadSettings, current_settings


def become_worker() -> NoReturn:
    """Replaces this process by a Prefect worker of the pool, after a look at what its runs will need.

    One run at a time, or the first worker that asks would take the parts of all.

    Raises:
        BadSettings: no pool is set, or the exchange folder cannot be used.
        NoServer: no server is configured, or it does not answer.
    """
    settings = current_settings()
    if settings.work_pool is None:
        raise BadSettings("set KAWARABAN_WORK_POOL to the pool that the machine with the warehouse uses")
    exchange = exchange_finding(settings)
    if exchange.state != "ok":
        raise BadSettings(f"{exchange.told}; {exchange.remedy}")
    require_server()
    # Its runs begin in a folder of Prefect's, where a relative path leads elsewhere.
    os.environ["KAWARABAN_HOME"] = str(settings.home.resolve())
    os.environ["KAWARABAN_EXCHANGE"] = str(settings.exchange_folder.resolve())
    # A part waits for a worker that asks for it; Prefect's own 10 s would be a third of a small harvest.
    os.environ.setdefault("PREFECT_WORKER_QUERY_SECONDS", "3")
    name = f"{socket.gethostname()}-{os.getpid()}"
    options = ["--pool", settings.work_pool, "--type", "process", "--limit", "1", "--name", name]
    os.execv(sys.executable, [sys.executable, "-m", "prefect", "worker", "start", *options])  # noqa: S606  no shell is wanted
