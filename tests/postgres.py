"""A PostgreSQL server for tests, where one is installed: no disk is waited for, and whoever can reach it is let in."""

import os
import pwd
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

SPEED = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")
"""A power cut may cost everything; it is thrown away anyway."""


def programs() -> Path | None:
    """The folder with the newest PostgreSQL server's programs; None where it, or who may run it, is not there."""
    if os.geteuid() == 0 and "postgres" not in {each.pw_name for each in pwd.getpwall()}:
        return None
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    here = shutil.which("initdb")
    return Path(here).parent if here else None


def owner() -> dict[str, Any]:
    """How a process becomes the owner of the files: PostgreSQL refuses to run as root."""
    return {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}


def start(bin_folder: Path, folder: Path, port: int) -> tuple["subprocess.Popen[bytes]", str]:
    """Makes a cluster in ``folder`` and serves it at ``port`` of 127.0.0.1; the process, and SQLAlchemy's URL.

    Whoever asks for it must be able to pass through the folders above.
    """
    folder.mkdir()
    if owner():
        shutil.chown(folder, "postgres", "postgres")
    initialise = [bin_folder / "initdb", "-D", folder / "data", "-U", "prefect", "--auth=trust", "--no-sync"]
    subprocess.run(initialise, check=True, capture_output=True, cwd=folder, **owner())
    options = ["-p", str(port), "-k", str(folder), "-c", "listen_addresses=127.0.0.1", *SPEED]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [bin_folder / "postgres", "-D", folder / "data", *options], stdout=log, stderr=log, cwd=folder, **owner()
        )
    for _ in range(300):
        made = subprocess.run(
            [bin_folder / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "prefect", "prefect"],
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode == 0:
            return process, f"postgresql+asyncpg://prefect@127.0.0.1:{port}/prefect"
        if process.poll() is not None:
            break
        time.sleep(0.1)
    process.kill()
    raise RuntimeError(f"PostgreSQL did not start: {made.stderr} {(folder / 'server.log').read_text()[-2000:]}")
