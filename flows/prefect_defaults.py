"""Prefect's environment, set before Prefect is imported: quiet, offline, patient, and inside our home; and logs
without secrets.

Import this module before anything of Prefect. What the operator has set stays.
"""

import atexit
import os
import sys
from pathlib import Path

from flows import logs
from flows.settings import current_settings

DEFAULTS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    # The second dashboard asks a host of the network for its statistics' settings, whatever analytics are set to.
    "PREFECT_SERVER_UI_V2_ENABLED": "false",
    # Flows tell what happens in a few lines; «finished in state Completed» for each of dozens of tasks hides them.
    "PREFECT_LOGGING_LOGGERS_PREFECT_TASK_RUNS_LEVEL": "WARNING",
    # The temporary server needs up to 30 s on two cores for its first database; Prefect gives up after 20.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    # Prefect's own 180 s would leave a killed run «Running» for minutes; it allows nothing below 30.
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
}


def apply_defaults() -> None:
    """Sets what the operator did not; Prefect's own files go below our home unless a profile exists already."""
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    if not (Path.home() / ".prefect" / "profiles.toml").exists():
        home = Path(os.environ.setdefault("PREFECT_HOME", str(current_settings().home / "prefect")))
        home.mkdir(parents=True, exist_ok=True)
    logs.start(as_json=current_settings().log_format == "json")


def end_quietly() -> None:
    """Closes standard error before the interpreter is taken apart.

    DuckDB 2.0 prints pages of «leaked instance» then, where a frame or traceback still refers to it, as Prefect's do;
    a runner's log would hold them once a run. Registered early, this is called after all else that is done at the end.
    """
    sys.stderr.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


apply_defaults()
atexit.register(end_quietly)
