"""Going back: which visit a visitor may go back to, and its URL. Links follow visits, not steps."""

from collections.abc import Iterable

from django.http import HttpRequest

from cmsflows.definition.nodes import ActionNode
from cmsflows.engine.circumstances import Anyhow, Circumstances
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.judging import may_be_entered_again
from cmsflows.engine.navigation import alternatives
from cmsflows.engine.rewinding import before
from cmsflows.engine.task import Task, Visit
from cmsflows.engine.walk import AT_FIELD
from cmsflows.serving.mount import Mount
from cmsflows.serving.situation import Situation, StepUrls, step_to_come_back_to


def visit_before(given: Circumstances, task: Task, seq: int) -> Visit | None:
    """The last visit before this number that a link back may lead to."""
    earlier = [visit for visit in task.path if visit.seq < seq]
    return next((visit for visit in reversed(earlier) if _is_offered(given, task, visit)), None)


def visit_of_url(
    compiled: CompiledFlow, task: Task, named: ActionNode | None, at: str
) -> Visit | None:
    """The visit that a URL goes back to: of this step, or of one that shared its visit.

    `at` is the visit's number, where the URL gives one; otherwise it is the last, or none where the
    URL names the open one.
    """
    if not at and _is_open(compiled, task, named):
        return None
    candidates: Iterable[Visit] = reversed(task.path)
    if at:
        candidates = [visit for visit in task.path if str(visit.seq) == at]
    return next((visit for visit in candidates if _shares(compiled, visit, named)), None)


def visit_url(
    request: HttpRequest, mount: Mount, compiled: CompiledFlow, task: Task, visit: Visit
) -> str | None:
    """The URL of a visit on the task's path; None where its step is not there any more."""
    node = compiled.definition.node(visit.node)
    if node is None:
        return None
    is_ambiguous = _leads_elsewhere(compiled, task, visit) or _is_guarded(compiled, task)
    query = {AT_FIELD: str(visit.seq)} if is_ambiguous else {}
    return StepUrls(request, mount, compiled, task)(node, query)


def back_url(situation: Situation, task: Task) -> str:
    """The link back from a page; empty where nothing lies behind it. `task` is as it stands now."""
    compiled, request, mount = situation.compiled, situation.request, situation.mount
    asked_from = url_to_come_back_to(request, mount, compiled, task) if situation.visit else None
    if asked_from:
        return asked_from
    seq = situation.visit.seq if situation.visit else task.position.seq
    visit = visit_before(situation.walk.given, task, seq)
    url = visit_url(request, mount, compiled, task, visit) if visit else None
    return url or ""


def url_to_come_back_to(
    request: HttpRequest, mount: Mount, compiled: CompiledFlow, task: Task
) -> str | None:
    """The URL of the step from which the visitor went back to change one answer; None where there
    is none, or it is not on the way any more."""
    then = step_to_come_back_to(request, compiled)
    if then is None:
        return None
    if task.position.node == then.id:
        return StepUrls(request, mount, compiled, task)(then)
    done = [each for each in task.path if each.node == then.id and may_be_entered_again(task, each)]
    return visit_url(request, mount, compiled, task, done[-1]) if done else None


def _is_offered(given: Circumstances, task: Task, visit: Visit) -> bool:
    compiled = given.compiled
    node = compiled.definition.node(visit.node)
    if node is None or not may_be_entered_again(task, visit):
        return False
    lineage = compiled.definition.lineage(node)
    if not all(map(compiled.is_available, lineage)):
        return False
    if any(compiled.component_class(each).skip_on_back for each in lineage):
        return False
    is_always_there = not any(each.when for each in lineage)
    return is_always_there or given.of(before(compiled, task, visit)).is_there(node)


def _shares(compiled: CompiledFlow, visit: Visit, named: ActionNode | None) -> bool:
    if named is None:
        return False
    opened = compiled.definition.node(visit.opened)
    shared = alternatives(Anyhow(compiled), opened) if isinstance(opened, ActionNode) else ()
    return visit.node == named.id or any(each.id == named.id for each in shared)


def _is_open(compiled: CompiledFlow, task: Task, named: ActionNode | None) -> bool:
    """Does this step belong to the open visit, though its preconditions may lead elsewhere?"""
    current = compiled.definition.node(task.position.node)
    shared = alternatives(Anyhow(compiled), current) if isinstance(current, ActionNode) else ()
    return named is not None and any(each.id == named.id for each in shared)


def _leads_elsewhere(compiled: CompiledFlow, task: Task, visit: Visit) -> bool:
    """Would the plain URL of this visit's step lead to another visit, or to the open one?"""
    node = compiled.definition.node(visit.node)
    named = node if isinstance(node, ActionNode) else None
    return visit_of_url(compiled, task, named, "") != visit


def _is_guarded(compiled: CompiledFlow, task: Task) -> bool:
    """Might the visitor be led from the open step to any other? Then one URL names both."""
    current = compiled.definition.node(task.position.node)
    lineage = compiled.definition.lineage(current) if current else ()
    return any(map(compiled.preconditions, lineage))
