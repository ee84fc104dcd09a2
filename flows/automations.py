"""What the Prefect server does by itself, so that nothing dies in silence: its automations, kept equal to this file.

A process that was killed cannot say so, and a machine that is off starts no alert. So the server watches: for the
heartbeat of each run, for runs that do not start or do not end, and for the completed run that should have been.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import flows.prefect_defaults  # noqa: F401  before anything of Prefect

# isort: split
from prefect.automations import ChangeFlowRunState, DoNothing, EventTrigger, Posture
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ActionTypes, CancelFlowRun
from prefect.events.schemas.automations import AutomationCore

from flows.changes import Change
from flows.settings import Settings
from flows.timetable import longest_gap

TAG = "kawaraban"
SILENCE = timedelta(seconds=50)
"""A run that speaks every 30 s and was not heard of for so long is dead. The server looks every 5 s, so a killed run is
Crashed 20 to 55 s after. One that lives all the same ends Completed, which Prefect allows after Crashed."""
START = timedelta(minutes=5)
"""From Pending to Running a process needs seconds; what takes longer was lost with its runner."""
LATENESS = timedelta(hours=1)
GRACE = timedelta(minutes=10)
"""A run gets so long to end by its own time limit, which is tried only where it waits for something."""

FLOWS = ("monitor", "harvest", "backfill", "reprocess", "weekly-report", "maintenance")
_ENDS = {f"prefect.flow-run.{state}" for state in ("Completed", "Failed", "Cancelled", "Crashed", "TimedOut")}
_HEARTBEAT = "prefect.flow-run.heartbeat"


def automations(settings: Settings, alert: Sequence[ActionTypes]) -> list[AutomationCore]:
    """All of them; ``alert``: what is done to call a person."""
    call = list(alert) or [DoNothing()]
    limit = timedelta(minutes=settings.timeout_minutes) + GRACE
    return [
        _automation(
            "kawaraban: no heartbeat",
            f"A run that was not heard of for {SILENCE.seconds} s is Crashed: its process or machine is gone.",
            _silence({_HEARTBEAT}, {_HEARTBEAT, *_ENDS}, SILENCE, FLOWS),
            [_crash(f"no heartbeat for {SILENCE.seconds} s: its process was killed, or its machine is off")],
        ),
        _automation(
            "kawaraban: did not start",
            f"A run that stays Pending for {START.seconds // 60} minutes is Crashed and holds its place no longer.",
            _silence({"prefect.flow-run.Pending"}, {"prefect.flow-run.Running", *_ENDS}, START, FLOWS),
            [_crash(f"Pending for {START.seconds // 60} minutes: its runner is gone")],
        ),
        _automation(
            "kawaraban: does not end",
            "A monitor run that its time limit could not stop is cancelled; which ends its process. Calls a person.",
            _silence({"prefect.flow-run.Running"}, _ENDS, limit, ["monitor"]),
            [CancelFlowRun(), *alert],
        ),
        _automation(
            "kawaraban: failed",
            "A run failed, crashed or was stopped for its time. Calls a person.",
            _trigger(
                FLOWS,
                posture=Posture.Reactive,
                expect={f"prefect.flow-run.{state}" for state in ("Failed", "Crashed", "TimedOut")},
                for_each={"prefect.resource.id"},
                within=timedelta(0),
            ),
            call,
        ),
        _automation(
            "kawaraban: late",
            "A monitor run still waits an hour after its time: no runner serves the schedules. Calls a person.",
            _silence({"prefect.flow-run.Late"}, {"prefect.flow-run.Running", *_ENDS}, LATENESS, ["monitor"]),
            call,
        ),
        _automation(
            "kawaraban: no completed run",
            "No monitor run was completed for two of the schedule's longest intervals. Calls a person.",
            _absence({"prefect.flow-run.Completed"}, 2 * longest_gap(settings.schedule), ["monitor"]),
            call,
        ),
    ]


def ensure_automations(client: SyncPrefectClient, wanted: Sequence[AutomationCore]) -> list[Change]:
    """Makes the server's automations equal to ``wanted``, by name; one that is switched off there stays off."""
    return [_ensure(client, each) for each in wanted]


def _ensure(client: SyncPrefectClient, wanted: AutomationCore) -> Change:
    what = f"automation «{wanted.name}»"
    found = client.read_automations_by_name(wanted.name)
    if not found:
        client.create_automation(wanted)
        return Change(what, "created")
    first, *doubles = sorted(found, key=lambda each: str(each.id))
    for double in doubles:
        client.delete_automation(double.id)
    if not differs(first, wanted) and not doubles:
        return Change(what, "left", "" if first.enabled else "switched off by hand")
    client.update_automation(first.id, wanted.model_copy(update={"enabled": first.enabled}))
    return Change(what, "changed")


def differs(found: AutomationCore, wanted: AutomationCore, *, with_actions: bool = True) -> bool:
    """The server's automation is not what this file says; whether it is switched on is the operator's affair."""
    return _shape(found, with_actions) != _shape(wanted, with_actions)


def _shape(automation: AutomationCore, with_actions: bool) -> dict[str, Any]:
    left_out = {"enabled", "owner_resource"} if with_actions else {"enabled", "owner_resource", "actions"}
    kept = automation.model_dump(mode="json", include=set(AutomationCore.model_fields) - left_out)
    kept["trigger"] = {
        name: sorted(value) if isinstance(value, list) and all(isinstance(each, str) for each in value) else value
        for name, value in kept["trigger"].items()
        if name != "id"
    }
    return kept


def _automation(name: str, description: str, trigger: EventTrigger, actions: Sequence[ActionTypes]) -> AutomationCore:
    made = AutomationCore(name=name, description=description, tags=[TAG], trigger=trigger, actions=list(actions))
    # The client leaves out fields that were not set, and with them the «type» of triggers and actions; an update
    # refuses the owner.
    return AutomationCore.model_validate(made.model_dump(exclude={"owner_resource"}))


def _silence(after: set[str], expect: set[str], within: timedelta, flows: Sequence[str]) -> EventTrigger:
    """For each run: fires when none of ``expect`` came within the time after one of ``after``."""
    return _trigger(flows, after=after, expect=expect, for_each={"prefect.resource.id"}, within=within)


def _absence(expect: set[str], within: timedelta, flows: Sequence[str]) -> EventTrigger:
    """Fires again and again while none of ``expect`` is seen for so long, from the hour of its making."""
    return _trigger(flows, after=set(), expect=expect, for_each=set(), within=within)


def _trigger(flows: Sequence[str], *, posture: Posture = Posture.Proactive, **rest: Any) -> EventTrigger:
    return EventTrigger(
        match={"prefect.resource.id": "prefect.flow-run.*"},
        match_related={"prefect.resource.role": "flow", "prefect.resource.name": list(flows)},
        posture=posture,
        threshold=1,
        **rest,
    )


def _crash(message: str) -> ChangeFlowRunState:
    return ChangeFlowRunState(state=StateType.CRASHED, name="Crashed", message=message)
