"""A condition on one line, as developers read it."""

import pytest

from cmsflows.definition.condition_text import text_of
from cmsflows.definition.conditions import Condition

COUNTRY = {"op": "eq", "operand": {"state": "country"}, "value": "DE"}
LOGGED_IN = {"op": "is_true", "operand": {"fact": "is_logged_in"}}
PLAN = {"op": "in", "operand": {"step": "a", "field": "plan"}, "value": ["small", "große"]}


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        ({}, ""),
        (COUNTRY, 'country eq "DE"'),
        (LOGGED_IN, "is_logged_in is_true"),
        (PLAN, 'the step a / plan in ["small", "große"]'),
        ({"op": "not", "condition": LOGGED_IN}, "not (is_logged_in is_true)"),
        (
            {
                "op": "and",
                "conditions": [COUNTRY, {"op": "or", "conditions": [LOGGED_IN, COUNTRY]}],
            },
            'country eq "DE" and (is_logged_in is_true or country eq "DE")',
        ),
        ({"op": "?"}, '{"op": "?"}'),
    ],
)
def test_a_condition_is_written(condition: Condition, text: str) -> None:
    assert text_of(condition, lambda step: f"the step {step}") == text
