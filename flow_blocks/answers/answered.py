"""What the steps of a run were told, labelled as each step's form labels it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.utils import pretty_name
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cmsflows.definition.nodes import ActionNode
from cmsflows.engine.answers import Answers
from cmsflows.engine.codec import decode
from cmsflows.engine.file_reference import FileReference
from cmsflows.engine.host import Host
from cmsflows.engine.task import VisitStatus

NOTHING = Answers()


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of the list."""

    label: str | Promise
    value: str
    name: str = ""
    """Of the input."""
    upload: FileReference | None = None
    """What was uploaded; `value` is its name then."""


@dataclass(frozen=True, slots=True)
class AnsweredStep:
    """A step, and what it was told."""

    node: ActionNode
    answers: tuple[Answer, ...]


def answered_steps(walk: Host) -> Iterator[AnsweredStep]:
    """In reading order. What is sensitive was never kept, and so is not listed."""
    task = walk.task
    if task is None:
        return
    done = {visit.node for visit in task.path if visit.status is VisitStatus.DONE}
    for node in walk.compiled.definition.actions:
        if node.id in done and walk.compiled.is_available(node):
            told = task.answers.get(node.id, NOTHING)
            answers = (*lines(walk, node, told.values), *uploads(walk, node, told.files))
            if answers:
                yield AnsweredStep(node, answers)


def lines(walk: Host, node: ActionNode, answers: Mapping[str, list[str]]) -> Iterator[Answer]:
    """Labelled as the step's form labels them, with the words of a choice for its name."""
    fields = form_fields(walk, node)
    for name, values in answers.items():
        field = fields.get(name)
        label = field.label if field and field.label else pretty_name(name)
        words = in_words(field)
        text = ", ".join(str(words.get(value, value)) for value in values if value)
        if text:
            yield Answer(label, text, name)


def uploads(walk: Host, node: ActionNode, files: Mapping[str, Any]) -> Iterator[Answer]:
    """Uploads that the step has kept, by their names. `Any`: encoded references."""
    fields = form_fields(walk, node) if files else {}
    for name, encoded in files.items():
        reference = decode(encoded, task_id=walk.task_id)
        field = fields.get(name)
        label = field.label if field and field.label else pretty_name(name)
        if isinstance(reference, FileReference):
            yield Answer(label, reference.name, name, reference)


def form_fields(walk: Host, node: ActionNode) -> Mapping[str, forms.Field]:
    """The fields of a step's form, as that step makes it for this visitor."""
    step = walk.compiled.action_class(node)()
    step.join(walk, node)
    arguments = {**step.get_form_kwargs(), "data": None, "files": None}
    form_class = step.get_form_class()
    fields: Mapping[str, forms.Field] = form_class(**arguments).fields
    return fields


def in_words(field: forms.Field | None) -> dict[str, str | Promise]:
    """What a visitor saw in place of what the browser sent."""
    if isinstance(field, forms.BooleanField):
        return {"on": _("Yes")}
    choices: Any = getattr(field, "choices", ())  # Pairs, which the stubs cannot tell.
    return {str(value): label for value, label in choices}
