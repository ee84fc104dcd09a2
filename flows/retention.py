"""Deletes old runs from the Prefect server, with their task runs, logs and artifacts, and closes those left open.

The server deletes old events by itself (PREFECT_SERVER_EVENTS_RETENTION_PERIOD, seven days); nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import flows.prefect_defaults  # noqa: F401  before anything of Prefect

# isort: split
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import (
    ArtifactFilter,
    ArtifactFilterFlowRunId,
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import Artifact, State, StateType
from prefect.client.schemas.sorting import FlowRunSort

PAGE = 100
"""The server allows 200."""
ABANDONED = timedelta(hours=24)
"""Nothing waits so long for its start: what does was forgotten when a server or a runner was started again."""
ENDED = [StateType.COMPLETED, StateType.FAILED, StateType.CANCELLED, StateType.CRASHED]


@dataclass(frozen=True)
class Deleted:
    """How much was deleted or closed."""

    runs: int
    artifacts: int
    kept_runs: int
    """Old runs that stay, because they hold the newest artifact of a key."""


def delete_old_runs(client: SyncPrefectClient, flows: Sequence[str], before: datetime) -> Deleted:
    """Deletes the ended runs of these flows that were to start before an instant, page by page.

    The server deletes their task runs with them and their logs soon after. Artifacts it would leave, so they are
    deleted here; a run that holds the newest artifact of a key stays, and with it what the dashboard shows.
    """
    old = _runs(client, flows, ENDED, before)
    newest, run_count, artifact_count = _newest_ids(client), 0, 0
    for start in range(0, len(old), PAGE):
        page = old[start : start + PAGE]
        artifacts = _artifacts(client, page)
        showing = {each.flow_run_id for each in artifacts if each.id in newest}
        for artifact in artifacts:
            if artifact.flow_run_id not in showing:
                client.delete_artifact(artifact.id)
                artifact_count += 1
        for run_id in page:
            if run_id not in showing:
                client.delete_flow_run(run_id)
                run_count += 1
    return Deleted(run_count, artifact_count, len(old) - run_count)


def close_abandoned_runs(client: SyncPrefectClient, flows: Sequence[str], now: datetime) -> int:
    """Cancels runs of these flows that still wait for a start that should have been a day ago; returns how many."""
    waiting = _runs(client, flows, [StateType.SCHEDULED, StateType.PENDING], now - ABANDONED)
    for run_id in waiting:
        state: State[None] = State(type=StateType.CANCELLED, message="waited for a day without being started")
        client.set_flow_run_state(run_id, state, force=True)
    return len(waiting)


def _runs(client: SyncPrefectClient, flows: Sequence[str], states: Sequence[StateType], before: datetime) -> list[UUID]:
    """The ids of the runs of flows in these states that were to start before an instant, the oldest first."""
    found: list[UUID] = []
    while True:
        page = client.read_flow_runs(
            flow_filter=FlowFilter(name=FlowFilterName(any_=list(flows))),
            flow_run_filter=FlowRunFilter(
                state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(states))),
                expected_start_time=FlowRunFilterExpectedStartTime(before_=before),
            ),
            sort=FlowRunSort.EXPECTED_START_TIME_ASC,
            limit=PAGE,
            offset=len(found),
        )
        found += [run.id for run in page]
        if len(page) < PAGE:
            return found


def _artifacts(client: SyncPrefectClient, runs: Sequence[UUID]) -> list[Artifact]:
    """All artifacts of these runs."""
    found: list[Artifact] = []
    while True:
        page = client.read_artifacts(
            artifact_filter=ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=list(runs))),
            limit=PAGE,
            offset=len(found),
        )
        found += page
        if len(page) < PAGE:
            return found


def _newest_ids(client: SyncPrefectClient) -> set[UUID]:
    """The ids of the newest artifact of every key."""
    found: set[UUID] = set()
    offset = 0
    while page := client.read_latest_artifacts(limit=PAGE, offset=offset):
        found |= {each.latest_id for each in page}
        offset += len(page)
    return found
