"""Settles what nobody knew: a commit step in doubt, or one whose visitor was sent outside.

The action is asked what happened, in a request that may change the task: a form, or a call from
outside such as a payment provider's webhook. Whoever asks at the same time, one answer is recorded.
"""

import logging
import time
from copy import copy
from dataclasses import replace
from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils.module_loading import import_string

from cmsflows import conf, signals
from cmsflows.definition.nodes import ActionNode
from cmsflows.engine.action import Action
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.components import Component
from cmsflows.engine.outcome import Failed, Unsettled
from cmsflows.engine.runner import next_try
from cmsflows.engine.task import Claim, Task, TaskStatus
from cmsflows.engine.walk import leaf
from cmsflows.exceptions import RecordTooLargeError
from cmsflows.serving.events import tell_of
from cmsflows.serving.failing import failed_task
from cmsflows.serving.identity import is_task_id
from cmsflows.serving.mount import Mount
from cmsflows.serving.saving import Keeper, load_task
from cmsflows.serving.situation import Situation, situation_of
from cmsflows.serving.submit import Form, moved_task
from cmsflows.serving.telling import announce

logger = logging.getLogger("cmsflows")

NOBODY = "django.contrib.auth.models.AnonymousUser"
"""By its path: models cannot be imported before Django has started."""

TRIES = 5
"""How often the action is asked, where the task is changed meanwhile."""

LOOKS_A_SECOND = 10
"""How often who waits for another request looks whether it is done."""


def wait_for_others(keeper: Keeper) -> None:
    """Wait for as long as another request is committing, but not longer than the settings say."""
    patience = time.monotonic() + float(conf.get("FLOWS_COMMIT_WAIT"))
    while _is_running(keeper.task.claim) and time.monotonic() < patience:
        time.sleep(1 / LOOKS_A_SECOND)
        keeper.read_anew()


def can_settle(compiled: CompiledFlow, task: Task) -> bool:
    """Does the step that is in doubt or outside offer to find out?"""
    return offers(compiled, task, "settle")


def can_undo(compiled: CompiledFlow, task: Task) -> bool:
    """Could what the step may have done be taken back?"""
    return can_settle(compiled, task) and offers(compiled, task, "undo")


def offers(compiled: CompiledFlow, task: Task, method: str) -> bool:
    """Has the step that is unsettled a method of its own by this name?"""
    node = compiled.definition.node(task.claim.node) if task.claim else None
    if not isinstance(node, ActionNode) or not compiled.is_available(node):
        return False
    return compiled.action_class(node).offers(method)


def can_give_up(compiled: CompiledFlow, task: Task) -> bool:
    """Could what was left to another site be prevented there?"""
    is_outside = task.claim is not None and task.claim.is_outside
    return is_outside and offers(compiled, task, "give_up")


def settle_if_known(
    request: HttpRequest,
    mount: Mount,
    compiled: CompiledFlow,
    keeper: Keeper,
    *,
    gives_up: bool = False,
) -> bool:
    """Ask the action what happened, and record it. True where that is known now. A visitor who
    `gives_up` wants it not to happen any more.

    The keeper's task is then the one that was saved, by this request or by a faster one. Where that
    one has only cancelled it, say, the action is asked once more: what it did is taken back. Raises
    what the action raises; nothing is changed then.
    """
    for _number in range(TRIES):
        version = keeper.version
        is_known = _is_settled(request, mount, compiled, keeper, gives_up=gives_up)
        if is_known or keeper.version == version:
            break
    return is_known


def _is_settled(
    request: HttpRequest,
    mount: Mount,
    compiled: CompiledFlow,
    keeper: Keeper,
    *,
    gives_up: bool,
) -> bool:
    """One try at it. False where it is not known, or the task was changed meanwhile, and read."""
    task = keeper.task
    if task.claim is None or _is_running(task.claim):
        return task.claim is None
    situation = situation_of(request, mount, compiled, task) if can_settle(compiled, task) else None
    node = compiled.definition.node(task.claim.node)
    if situation is None or not isinstance(node, ActionNode):
        return False
    if keeper.is_from_outside:
        given = situation.walk.given
        situation.walk.given = replace(given, request=_as_its_visitor(request, task))
    components = situation.walk.components(node)
    gives_up = gives_up and can_give_up(compiled, task)
    answer = leaf(components).give_up() if gives_up else leaf(components).settle()
    if answer is Unsettled.UNKNOWN:
        return False
    return _record(situation, node, components, keeper, answer)


