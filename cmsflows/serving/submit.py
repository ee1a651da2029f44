"""Accepts a form: runs the action, works out where it leads, and says what to save."""

from dataclasses import dataclass, replace
from typing import Any, cast

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.debug import sensitive_variables

from cmsflows.definition.nodes import ActionNode
from cmsflows.engine.action import Action
from cmsflows.engine.components import Component
from cmsflows.engine.ledger import answers_digest
from cmsflows.engine.outcome import Outcome, SendTo
from cmsflows.engine.runner import complete, keep
from cmsflows.engine.task import Task
from cmsflows.engine.walk import leaf
from cmsflows.exceptions import TooManyItemsError, UnknownAnswerError
from cmsflows.serving.again import too_much
from cmsflows.serving.answers import answers_to_keep
from cmsflows.serving.context import EXIT_FIELD
from cmsflows.serving.identity import single
from cmsflows.serving.show import prepare
from cmsflows.serving.situation import Situation


@dataclass(frozen=True, slots=True)
class Submission:
    """What came of a posted form: a task to save, a response to give, or both."""

    components: list[Component]
    task: Task | None = None
    """None where nothing is to be saved."""
    response: HttpResponse | None = None
    """None where the visitor is sent on to where the task now is."""

    def saved_for(self, *, binding: str, owner: str) -> Task:
        """The task to save, with whose it is. Raises `ValueError` where nothing is to be saved."""
        if self.task is None:
            raise ValueError("This submission leaves nothing to save.")
        return replace(self.task, binding=binding, owner=owner)


@sensitive_variables()
def submit(situation: Situation, action: ActionNode, task: Task) -> Submission:
    """Run an action that is in reach with the form that was posted.

    What the components change in the state becomes the visit's delta.
    Raises what the action raises: nothing is saved then.
    """
    components = situation.walk.components(action)
    prepared = prepare(situation, components)
    if prepared is not None:
        return Submission(components, response=prepared)
    component = leaf(components)
    exit_name = single(situation.request, EXIT_FIELD)
    answer = leave(component, exit_name) if exit_name else component.run(situation.request)
    try:
        return _submission(situation, components, action, task, answer, left=bool(exit_name))
    except TooManyItemsError:
        return Submission(components, response=too_much(components))


def leave(component: Action, name: str) -> Any:
    """What an action answers to its exit. `Any`: an action may answer anything; it is checked."""
    return component.take_exit(name) if component.has_exit(name) else None


def _submission(
    situation: Situation,
    components: list[Component],
    action: ActionNode,
    task: Task,
    answer: Any,
    *,
    left: bool,
) -> Submission:
    component = leaf(components)
    if left and answer is None:
        return Submission(components, task=None, response=None)
    deltas = situation.walk.deltas_since(task.encoded_state())
    if isinstance(answer, HttpResponseBase):
        kept = None if _has_errors(component) else keep(task, deltas)
        return Submission(
            components, task=kept if kept != task else None, response=cast(HttpResponse, answer)
        )
    answers = None if left else answers_to_keep(component)
    moved = complete(
        situation.compiled,
        task,
        action,
        _as_move(action, answer),
        deltas=deltas,
        answers=answers,
        digest=answers_digest(task_id=task.id, node=action.id, answers=answers or {}),
    )
    return Submission(components, task=_with_url_args(situation, moved, components))


def _with_url_args(situation: Situation, task: Task, components: list[Component]) -> Task:
    given = {name: value for each in components for name, value in each.get_url_args().items()}
    return replace(task, args={**task.args, **situation.mount.texts(given)}) if given else task


def _has_errors(component: Action) -> bool:
    form = component.bound_form
    return form is not None and form.is_bound and not form.is_valid()


def _as_move(action: ActionNode, answer: Any) -> Outcome | SendTo:
    """What an action answered, as a move. Raises `UnknownAnswerError`. `Any`: it may be wrong."""
    if isinstance(answer, Outcome | SendTo):
        return answer
    is_component = isinstance(answer, Component) or (
        isinstance(answer, type) and issubclass(answer, Component)
    )
    if is_component or (isinstance(answer, str) and answer):
        return SendTo(answer)
    raise UnknownAnswerError(action=action.key, answer=answer)
