"""A day of the monitor's schedule, as the Prefect server plans it: drift, gaps, and whether cycles can overlap.

    python -m tests.bench.schedule_day [--days 7] [--cycle-minutes 12]

Times come from Prefect's own schedule code. The clock is simulated: at each time a cycle of the given length begins,
or is cancelled where the one before still works, as the deployment's limit has it; a cycle never lasts longer than the
monitor's time limit.
"""

import argparse
from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from flows.settings import current_settings
from flows.timetable import longest_gap, next_times

FAILED_POLLS = 3
"""After so many in a row a source is down: warehouse/alerts/source_down.sql."""
TOKYO = ZoneInfo("Asia/Tokyo")


def main() -> None:
    """Prints one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=7)
    parser.add_argument("--cycle-minutes", type=float, default=12.0)
    options = parser.parse_args()
    settings = current_settings()
    start = datetime(2026, 3, 1, tzinfo=TOKYO)
    times = [t for t in next_times(settings.schedule, 30 * options.days, start) if t < start + timedelta(options.days)]
    gaps = Counter((later - earlier) // timedelta(minutes=1) for earlier, later in pairwise(times))
    drift = max(abs(t.timestamp() % 60) for t in times)
    print(f"{settings.schedule}: {len(times)} runs in {options.days} days, {len(times) / options.days:.1f} a day")
    print("minutes between runs: " + ", ".join(f"{count} x {gap}" for gap, count in sorted(gaps.items())))
    print(f"drift from the planned minute: {drift:.3f} s")
    print(f"that no run was completed is told after {2 * longest_gap(settings.schedule)}")
    waits = [told_at - begun for begun, told_at in zip(times, times[FAILED_POLLS:], strict=False)]
    print(
        f"an outage of a source that is polled in every run is told {FAILED_POLLS} polls after the last good one: "
        f"{min(waits)} by day, {max(waits)} at most over night; the message leaves in that run"
    )
    for minutes in (options.cycle_minutes, settings.timeout_minutes, 75.0):
        told(times, timedelta(minutes=minutes))


def told(times: list[datetime], length: timedelta) -> None:
    """What becomes of a schedule whose cycles last so long."""
    worked: list[datetime] = []
    for time in times:
        if not worked or time >= worked[-1] + length:
            worked.append(time)
    overlaps = sum(later < earlier + length for earlier, later in pairwise(worked))
    print(f"cycles of {length}: {len(worked)} work, {len(times) - len(worked)} are cancelled, {overlaps} overlap")


if __name__ == "__main__":
    main()
