"""Coming back: who changed one answer need not press the button of every step after it again.

The steps that were done in between are done once more, with the answers they had, as far as these
are still right and lead the same way. Whatever is not is asked, and so is what commits, keeps
secrets, or was done in several rounds. Nothing is passed over that was not done before.
"""

from collections import Counter
from copy import copy
from dataclasses import replace

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.datastructures import MultiValueDict

from cmsflows.definition.nodes import ActionNode
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.runner import is_open
from cmsflows.engine.task import Task, TaskStatus, Visit, VisitStatus
from cmsflows.engine.used import still_fits, used_by
from cmsflows.engine.walk import leaf
from cmsflows.serving.identity import single
from cmsflows.serving.mount import Mount
from cmsflows.serving.posted import ANOTHER_FIELD, EXIT_FIELD
from cmsflows.serving.show import prepare
from cmsflows.serving.situation import Situation, situation_of, step_to_come_back_to
from cmsflows.serving.submit import Form, is_invalid, moved_task


def brought_back(
    request: HttpRequest, mount: Mount, compiled: CompiledFlow, task: Task, *, before: Task
) -> Task:
    """The task at the step that its visitor wants to come back to, or as near to it as can be.

    `task` is the one that a changed answer has made of `before`. Raises what actions raise.
    """
    then = step_to_come_back_to(request, compiled)
    is_another_way = single(request, EXIT_FIELD) or single(request, ANOTHER_FIELD)
    if then is None or is_another_way:
        return task
    done = _done_once(before)
    while task.position.node != then.id:
        visit = done.pop(task.position.node, None)
        moved = _done_again(request, mount, compiled, task, visit) if visit else None
        if moved is None or moved.status is not TaskStatus.RUNNING:
            break
        task = moved
    return task


def _done_once(task: Task) -> dict[str, Visit]:
    """By the node at which they were entered: the visits of steps that were done in one go."""
    rounds = Counter(visit.node for visit in task.path)
    entered = Counter(visit.opened for visit in task.path)
    return {
        visit.opened: visit
        for visit in task.path
        if visit.status is VisitStatus.DONE
        and not visit.commits
        and not visit.answers.withheld
        and rounds[visit.node] == entered[visit.opened] == 1
    }


def _done_again(
    request: HttpRequest, mount: Mount, compiled: CompiledFlow, task: Task, visit: Visit
) -> Task | None:
    """The task after a step was done with the answers it had; None where it must be asked."""
    situation = situation_of(_as_posted_then(request, visit), mount, compiled, task)
    node = _step_in_reach(situation, visit) if situation else None
    if situation is None or node is None or compiled.action_class(node).commits:
        return None
    if not still_fits(compiled, task, node, visit.answers):
        return None
    situation.walk.judge(node, visit.answers)
    components = situation.walk.components(node)
    if prepare(situation, components) is not None:
        return None
    action = leaf(components)
    answer = action.run(situation.request)
    if isinstance(answer, HttpResponseBase) or is_invalid(action):
        return None
    answers = replace(visit.answers, used=used_by(compiled, task, node) if visit.answers else "")
    form = Form(node, task, visit.digest, answers)
    deltas = situation.walk.deltas_since(task.encoded_state())
    return moved_task(situation, components, form, answer, deltas=deltas)


def _as_posted_then(request: HttpRequest, visit: Visit) -> HttpRequest:
    """The request as this step may read it: with its own answers, not those of another step."""
    seen = copy(request)
    seen.POST = visit.answers.as_post()  # type: ignore[assignment]  # nobody changes it
    seen._files = MultiValueDict()  # type: ignore[attr-defined]  # where FILES looks first
    return seen


def _step_in_reach(situation: Situation, visit: Visit) -> ActionNode | None:
    """The step that was done then, where it may be entered now."""
    stands = situation.standing.action
    if stands is None or stands.id != situation.first.id:
        return None
    found = next((each for each in situation.reach if each.id == visit.node), None)
    if found is None or found.id == stands.id:
        return found
    return found if is_open(situation.walk, found) else None