def settle_from_outside(request: HttpRequest, mount: Mount, task_id: str) -> bool:
    """Settle a task on the word of another site, whose request knows nothing of the visitor.

    True where it is known now what happened; False where it is not, or there is no such task.
    """
    found = load_task(mount, task_id) if is_task_id(task_id) else None
    compiled = mount.pinned(found[0].version) if found else None
    if found is None or compiled is None:
        return False
    task, stored = found
    keeper = Keeper(request, mount, task, stored.version, is_from_outside=True)
    return settle_if_known(request, mount, compiled, keeper)


def _as_its_visitor(request: HttpRequest, task: Task) -> HttpRequest:
    """The other site's request as conditions see it: as if it came from whose run it is.

    Which step comes next may depend on who they are, and a payment provider is nobody.
    """
    users = get_user_model()._default_manager
    owner = users.filter(pk=task.owner).first() if task.owner else None
    seen = copy(request)
    seen.user = owner or import_string(NOBODY)()
    return seen


def _record(
    situation: Situation,
    node: ActionNode,
    components: list[Component],
    keeper: Keeper,
    answer: Any,
) -> bool:
    """Save what came of it, or take up what a faster request has. True where that is known.

    `Any`: see `_settled`.
    """
    task = keeper.task
    happened = answer is not Unsettled.NOT_DONE and not isinstance(answer, Failed)
    if task.status is TaskStatus.CANCELLED:
        settled = task
        is_saved = _take_back(leaf(components), keeper, happened=happened)
    else:
        settled = _settled(situation, node, components, task, answer)
        is_saved = _is_kept(keeper, settled)
    if not is_saved:
        keeper.read_anew()
        return keeper.task.claim is None
    _tell(situation.request, task, settled, node=node.id, happened=happened)
    return True


def _is_kept(keeper: Keeper, settled: Task) -> bool:
    """Save it. What is more than may be kept stays as it was: somebody has to look into it."""
    try:
        return keeper.save(settled)
    except RecordTooLargeError:
        logger.exception("What task %s was told cannot be kept.", settled.id)
        return False


def _with_time_left(task: Task, mount: Mount) -> Task:
    """The time it took outside is not the visitor's: they have an idle time to go on, at least."""
    latest_start = time.time() + mount.idle_timeout - mount.max_age
    return replace(task, started_at=max(task.started_at, latest_start))


def _settled(
    situation: Situation, node: ActionNode, components: list[Component], task: Task, answer: Any
) -> Task:
    """The task, now that the answer is known. `Any`: an action may answer anything."""
    task = _with_time_left(task, situation.mount)
    claim = task.claim
    if answer is Unsettled.NOT_DONE:
        # Outside, a try is over. One in doubt never began, so it keeps its idempotency key.
        return next_try(task, node.id) if claim and claim.is_outside else replace(task, claim=None)
    deltas = situation.walk.deltas_since(task.encoded_state())
    form = Form(node, task, claim.digest, claim.answers) if claim else Form(node, task, "")
    if isinstance(answer, Failed):
        return failed_task(situation, components, form, answer, deltas=deltas)
    return moved_task(situation, components, form, answer, deltas=deltas, commits=True)


def _take_back(action: Action, keeper: Keeper, *, happened: bool) -> bool:
    """Undo what happened after the visitor had cancelled; once, whoever asks at the same time."""
    task = keeper.task
    if happened:
        until = time.time() + float(conf.get("FLOWS_COMMIT_LEASE"))
        claim = task.claim or Claim(action.node.id, "", until)
        if not keeper.save(replace(task, claim=replace(claim, until=until, is_outside=False))):
            return False
        action.undo()
    return keeper.save(replace(keeper.task, claim=None))


def _is_running(claim: Claim | None) -> bool:
    return claim is not None and claim.is_running(time.time())


def _tell(request: HttpRequest, before: Task, task: Task, *, node: str, happened: bool) -> None:
    tell_of(signals.step_settled, request, task, node=node, happened=happened)
    if before.status is TaskStatus.RUNNING and task.position != before.position:
        announce(request, before, task, is_new=False)
