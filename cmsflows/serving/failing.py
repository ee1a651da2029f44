"""A try to commit has failed: its visitor leaves by an exit, or is shown the step again."""

from dataclasses import replace

from cmsflows.engine.components import Component
from cmsflows.engine.delta import Delta
from cmsflows.engine.outcome import Failed
from cmsflows.engine.runner import keep, next_try
from cmsflows.engine.task import Task
from cmsflows.engine.walk import leaf
from cmsflows.serving.situation import Situation
from cmsflows.serving.submit import Form, answers_of, moved_task


def failed_task(
    situation: Situation,
    components: list[Component],
    form: Form,
    answer: Failed,
    *,
    deltas: tuple[Delta, ...],
) -> Task:
    """The task after such a try. What was answered is shown again to whoever comes back."""
    component = leaf(components)
    over = next_try(form.task, form.action.id)
    answers = answers_of(situation, component, form)
    holding = (*over.files, *situation.walk.kept_keys)
    tried = replace(over, drafts={**over.drafts, form.action.id: answers}, files=holding)
    if not component.has_exit(answer.exit):
        return keep(tried, deltas)
    left = component.take_exit(answer.exit)
    form = replace(form, task=tried)
    return moved_task(situation, components, form, left, deltas=deltas, is_left=True)
