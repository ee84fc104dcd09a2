"""Every deployment, in one file: what runs when, on the machine that serves them or on the workers of a pool."""

import flows.prefect_defaults  # noqa: F401  before anything of Prefect

# isort: split
from typing import Any

from prefect import Flow
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron, Schedule
from prefect.types.entrypoint import EntrypointType

from flows.harvest import harvest
from flows.maintenance import maintenance
from flows.monitor import monitor
from flows.prefect_defaults import DEFAULTS
from flows.report import weekly_report
from flows.reprocess import reprocess
from flows.settings import PROGRAM_VERSION, current_settings
from flows.timetable import TOKYO, no_cron

ONE_AT_A_TIME = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
"""A run that comes while another works is Cancelled, which the dashboard shows; it is not queued up."""


def deployments(pool: str | None = None) -> list[RunnerDeployment]:
    """What runs when, Asia/Tokyo: for the workers of ``pool``, or for the machine that serves them.

    Raises:
        BadSettings: ``KAWARABAN_SCHEDULE`` is no cron expression.
    """
    return [
        _deployment(
            monitor,
            "scheduled",
            "One monitoring cycle over the sources whose polling interval has passed.",
            ["cycle"],
            pool,
            schedule=_cron(current_settings().schedule),
            parameters={"only_due": True},
        ),
        _deployment(
            weekly_report,
            "monday-morning",
            "The report of the week that ended: a page, a digest and a feed in the home's reports folder.",
            ["report"],
            pool,
            schedule=_cron("0 7 * * 1"),
        ),
        _deployment(
            maintenance,
            "nightly",
            "Old Prefect runs deleted, the warehouse compacted, the archive checked, leftovers removed.",
            ["upkeep"],
            pool,
            schedule=_cron("30 4 * * *"),
        ),
        _deployment(
            reprocess,
            "by-hand",
            "Articles and tags made again from the archive with the rules of today; shows what moved.",
            ["by-hand"],
            pool,
        ),
    ]


def harvest_deployments() -> list[RunnerDeployment]:
    """What the workers of ``KAWARABAN_WORK_POOL`` do for a monitor run: one deployment, or none without a pool.

    Several of its runs work at a time, each with a part of the links of its own.
    """
    pool = current_settings().work_pool
    if pool is None:
        return []
    told = "Fetches and extracts one part of a monitor run's links; the monitor starts it."
    return [_deployment(harvest, pool, told, ["part-of-a-cycle"], pool, limit=None)]


def _cron(expression: str) -> Schedule:
    try:
        return Cron(expression, timezone=TOKYO)
    except ValueError as error:
        raise no_cron(expression) from error


def _deployment(
    flow: Flow[..., Any],
    name: str,
    description: str,
    tags: list[str],
    pool: str | None,
    *,
    schedule: Schedule | None = None,
    parameters: dict[str, object] | None = None,
    limit: ConcurrencyLimitConfig | None = ONE_AT_A_TIME,
) -> RunnerDeployment:
    """One run at a time unless ``limit`` says otherwise. The version is the program's, so that registering it again
    changes nothing."""
    return flow.to_deployment(  # type: ignore[return-value]  # a sync call of a sync-compatible function
        name=name,
        description=description,
        tags=["kawaraban", *tags],
        schedule=schedule,
        parameters=parameters,
        concurrency_limit=limit,
        version=PROGRAM_VERSION,
        entrypoint_type=EntrypointType.MODULE_PATH,
        work_pool_name=pool,
        # A worker imports Prefect before our defaults could be set, so its runs get them from here.
        job_variables={"env": dict(DEFAULTS)} if pool else None,
    )
