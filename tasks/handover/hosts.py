"""Which hosts a worker may ask: those of its part, and others that it was the first to claim.

A page redirects where it likes. Two workers that follow to one host, or one whose links lead to a host of another part,
would together break the host's pace. So a host has one worker for the length of a run: the writer gives each part its
own, any other belongs to the worker that makes the host's folder first, which one machine alone can do. A link that
leads to a host of another goes back to the writer, which fetches it when the workers have ended.
"""

from collections.abc import Collection
from pathlib import Path

FOLDER = "hosts"
"""In a run's folder; holds an empty folder for each host."""


def give_hosts(run: Path, hosts: Collection[str]) -> None:
    """Marks hosts as given away, before any worker of the run begins. Raises OSError where the storage refuses."""
    for host in filter(_is_name, hosts):
        (run / FOLDER / host).mkdir(parents=True, exist_ok=True)


def given_hosts(run: Path) -> list[str]:
    """Every host that a worker of the run may have asked."""
    return sorted(path.name for path in (run / FOLDER).glob("*"))


class OwnHosts:
    """The hosts of one worker; ``may_ask`` is what a client wants to know."""

    def __init__(self, run: Path, own: Collection[str]) -> None:
        self._folder = run / FOLDER
        self._known = dict.fromkeys(own, True)

    def may_ask(self, host: str) -> bool:
        """Whether this worker may ask the host; claims it where nobody has."""
        if host not in self._known:
            self._known[host] = self._claim(host)
        return self._known[host]

    def _claim(self, host: str) -> bool:
        if not _is_name(host):
            return False
        try:
            (self._folder / host).mkdir()
        except OSError:  # somebody has it, or the exchange cannot be reached: both mean that it is not ours
            return False
        return True


def _is_name(host: str) -> bool:
    """It can be the name of a folder."""
    return bool(host) and not host.startswith(".") and "/" not in host
