"""The Prefect tasks of publishing: the checks come first."""

from datetime import datetime
from pathlib import Path

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from warehouse.checks import Finding, require_sound, run_checks
from warehouse.connect import Writer
from warehouse.snapshot import Snapshot, publish


@task(name="publish", cache_policy=NO_CACHE, retries=2, retry_delay_seconds=5)
def publish_snapshot(writer: Writer, target: Path) -> Snapshot:
    """Replaces the file that analysts open; tried again because a file server may be away for a moment."""
    return publish(writer, target)


@task(name="check", cache_policy=NO_CACHE)
def check_data(writer: Writer, now: datetime) -> list[Finding]:
    """Runs the data checks and tells what they found.

    Raises:
        ChecksFailed: a hard one found rows; nothing is published and the snapshot before stays.
    """
    findings = run_checks(writer.con, now)
    require_sound(findings)
    for finding in findings:
        if finding.row_count:
            get_run_logger().warning(finding.told())
    return findings
