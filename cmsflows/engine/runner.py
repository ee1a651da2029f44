"""The runner: where a visitor stands, and what becomes of the task when a step answers.

All of it is a pure function of task, definition and what the components say; nothing is stored
here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import HttpResponse
from django.utils.functional import Promise

from cmsflows.definition.nodes import ActionNode
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.components import Component
from cmsflows.engine.delta import Delta
from cmsflows.engine.detour import with_detours
from cmsflows.engine.navigation import after, arrival, destination
from cmsflows.engine.outcome import Outcome, SendTo
from cmsflows.engine.preconditions import Precondition
from cmsflows.engine.task import Position, Task, TaskStatus, Visit, VisitStatus
from cmsflows.engine.walk import Walk


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a visitor is now: at a step, or led to a response, or stuck."""

    action: ActionNode | None
    message: str | Promise = ""
    """Why it is not the step they were at, if it is not."""
    response: HttpResponse | None = None


def standing(walk: Walk, action: ActionNode) -> Standing:
    """Follow unmet preconditions from an action to the step that would satisfy them.

    The first message is kept: it names what the visitor's own step is waiting for. Steps that
    lead to one another in a circle leave the visitor stuck, and are not followed round.
    """
    message: str | Promise = ""
    seen: set[str] = set()
    current = action
    while current.id not in seen:
        seen.add(current.id)
        unmet = _first_unmet(walk, current)
        if unmet is None:
            return Standing(current, message)
        precondition, component = unmet
        message = message or precondition.message
        way_out = precondition.way_out(component)
        if isinstance(way_out, HttpResponse):
            return Standing(None, message, way_out)
        found = arrival(walk.compiled, way_out) if way_out else None
        if found is None:
            return Standing(None, message)
        current = found
    return Standing(None, message)


def is_open(walk: Walk, action: ActionNode) -> bool:
    """May the visitor enter this action now?"""
    return _first_unmet(walk, action) is None


def _first_unmet(walk: Walk, action: ActionNode) -> tuple[Precondition, Component] | None:
    path = walk.compiled.definition.lineage(action)
    guards = [walk.compiled.preconditions(node) for node in path]
    if not any(guards):
        return None
    for component, preconditions in zip(walk.components(action), guards, strict=True):
        for precondition in preconditions:
            if not precondition.is_met(component):
                return precondition, component
    return None


def complete(
    compiled: CompiledFlow,
    task: Task,
    action: ActionNode,
    answer: Outcome | SendTo,
    *,
    deltas: tuple[Delta, ...] = (),
    answers: Mapping[str, list[str]] | None = None,
    digest: str = "",
) -> Task:
    """The task after an action was completed or left.

    `answers` are kept when given; leaving by an exit gives none. Raises `UnreachableTargetError`
    where the answer leads nowhere.
    """
    is_left = answers is None
    moved = replace(
        task,
        visits=(*task.visits, _closed(task, action, deltas=deltas, digest=digest, left=is_left)),
        answers=task.answers if answers is None else {**task.answers, action.id: answers},
        kept=(),
    )
    straight = _target(compiled, moved, action, answer)
    target, resume = with_detours(compiled, task, action, answer, straight)
    return _arrive(moved, target=target, resume=resume)


def keep(task: Task, deltas: tuple[Delta, ...]) -> Task:
    """The task after an action that answered a response: not completed, its changes are kept."""
    return replace(task, kept=(*task.kept, *deltas)) if deltas else task


def _closed(
    task: Task, action: ActionNode, *, deltas: tuple[Delta, ...], digest: str, left: bool
) -> Visit:
    return Visit(
        seq=task.position.seq,
        node=action.id,
        status=VisitStatus.LEFT if left else VisitStatus.DONE,
        digest=digest,
        deltas=(*task.kept, *deltas),
    )


def _target(
    compiled: CompiledFlow, task: Task, action: ActionNode, answer: Outcome | SendTo
) -> ActionNode | None:
    if isinstance(answer, SendTo):
        return destination(compiled, action, answer.target)
    return after(compiled, action, task.state())


def _arrive(task: Task, *, target: ActionNode | None, resume: str) -> Task:
    closed = replace(task.visits[-1], to=target.id if target else "")
    return replace(
        task,
        visits=(*task.visits[:-1], closed),
        position=Position(target.id if target else "", task.position.seq + 1),
        status=task.status if target else TaskStatus.DONE,
        resume=resume,
    )
