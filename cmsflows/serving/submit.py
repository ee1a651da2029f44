"""Accepts a form: runs the action, works out where it leads, and says what to save."""

from dataclasses import dataclass, replace
from typing import Any, cast

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.debug import sensitive_variables

from cmsflows.definition.nodes import ActionNode
from cmsflows.engine.action import Action
from cmsflows.engine.answers import Answers
from cmsflows.engine.components import Component
from cmsflows.engine.delta import Delta
from cmsflows.engine.outcome import Outcome, SendTo
from cmsflows.engine.runner import Result, complete, keep
from cmsflows.engine.task import Task
from cmsflows.engine.used import used_by
from cmsflows.engine.walk import leaf
from cmsflows.exceptions import TooManyItemsError, UnknownAnswerError
from cmsflows.serving.again import too_much
from cmsflows.serving.answers import answers_to_keep
from cmsflows.serving.identity import single
from cmsflows.serving.posted import ANOTHER_FIELD, EXIT_FIELD
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


@dataclass(frozen=True, slots=True)
class Form:
    """A form to accept: which action it is for, and what it would be added to."""

    action: ActionNode
    task: Task
    """The task whose open visit it completes; for a visit gone back to, already rewound."""
    digest: str
    answers: Answers | None = None
    """What was posted, where that was in an earlier request; else the action's form knows."""


@sensitive_variables()
def submit(situation: Situation, form: Form) -> Submission:
    """Run an action that commits nothing with the form that was posted.

    What the components change in the state becomes the visit's delta.
    Raises what the action raises: nothing is saved then.
    """
    components = situation.walk.components(form.action)
    prepared = prepare(situation, components)
    if prepared is not None:
        return Submission(components, response=prepared)
    component = leaf(components)
    exit_name = single(situation.request, EXIT_FIELD)
    answer = leave(component, exit_name) if exit_name else component.run(situation.request)
    if exit_name and answer is None:
        return Submission(components)
    try:
        return submission_of(situation, components, form, answer, is_left=bool(exit_name))
    except TooManyItemsError:
        return Submission(components, response=too_much(components))


def leave(component: Action, name: str) -> Any:
    """What an action answers to its exit. `Any`: an action may answer anything; it is checked."""
    is_offered = name not in component.failure_exits and component.has_exit(name)
    return component.take_exit(name) if is_offered else None


def submission_of(
    situation: Situation, components: list[Component], form: Form, answer: Any, *, is_left: bool
) -> Submission:
    """What an action's answer makes of the task. `Any`: it may answer anything; it is checked."""
    component = leaf(components)
    deltas = situation.walk.deltas_since(form.task.encoded_state())
    if isinstance(answer, HttpResponseBase):
        response = cast(HttpResponse, answer)
        if is_invalid(component) or not deltas:
            return Submission(components, response=response)
        holding = replace(form.task, files=(*form.task.files, *situation.walk.kept_keys))
        return Submission(components, task=keep(holding, deltas), response=response)
    moved = moved_task(situation, components, form, answer, deltas=deltas, is_left=is_left)
    return Submission(components, task=moved)


def moved_task(
    situation: Situation,
    components: list[Component],
    form: Form,
    answer: Any,
    *,
    deltas: tuple[Delta, ...],
    is_left: bool = False,
    commits: bool = False,
) -> Task:
    """The task after a step was completed or left. `Any`: see `submission_of`.

    Raises `UnknownAnswerError`, `UnreachableTargetError`.
    """
    component = leaf(components)
    result = Result(
        answer=_as_move(form.action, answer),
        digest=form.digest,
        answers=Answers() if is_left else answers_of(situation, component, form),
        deltas=deltas,
        is_left=is_left,
        commits=commits,
        locks=commits and component.locks_answers,
        another=single(situation.request, ANOTHER_FIELD),
    )
    holding = replace(form.task, files=(*form.task.files, *situation.walk.kept_keys))
    moved = complete(situation.walk.given, holding, form.action, result)
    return _with_url_args(situation, moved, components)


def answers_of(situation: Situation, component: Action, form: Form) -> Answers:
    """What the visitor answered, and what the step used for it."""
    if form.answers is not None:
        return form.answers
    answers = answers_to_keep(component)
    used = used_by(situation.compiled, form.task, component.node) if answers else ""
    return replace(answers, used=used)


def _with_url_args(situation: Situation, task: Task, components: list[Component]) -> Task:
    given = {name: value for each in components for name, value in each.get_url_args().items()}
    return replace(task, args={**task.args, **situation.mount.texts(given)}) if given else task


def is_invalid(component: Action) -> bool:
    """Was a form posted to it that has errors?"""
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
