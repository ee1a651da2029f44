"""Conditions for the journeys, in a short notation."""

from typing import Any

from cmsflows.testing import node_id

Condition = dict[str, Any]
"""JSON, hence `Any`."""


def state(name: str, op: str = "exists", value: Any = None) -> Condition:
    return _comparison({"state": name}, op, value)


def answer(title: str, field: str, op: str = "exists", value: Any = None) -> Condition:
    """What was answered to the step of this title."""
    return _comparison({"step": node_id(title), "field": field}, op, value)


def fact(name: str, op: str = "is_true", value: Any = None) -> Condition:
    return _comparison({"fact": name}, op, value)


def no(condition: Condition) -> Condition:
    return {"op": "not", "condition": condition}


def _comparison(operand: dict[str, str], op: str, value: Any) -> Condition:
    return {"op": op, "operand": operand, **({} if value is None else {"value": value})}
