"""``kawaraban doctor``: looks at everything that a run needs, and says for each fault what to do."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import flows.prefect_defaults  # noqa: F401  before anything of Prefect

# isort: split
import httpx
import prefect
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterId, WorkerFilter, WorkerFilterStatus
from prefect.client.schemas.objects import DeploymentStatus
from prefect.exceptions import ObjectNotFound

from flows import findings
from flows.automations import automations, differs
from flows.findings import Finding
from flows.prefect_server import require_server
from flows.schedules import deployments
from flows.settings import NoServer, Settings
from flows.setup import channels_of
from flows.workspace import now
from tasks.dates import JST
from warehouse.query import Answer

MOST_DRIFT = timedelta(seconds=30)
"""A clock that is off by more writes wrong instants and misses its schedule."""
SETUP = "start «kawaraban setup»"


def examine(settings: Settings) -> list[Finding]:
    """Every finding, good and bad; a look that fails is a finding itself."""
    looks: list[Callable[[], Iterable[Finding]]] = [
        lambda: [findings.python_finding()],
        findings.package_findings,
        lambda: [findings.disk_finding(settings)],
        lambda: findings.schema_findings(settings),
        lambda: [findings.contact_finding(settings)],
        lambda: findings.terms_findings(settings),
        lambda: findings.watch_findings(settings),
        lambda: [findings.network_finding(settings)],
        lambda: server_findings(settings),
    ]
    found: list[Finding] = []
    for look in looks:
        try:
            found += look()
        except Exception as error:  # noqa: BLE001  whatever fails is told, and the others are still looked at
            told = f"{type(error).__name__}: {error}".splitlines()[0]
            found.append(Finding("doctor", "problem", told, "mend what it names, then ask again"))
    return found


def server_findings(settings: Settings) -> Iterator[Finding]:
    """The Prefect server, its clock, version, schedules and automations."""
    try:
        url = require_server()
    except NoServer as error:
        yield Finding("server", "problem", str(error), "«prefect server start», PREFECT_API_URL in the environment")
        return
    yield clock_finding(httpx.get(f"{url}/health", timeout=10).headers.get("date"), now())
    with get_client(sync_client=True) as client:
        yield version_finding(prefect.__version__, client.api_version())
        yield from schedule_findings(client)
        yield from pool_findings(client, settings)
        yield from automation_findings(client, settings)
        yield channel_finding(channels_of(client))


def clock_finding(stated: str | None, at: datetime) -> Finding:
    """This machine's clock against the server's ``Date`` header."""
    if stated is None:
        return Finding("clock", "warning", "the server states no time", "compare the clock by hand")
    drift = at - parsedate_to_datetime(stated).astimezone(UTC)
    told = f"{drift.total_seconds():+.0f} s from the server's"
    if abs(drift) <= MOST_DRIFT:
        return Finding("clock", "ok", told)
    return Finding("clock", "problem", told, "set the clock of the machine that is wrong, and keep it by NTP")


def version_finding(client_version: str, server_version: str) -> Finding:
    """Client and server are to be of one minor version, the server not the older."""
    told = f"Prefect {client_version} here, {server_version} on the server"
    if client_version == server_version:
        return Finding("server", "ok", told)
    same = client_version.split(".")[:2] == server_version.split(".")[:2]
    remedy = f"install prefect=={client_version} for the server"
    return Finding("server", "warning" if same else "problem", told, remedy)


def schedule_findings(client: SyncPrefectClient) -> Iterator[Finding]:
    """Each deployment: registered, not paused, served, and when it runs next."""
    for wanted in deployments():
        name = f"{wanted.flow_name}/{wanted.name}"
        try:
            found = client.read_deployment_by_name(name)
        except ObjectNotFound:
            yield Finding("schedule", "problem", f"{name} is not registered", SETUP)
            continue
        is_paused = found.paused or not all(each.active for each in found.schedules)
        if is_paused:
            yield Finding("schedule", "warning", f"{name} is paused", "resume it on the dashboard")
        elif found.status != DeploymentStatus.READY:
            pool = found.work_pool_name
            remedy = f"«prefect worker start --pool {pool}»" if pool else "«kawaraban serve»"
            yield Finding("schedule", "problem", f"{name}: nobody does its runs", f"start {remedy}")
        elif not found.schedules:
            yield Finding("schedule", "ok", f"{name} by hand")
        else:
            yield _next_finding(client, found.id, name)


def pool_findings(client: SyncPrefectClient, settings: Settings) -> Iterator[Finding]:
    """Where a work pool fetches: its deployment, its workers, and the folder that all share."""
    pool = settings.work_pool
    if pool is None:
        return
    yield findings.exchange_finding(settings)
    try:
        client.read_deployment_by_name(f"harvest/{pool}")
        workers = client.read_workers_for_work_pool(
            pool, worker_filter=WorkerFilter(status=WorkerFilterStatus(any_=["ONLINE"]))
        )
    except ObjectNotFound:
        yield Finding("workers", "problem", f"harvest/{pool} is not registered", SETUP)
        return
    if workers:
        yield Finding("workers", "ok", f"{len(workers)} in the pool «{pool}»: {', '.join(w.name for w in workers)}")
    else:
        remedy = f"start «KAWARABAN_WORK_POOL={pool} kawaraban worker» on each machine"
        yield Finding("workers", "problem", f"nobody works in the pool «{pool}»: runs fetch by themselves", remedy)


def _next_finding(client: SyncPrefectClient, deployment_id: object, name: str) -> Finding:
    chosen = DeploymentFilter(id=DeploymentFilterId.model_validate({"any_": [deployment_id]}))
    runs = client.read_flow_runs(deployment_filter=chosen, limit=200)
    times = [r.next_scheduled_start_time for r in runs if r.state_type == "SCHEDULED" and r.next_scheduled_start_time]
    if not times:
        remedy = "the server's scheduler is not running: look into its log, compare its packages with the constraints"
        return Finding("schedule", "problem", f"{name} has no next run", remedy)
    return Finding("schedule", "ok", f"{name} next {min(times).astimezone(JST):%Y-%m-%d %H:%M} in Tokyo")


def automation_findings(client: SyncPrefectClient, settings: Settings) -> Iterator[Finding]:
    """Each automation: there, as it should be, switched on."""
    wrong = 0
    for wanted in automations(settings, []):
        found = client.read_automations_by_name(wanted.name)
        if not found:
            yield Finding("automation", "problem", f"«{wanted.name}» is not there", SETUP)
        elif differs(found[0], wanted, with_actions=False):  # whom they call is known where setup was started
            yield Finding("automation", "warning", f"«{wanted.name}» is not as this program makes it", SETUP)
        elif not found[0].enabled:
            yield Finding("automation", "warning", f"«{wanted.name}» is off", "switch it on, on the dashboard")
        else:
            continue
        wrong += 1
    if not wrong:
        yield Finding("automation", "ok", "all are there and on")


def channel_finding(names: Collection[str]) -> Finding:
    """Whether anybody is called when something needs a person."""
    if names:
        return Finding("alerts", "ok", f"called by {', '.join(sorted(names))}")
    remedy = "set KAWARABAN_ALERT_WEBHOOK, _SLACK or _EMAIL and start «kawaraban setup»"
    return Finding("alerts", "warning", "no channel: nobody is called", remedy)


def as_answer(found: list[Finding]) -> Answer:
    """The findings as rows, what needs a person first."""
    order = {"problem": 0, "warning": 1, "ok": 2}
    rows = [(f.state, f.subject, f.told, f.remedy) for f in sorted(found, key=lambda each: order[each.state])]
    return Answer(["state", "subject", "found", "remedy"], ["VARCHAR"] * 4, list(rows))
