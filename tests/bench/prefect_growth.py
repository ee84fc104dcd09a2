"""How fast Prefect's database grows, and what maintenance deletes of it.

    python -m tests.bench.prefect_growth [--runs 60]

Starts a Prefect server on SQLite and makes runs as large as a monitor cycle: a flow with six tasks, thirty lines of
log and seven artifacts. Prints bytes a run, extrapolated to a day and to a year of the schedule's runs; then deletes
all but the newest as maintenance does, makes as many again, and prints how much the file grew then.
"""

import argparse
import os
import sqlite3
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.bench.crash_time import prefect_server

RUNS_A_DAY = 20
TEXT = "| 電波AI通信 | 12 | 2026-11-25 | ok |\n" * 40


def used_bytes(folder: Path) -> tuple[int, int]:
    """(size of the database, bytes of it that hold something), its write-ahead log folded in."""
    file = next(folder.glob("prefect/*.db"))
    con = sqlite3.connect(file, timeout=60)
    con.execute("pragma wal_checkpoint(truncate)")
    pages, free, size = (
        con.execute(f"pragma {n}").fetchone()[0] for n in ("page_count", "freelist_count", "page_size")
    )
    con.close()
    return pages * size, (pages - free) * size


def make_runs(count: int) -> None:
    """Runs of the size of a monitor cycle."""
    from prefect import flow, get_run_logger, task
    from prefect.artifacts import create_markdown_artifact

    @task
    def step(number: int) -> int:
        return number

    @flow(name="monitor")
    def cycle() -> None:
        for number in range(6):
            step(number)
        for number in range(30):
            get_run_logger().info("%d links, %d pages, %d articles, of them new or changed", number, number, number)
        for number in range(7):
            create_markdown_artifact(key=f"sample-{number}", markdown=TEXT)

    for _ in range(count):
        cycle()


def main() -> None:
    """Prints one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=60)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as scratch, prefect_server(Path(scratch)) as api:
        os.environ |= {"PREFECT_API_URL": api, "PREFECT_HOME": f"{scratch}/client", "PREFECT_LOGGING_LEVEL": "WARNING"}
        from prefect.client.orchestration import get_client

        from flows.retention import delete_old_runs

        make_runs(2)
        time.sleep(10)
        _, before = used_bytes(Path(scratch))
        make_runs(runs)
        time.sleep(15)
        _, after = used_bytes(Path(scratch))
        each = (after - before) / runs
        print(
            f"{each / 1e3:.1f} kB a run; extrapolated: {each * RUNS_A_DAY / 1e6:.2f} MB a day, "
            f"{each * RUNS_A_DAY * 365 / 1e9:.2f} GB a year without retention"
        )
        with get_client(sync_client=True) as client:
            deleted = delete_old_runs(client, ["monitor"], datetime.now(UTC) + timedelta(minutes=1))
        time.sleep(20)
        kept_size, kept = used_bytes(Path(scratch))
        print(f"{deleted.runs} runs and {deleted.artifacts} artifacts deleted, {deleted.kept_runs} kept")
        print(
            f"{(after - kept) / 1e6:.2f} of {(after - before) / 1e6:.2f} MB given back inside the file; what is left "
            "are events, which the server deletes after seven days"
        )
        make_runs(runs)
        time.sleep(15)
        again, _ = used_bytes(Path(scratch))
        print(
            f"{runs} more runs: the file grew by {(again - kept_size) / 1e6:.2f} MB, "
            f"without retention by {(after - before) / 1e6:.2f} MB"
        )


if __name__ == "__main__":
    main()
