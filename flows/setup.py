"""``kawaraban setup``, ``deploy`` and ``serve``: everything that the Prefect server and the home need, made once.

Each step compares first and touches only what differs, so running any of them again changes nothing.
"""

import sys
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import flows.prefect_defaults  # noqa: F401  before anything of Prefect

# isort: split
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.responses import DeploymentResponse
from prefect.deployments.runner import RunnerDeployment
from prefect.exceptions import ObjectNotFound
from pydantic import ValidationError

from flows.automations import automations, ensure_automations
from flows.changes import Change
from flows.notifications import BLOCK_PREFIX, ensure_blocks, notification_actions
from flows.prefect_server import require_server
from flows.schedules import deployments, harvest_deployments
from flows.serving import serve_until_stopped
from flows.settings import BadSettings, Settings, current_settings
from flows.workspace import preflight
from warehouse.connect import WarehouseBusy

SUBJECT = "{{ automation.name }}"
BODY = (
    "{{ automation.description }}{% if flow_run %} It is {{ flow_run.name }}: {{ flow_run.state.message }}.{% endif %} "
    "See the runs on the dashboard, then «kawaraban doctor»."
)


def set_up(pool: str | None = None) -> list[Change]:
    """Home, database, work pool (where one is named), deployments and automations; returns what became of each.

    Raises:
        NoServer: no server is configured, or it does not answer.
        WarehouseError, SourcesError, …: the home or a seed is not in order.
    """
    require_server()
    settings = current_settings()
    made = ensure_home(settings)
    with get_client(sync_client=True) as client:
        return made + _ensure_runs(client, pool) + _watch(client, settings)


def deploy_to(pool: str) -> list[Change]:
    """The work pool and the deployments for its workers.

    Raises:
        NoServer: no server is configured, or it does not answer.
    """
    require_server()
    with get_client(sync_client=True) as client:
        return _ensure_runs(client, pool)


def _ensure_runs(client: SyncPrefectClient, pool: str | None) -> list[Change]:
    """The work pools and everything that runs, in ``pool`` or on the machine that serves it."""
    pools = dict.fromkeys((pool, current_settings().work_pool))
    made = [change for name in pools for change in ensure_pool(client, name)]
    return made + ensure_deployments(client, [*deployments(pool), *harvest_deployments()])


def serve_schedules() -> None:
    """Sets the server up where it is not yet, and runs the schedules on this machine until stopped.

    Stopping does not pause them: what is missed meanwhile is shown as Late and raises the alert, and when the
    schedules are served again one of the late runs works and the others are Cancelled.

    Raises:
        NoServer: no server is configured, or it does not answer.
        WarehouseError, SourcesError, …: the home or a seed is not in order.
    """
    url, wanted = require_server(), deployments()
    settings = current_settings()
    told = ensure_home(settings)
    with get_client(sync_client=True) as client:
        told += _ensure_runs(client, None) + _watch(client, settings)
        _keep_pauses(client, wanted)  # the server registers them again, whatever it finds
    for change in told:
        if change.outcome != "left" or change.detail:
            _say(str(change))
    _say(f"Serving the schedules of {url}; stop with Ctrl-C")
    serve_until_stopped(wanted)


def ensure_home(settings: Settings) -> list[Change]:
    """The home folder with the writer's database at the schema of this program; checks the seeds on the way."""
    what, file = f"home {settings.home}", settings.writer_file
    before = file.stat().st_mtime_ns if file.exists() else None
    try:
        preflight(settings)
    except WarehouseBusy:
        return [Change(what, "left", "a run works in it")]
    if before is None:
        return [Change(what, "created")]
    return [Change(what, "left" if file.stat().st_mtime_ns == before else "changed")]


def ensure_pool(client: SyncPrefectClient, pool: str | None) -> list[Change]:
    """The work pool, whose workers start each run in a process of its own.

    Raises:
        BadSettings: Prefect does not allow the name.
    """
    if pool is None:
        return []
    try:
        found = client.read_work_pool(pool)
    except ObjectNotFound:
        try:
            wanted = WorkPoolCreate(name=pool, type="process")
        except ValidationError as error:
            raise BadSettings(f"work pool {pool!r}: {error.errors()[0]['msg']}; choose a plain name") from error
        client.create_work_pool(wanted)
        return [Change(f"work pool «{pool}»", "created")]
    return [Change(f"work pool «{pool}»", "left", "paused by hand" if found.is_paused else "")]


