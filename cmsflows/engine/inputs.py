"""Inputs: what a flow is told when it is started, checked against what it declares."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from cmsflows.definition.nodes import Input
from cmsflows.exceptions import InputError

KINDS: Mapping[str, Callable[[Any], bool]] = {
    "text": lambda value: isinstance(value, str),
    "whole_number": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: (
        isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    ),
    "date": lambda value: isinstance(value, date) and not isinstance(value, datetime),
    "yes_no": lambda value: isinstance(value, bool),
}
"""What a value of each type is. `Any`: that is the question."""

TYPE_OF: Mapping[type, str] = {
    str: "text",
    int: "whole_number",
    float: "number",
    Decimal: "number",
    date: "date",
    bool: "yes_no",
}
"""How types are named that code declares; all others are not checked."""


def check_inputs(inputs: Iterable[Input], given: Mapping[str, Any]) -> None:
    """Raise `InputError` where something is missing, or of another type than is declared.

    `Any`: see `KINDS`.
    """
    for each in inputs:
        value = given.get(each.name)
        if value is None:
            if each.is_required:
                raise InputError(name=each.name, type=each.type, value=None)
        elif not KINDS.get(each.type, _anything)(value):
            raise InputError(name=each.name, type=each.type, value=value)


def declared(inputs: Mapping[str, type]) -> tuple[Input, ...]:
    """The inputs that a scaffold declares in code; all are required."""
    return tuple(Input(name, TYPE_OF.get(kind, "")) for name, kind in inputs.items())


def _anything(value: object) -> bool:
    return True
