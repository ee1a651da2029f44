"""Conditions, and what is wrong with them, in an editor's words."""

from typing import Any

import pytest

from cmsflows.cms.condition_texts import (
    FLAWS,
    PHRASES,
    comparison_texts,
    flaw_sentences,
    sentence,
)
from cmsflows.definition.conditions import GROUPS, Op
from cmsflows.engine.catalogue import Askable, Catalogue, Flaw
from cmsflows.engine.kinds import Kind

CHOICES = (("DE", "Germany"), ("AT", "Austria"))
KNOWN = Catalogue(
    fields={
        ("a", "country"): Askable("Country", Kind.CHOICE, CHOICES, "Billing"),
        ("b", "country"): Askable("Country", Kind.CHOICE, CHOICES, "Delivery"),
        ("b", "day"): Askable("Day", Kind.DATE, (), "Delivery"),
        ("b", "name"): Askable("Name", Kind.TEXT, (), "Delivery"),
    },
    state={"total": Askable("Total", Kind.NUMBER)},
    facts={"is_logged_in": Askable("Logged in", Kind.YES_NO)},
    steps={"a": "Billing", "b": "Delivery"},
)
GERMANY = {"op": "eq", "operand": {"step": "a", "field": "country"}, "value": "DE"}
DEAR = {"op": "gt", "operand": {"state": "total"}, "value": 100}
KNOWN_VISITOR = {"op": "is_true", "operand": {"fact": "is_logged_in"}}
SOON = {"op": "lt", "operand": {"step": "b", "field": "day"}, "value": "2026-12-01"}


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ({}, ""),
        (GERMANY, "Country (Billing) is Germany"),
        (
            {"op": "and", "conditions": [GERMANY, DEAR]},
            "Country (Billing) is Germany and Total is over 100",
        ),
        (
            {"op": "and", "conditions": [DEAR, {"op": "or", "conditions": [SOON, KNOWN_VISITOR]}]},
            "Total is over 100 and (Day is before Dec. 1, 2026 or Logged in is yes)",
        ),
        ({"op": "not", "condition": KNOWN_VISITOR}, "not (Logged in is yes)"),
        (
            {**GERMANY, "op": "in", "value": ["DE", "AT"]},
            "Country (Billing) is one of Germany, Austria",
        ),
        (
            {"op": "eq", "operand": {"step": "b", "field": "name"}, "value": "Ada"},
            "Name is “Ada”",
        ),
        (
            {"op": "exists", "operand": {"step": "a", "field": "old_field"}},
            "Old field is filled in",
        ),
        ({"op": "eq", "operand": {"fact": "is_logged_in"}, "value": False}, "Logged in is no"),
        ({"op": "sum"}, "something that cannot be read"),
    ],
    ids=str,
)
def test_a_condition_is_a_sentence(condition: dict[str, Any], said: str) -> None:
    assert sentence(condition, KNOWN) == said


def test_without_its_flow_a_condition_is_said_by_its_names() -> None:
    assert sentence(GERMANY) == "Country is “DE”"


def test_flaws_are_said() -> None:
    gone = {"op": "exists", "operand": {"step": "a", "field": "colour"}}

    assert flaw_sentences(gone, KNOWN) == [
        'The condition asks for "colour", but "Billing" no longer has it.'
    ]


def test_every_code_has_its_words() -> None:
    assert set(FLAWS) == set(Flaw)
    assert set(PHRASES) == set(Op) - GROUPS
    assert set(comparison_texts()) == {kind.value for kind in Kind}
