"""What a visitor answered to one field of one step, as its form field reads it."""

import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Field
from django.utils.datastructures import MultiValueDict

from cmsflows.definition.nodes import ActionNode
from cmsflows.engine.answers import Answers
from cmsflows.engine.reader import fields_of
from cmsflows.engine.registry import registry
from cmsflows.engine.task import Task, VisitStatus

logger = logging.getLogger("cmsflows")

UNREADABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, ValidationError)
"""What fields raise at what they cannot read."""


def answered(task: Task, node: ActionNode, field: str) -> Any:
    """The value of a field, as its own class reads it. `Any`: each field decides.

    Raises `LookupError` where the step was not answered on the way here, where that is secret, or
    where nothing can be made of it.
    """
    answers = _answers(task, node.id)
    entry = registry.actions.get(node.key) if node.key in registry.actions else None
    found = fields_of(entry.target, node.options).get(field) if entry else None
    if found is None:
        # A deploy took it away; the editor is told at the next publish, the developer here.
        logger.error("A condition asks for %r of step %s, which has no such field.", field, node.id)
        raise LookupError(field)
    if field in answers.files:
        return field  # An upload is there, and that is all one can ask of it.
    if field in answers.withheld:
        raise LookupError(field)
    return _read(found, answers, field)


def _answers(task: Task, node_id: str) -> Answers:
    for visit in reversed(task.path):
        if visit.node == node_id and visit.status is VisitStatus.DONE:
            return visit.answers
    raise LookupError(node_id)


def _read(field: Field, answers: Answers, name: str) -> Any:
    try:
        raw = field.widget.value_from_datadict(answers.as_post(), MultiValueDict(), name)
        return field.to_python(raw)
    except UNREADABLE as error:
        raise LookupError(name) from error