def ensure_deployments(client: SyncPrefectClient, wanted: Sequence[RunnerDeployment]) -> list[Change]:
    """The deployments with their schedules, limits and run forms; what was paused by hand stays paused."""
    return [_ensure_deployment(client, each) for each in wanted]


def _ensure_deployment(client: SyncPrefectClient, wanted: RunnerDeployment) -> Change:
    what = f"deployment «{wanted.flow_name}/{wanted.name}»"
    found = _registered(client, wanted)
    if found is None:
        wanted.apply()
        return Change(what, "created")
    if found.work_pool_name != wanted.work_pool_name:
        # Registering it again would keep the pool: the server takes «no pool» for «as it was».
        client.delete_deployment(found.id)
        wanted.apply()
        return Change(what, "changed", f"moved to {wanted.work_pool_name or 'the machine that serves it'}")
    pauses = [each.active for each in found.schedules]
    is_paused = found.paused or not all(pauses)
    if _shape(found) == _shape(wanted):
        return Change(what, "left", "paused by hand" if is_paused else "")
    _keep_pauses(client, [wanted])
    wanted.apply()
    return Change(what, "changed")


def _registered(client: SyncPrefectClient, wanted: RunnerDeployment) -> DeploymentResponse | None:
    try:
        return client.read_deployment_by_name(f"{wanted.flow_name}/{wanted.name}")
    except ObjectNotFound:
        return None


def _shape(deployment: RunnerDeployment | DeploymentResponse) -> dict[str, object]:
    """What makes two deployments the same, whether asked for or found."""
    if isinstance(deployment, RunnerDeployment):
        form, limit = deployment._parameter_openapi_schema, deployment.concurrency_limit
        schema: dict[str, Any] | None = form.model_dump(exclude_unset=True)
    else:
        schema = deployment.parameter_openapi_schema
        limit = deployment.global_concurrency_limit.limit if deployment.global_concurrency_limit else None
    strategy = deployment.concurrency_options.collision_strategy if deployment.concurrency_options else None
    return {
        "schedules": sorted(str(each.schedule) for each in deployment.schedules or []),
        "parameters": deployment.parameters,
        "form": schema,
        "tags": sorted(deployment.tags),
        "version": deployment.version,
        "description": deployment.description,
        "entrypoint": deployment.entrypoint,
        "environment": (deployment.job_variables or {}).get("env"),
        "limit": (limit, strategy),
    }


def _keep_pauses(client: SyncPrefectClient, wanted: Sequence[RunnerDeployment]) -> None:
    """What the operator paused on the dashboard stays paused when it is registered again."""
    for deployment in wanted:
        found = _registered(client, deployment)
        if found is None:
            continue
        deployment.paused = found.paused
        active = {str(each.schedule): each.active for each in found.schedules}
        for each in deployment.schedules or []:
            each.active = active.get(str(each.schedule), True)


def _watch(client: SyncPrefectClient, settings: Settings) -> list[Change]:
    """What the server watches by itself, and how it calls a person.

    Where this environment names no channel, those that are on the server already serve.
    """
    before = channels_of(client)
    blocks = before | ensure_blocks()
    told = [Change(f"channel «{name}»", "left" if blocks[name] == before.get(name) else "created") for name in blocks]
    if not blocks:
        told = [Change("channels", "left", "none: set KAWARABAN_ALERT_WEBHOOK, _SLACK or _EMAIL to be called")]
    return told + ensure_automations(client, automations(settings, notification_actions(blocks, SUBJECT, BODY)))


def channels_of(client: SyncPrefectClient) -> dict[str, UUID]:
    """The ids of the channels that are on the server, by channel."""
    start, found = f"{BLOCK_PREFIX}-", client.read_block_documents(limit=200, include_secrets=False)
    return {each.name.removeprefix(start): each.id for each in found if each.name and each.name.startswith(start)}


def _say(text: str) -> None:
    print(text, file=sys.stderr)  # noqa: T201
