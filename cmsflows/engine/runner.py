"""The runner: where a visitor stands, and what becomes of the task when a step answers.

All of it is a pure function of task, definition and what the components say; nothing is stored
here.
"""

from dataclasses import dataclass, replace

from django.http import HttpResponse
from django.utils.functional import Promise

from cmsflows.definition.nodes import ActionNode
from cmsflows.engine.answers import Answers
from cmsflows.engine.circumstances import Anyhow, Circumstances
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.components import Component
from cmsflows.engine.delta import Delta
from cmsflows.engine.detour import with_detours
from cmsflows.engine.navigation import after, alternatives, arrival, destination, landing
from cmsflows.engine.outcome import COMPLETE, Outcome, SendTo
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
    is_at_the_end: bool = False
    """Is none of the steps that are left there for them?"""


def standing(walk: Walk, action: ActionNode) -> Standing:
    """Follow an action that is not there to the next that is, and unmet preconditions to the step
    that would satisfy them.

    The first message is kept: it names what the visitor's own step is waiting for. Steps that
    lead to one another in a circle leave the visitor stuck, and are not followed round.
    """
    message: str | Promise = ""
    seen: set[str] = set()
    current = action
    while current.id not in seen:
        seen.add(current.id)
        if not walk.given.is_there(current):
            following = landing(walk.given, current)
            if following is None:
                return Standing(None, message, is_at_the_end=True)
            current = following
            continue
        unmet = _first_unmet(walk, current)
        if unmet is None:
            return Standing(current, message)
        precondition, component = unmet
        message = message or precondition.message_for(component)
        way_out = precondition.way_out(component)
        if isinstance(way_out, HttpResponse):
            return Standing(None, message, way_out)
        found = arrival(walk.given, way_out) if way_out else None
        if found is None:
            return Standing(None, message)
        current = found
    return Standing(None, message)


def is_open(walk: Walk, action: ActionNode) -> bool:
    """May the visitor enter this action now?"""
    return _first_unmet(walk, action) is None


def counting(walk: Walk, action: ActionNode) -> list[tuple[Precondition, Component]]:
    """The guards of an action, and of all that it stands in, that count who comes in."""
    path = walk.compiled.definition.lineage(action)
    guards = [list(filter(_counts, walk.compiled.preconditions(node))) for node in path]
    if not any(guards):
        return []
    of_path = zip(walk.components(action), guards, strict=True)
    return [(each, component) for component, own in of_path for each in own]


def _counts(precondition: Precondition) -> bool:
    return type(precondition).admits is not Precondition.admits


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a step leaves behind when it is completed, or left by an exit."""

    answer: Outcome | SendTo = COMPLETE
    digest: str = ""
    answers: Answers = Answers()
    deltas: tuple[Delta, ...] = ()
    is_left: bool = False
    commits: bool = False
    locks: bool = False
    another: str = ""
    """The id of the group of which another round is wanted."""


def complete(given: Circumstances, task: Task, action: ActionNode, result: Result) -> Task:
    """The task after an action was completed or left. `given` are the visitor's circumstances now.

    Raises `UnreachableTargetError` where the answer leads nowhere.
    """
    closed = Visit(
        seq=task.position.seq,
        node=action.id,
        opened=task.position.node,
        status=VisitStatus.LEFT if result.is_left else VisitStatus.DONE,
        digest=result.digest,
        is_sent=isinstance(result.answer, SendTo),
        answers=result.answers,
        deltas=(*task.kept, *result.deltas),
        resume=task.resume,
        commits=result.commits,
        locks=result.locks,
    )
    moved = next_try(task, action.id) if result.commits else task
    done = given.of(_close(moved, closed), another=result.another)
    return _go_on(done, action, result.answer)


def finish(task: Task) -> Task:
    """The task at its end, where none of the steps that are left is there for its visitor."""
    return replace(task, position=Position("", task.next_seq), status=TaskStatus.DONE, kept=())


def next_try(task: Task, node: str) -> Task:
    """The task after a try to commit that is over, whatever came of it; the next is another one."""
    attempts = {**task.attempts, node: task.attempts.get(node, 0) + 1}
    return replace(task, claim=None, attempts=attempts)


def keep(task: Task, deltas: tuple[Delta, ...]) -> Task:
    """The task after an action that answered a response: not completed, its changes are kept."""
    return replace(task, kept=(*task.kept, *deltas)) if deltas else task


def _close(task: Task, visit: Visit) -> Task:
    """The task with its open visit in the ledger. Its answers take the place of what was there."""
    stale = visit.node if visit.status is VisitStatus.DONE else None
    return replace(
        task,
        visits=(*task.visits, visit),
        drafts={node: each for node, each in task.drafts.items() if node != stale},
        claim=None,
        kept=(),
    )


def _go_on(
    given: Circumstances,
    action: ActionNode,
    answer: Outcome | SendTo,
    *,
    carried: frozenset[str] = frozenset(),
) -> Task:
    """The task of these circumstances at the step that follows, and past what need not be done
    again."""
    task = _task(given)
    straight = _target(given, action, answer)
    target, resume = with_detours(given.compiled, task, action, answer, straight)
    arrived = _arrive(task, target=target, resume=resume)
    done = effect_there(given.compiled, arrived)
    if done is None or done.node in carried:
        return arrived
    return _carry(given.of(arrived), done, carried=carried | {done.node})


def effect_there(compiled: CompiledFlow, task: Task) -> Visit | None:
    """The visit whose effect is not to be repeated where the task now stands, if there is one.

    It may be that of another step which shares the open visit: whoever has created an account
    need not log in.
    """
    node = compiled.definition.node(task.position.node)
    if not isinstance(node, ActionNode):
        return None
    ids = {each.id for each in alternatives(Anyhow(compiled), node)}
    superseded = next((each for each in task.commits if each.node in ids), None)
    if superseded or not compiled.is_available(node) or compiled.action_class(node).is_repeatable:
        return superseded
    return next((each for each in task.path if each.commits and each.node == node.id), None)


def _carry(given: Circumstances, done: Visit, *, carried: frozenset[str]) -> Task:
    """The task past an effect that was committed before: its visit is entered, and nothing run."""
    task, compiled = _task(given), given.compiled
    action = compiled.definition.node(done.node)
    if not isinstance(action, ActionNode):
        return task
    visit = replace(done, seq=task.position.seq, opened=task.position.node, resume=task.resume)
    commits = tuple(each for each in task.commits if each is not done)
    moved = _close(replace(task, commits=commits), visit)
    answer = SendTo(compiled.definition.node(done.to)) if done.is_sent else COMPLETE
    return _go_on(given.of(moved), action, answer, carried=carried)


def _task(given: Circumstances) -> Task:
    """Raises `TypeError` where there is none."""
    if given.task is None:
        raise TypeError("Nothing can be completed before there is a task.")
    return given.task


def _target(
    given: Circumstances, action: ActionNode, answer: Outcome | SendTo
) -> ActionNode | None:
    if isinstance(answer, SendTo):
        if isinstance(answer.target, ActionNode):
            return landing(given, answer.target)  # where it led before
        return destination(given, action, answer.target)
    return after(given, action)


def _arrive(task: Task, *, target: ActionNode | None, resume: str) -> Task:
    closed = replace(task.visits[-1], to=target.id if target else "")
    return replace(
        task,
        visits=(*task.visits[:-1], closed),
        position=Position(target.id if target else "", task.next_seq),
        status=task.status if target else TaskStatus.DONE,
        resume=resume,
    )
