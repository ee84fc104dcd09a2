"""Every schedule, in one file, and the command that serves them from one machine."""

import sys

import flows.prefect_defaults  # noqa: F401  before anything of Prefect

# isort: split
import httpx
from prefect import serve
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron
from prefect.settings import PREFECT_API_URL
from prefect.types.entrypoint import EntrypointType

from flows.monitor import monitor
from flows.report import weekly_report
from flows.reprocess import reprocess
from flows.settings import NoServer, current_settings


def deployments() -> list[RunnerDeployment]:
    """What runs when: ``monitor`` every hour, or as ``KAWARABAN_SCHEDULE`` says, Asia/Tokyo; ``weekly-report`` on
    Monday at 07:00; ``reprocess`` by hand."""
    return [
        monitor.to_deployment(  # type: ignore[list-item]  # a sync call of a sync-compatible function
            name="scheduled",
            description="One monitoring cycle over the sources whose polling interval has passed.",
            schedule=Cron(current_settings().schedule, timezone="Asia/Tokyo"),
            parameters={"only_due": True},
            concurrency_limit=1,
            tags=["kawaraban"],
            entrypoint_type=EntrypointType.MODULE_PATH,
        ),
        weekly_report.to_deployment(  # type: ignore[list-item]  # as above
            name="monday-morning",
            description="The report of the week that ended: a page, a digest and a feed in the home's reports folder.",
            schedule=Cron("0 7 * * 1", timezone="Asia/Tokyo"),
            concurrency_limit=1,
            tags=["kawaraban"],
            entrypoint_type=EntrypointType.MODULE_PATH,
        ),
        reprocess.to_deployment(  # type: ignore[list-item]  # as above
            name="by-hand",
            description="Articles and tags made again from the archive with the rules of today; shows what moved.",
            concurrency_limit=1,
            tags=["kawaraban"],
            entrypoint_type=EntrypointType.MODULE_PATH,
        ),
    ]


def serve_schedules() -> None:
    """Registers the schedules on the configured Prefect server and runs them until stopped.

    Raises:
        NoServer: no server is configured, or it does not answer.
    """
    url = PREFECT_API_URL.value()
    if not url:
        raise NoServer(
            "no Prefect server is configured: start one with «prefect server start» in another terminal and set "
            "PREFECT_API_URL=http://127.0.0.1:4200/api"
        )
    try:
        httpx.get(f"{url.rstrip('/')}/health", timeout=10).raise_for_status()
    except httpx.HTTPError as error:
        raise NoServer(f"the Prefect server at {url} does not answer ({error}); is it started?") from error
    print(f"Serving the schedules of {url}; stop with Ctrl-C", file=sys.stderr)  # noqa: T201
    serve(*deployments())
