"""A condition on one line, for developers: `country eq "DE" and not (is_logged_in is_true)`."""

import json
from collections.abc import Callable
from typing import Any

from cmsflows.definition.conditions import (
    Condition,
    MalformedConditionError,
    Op,
    Operand,
    check,
)

StepName = Callable[[str], str]
"""What to call the step of an id."""


def text_of(condition: Condition, step_name: StepName = str) -> str:
    """The condition as text; empty where it is empty. What is no condition is shown as JSON."""
    try:
        check(condition)
    except MalformedConditionError:
        return json.dumps(condition)
    return _text(condition, step_name) if condition else ""


def _text(condition: Condition, step_name: StepName) -> str:
    op = Op(condition["op"])
    if op is Op.NOT:
        return f"not ({_text(condition['condition'], step_name)})"
    if op in (Op.AND, Op.OR):
        return f" {op.value} ".join(_part(each, step_name) for each in condition["conditions"])
    words = [_operand(condition["operand"], step_name), op.value]
    if "value" in condition:
        words.append(json.dumps(condition["value"], ensure_ascii=False))
    return " ".join(words)


def _part(condition: Condition, step_name: StepName) -> str:
    """In brackets, where it is a group again."""
    text = _text(condition, step_name)
    return f"({text})" if condition["op"] in (Op.AND, Op.OR) else text


def _operand(operand: Operand, step_name: StepName) -> str:
    found: dict[str, Any] = dict(operand)
    if "step" in found:
        return f"{step_name(found['step'])} / {found['field']}"
    return str(found.get("state") or found.get("fact"))
