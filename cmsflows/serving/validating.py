"""Validates once more what was answered: it was right then, and may not be now."""

from collections.abc import Sequence
from typing import Any

from django import forms

from cmsflows.definition.nodes import ActionNode
from cmsflows.engine.judging import is_locked
from cmsflows.engine.rewinding import before, rewind
from cmsflows.engine.task import Task, Visit, VisitStatus
from cmsflows.engine.walk import Walk, leaf
from cmsflows.serving.situation import Situation, StepUrls


def first_wrong(situation: Situation, task: Task, visits: Sequence[Visit]) -> Visit | None:
    """The first of a task's visits whose answers are no longer right; None where all are.

    Each step's form is made as it was then: with the state that was there before it. What is
    committed, settled by a step that locks, or not there any more is not asked again. Raises
    `UnknownKeyError` for a step that is not available.
    """
    return next((visit for visit in visits if _is_wrong(situation, task, visit)), None)


def set_right(situation: Situation, task: Task, visits: Sequence[Visit]) -> Task:
    """The task, if the answers of these visits are all right; else back at the first that is not.

    Raises as `first_wrong` does.
    """
    wrong = first_wrong(situation, task, visits)
    return rewind(situation.compiled, task, wrong, is_asked_again=True) if wrong else task


def _is_wrong(situation: Situation, task: Task, visit: Visit) -> bool:
    compiled = situation.compiled
    node = compiled.definition.node(visit.node)
    if visit.status is not VisitStatus.DONE or visit.commits or is_locked(task, visit):
        return False
    if not isinstance(node, ActionNode) or not compiled.action_class(node).is_checked_again:
        return False
    walk = _walk_then(situation, before(compiled, task, visit))
    if not walk.is_there(node):
        return False
    walk.judge(node, visit.answers)
    return has_errors(leaf(walk.components(node)).get_form(), withheld=visit.answers.withheld)


def _walk_then(situation: Situation, then: Task) -> Walk:
    return Walk(
        compiled=situation.compiled,
        request=situation.request,
        task=then,
        load_state=then.state,
        step_url=StepUrls(situation.request, situation.mount, situation.compiled, then),
        kwargs=situation.walk.kwargs,
        flow=situation.mount.id,
    )


def has_errors(form: Any, *, withheld: Sequence[str] = ()) -> bool:
    """Is anything wrong with a bound form, but for what was never kept of it?

    `Any`: a form, a formset, or whatever an action takes for one.
    """
    if form.is_valid():
        return False
    if not withheld or not isinstance(form, forms.BaseForm):
        return not withheld
    fields = {form.add_prefix(name) for name in form.errors if name in form.fields}
    return bool(fields - set(withheld))
