"""The catalogue knows what the conditions of a flow can ask for, and finds what they cannot."""

from typing import Any

import pytest
from django import forms

from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import ActionNode, Contract, Input, ScaffoldNode
from cmsflows.engine.catalogue import (
    Askable,
    Catalogue,
    Flaw,
    askable_fields,
    catalogue_of,
    flaws,
    promises_offered,
)
from cmsflows.engine.kinds import Kind, kind_of_field, kind_of_type
from flow_blocks.actions.choice import Choice
from tests.shop.flow_blocks import YourAddress

pytestmark = pytest.mark.django_db

COUNTRY = {"step": "address", "field": "country"}


@pytest.fixture
def catalogue() -> Catalogue:
    provides = (("country", "str"), ("paid_on", "date"))
    address = ActionNode(
        id="address",
        key="test_address",
        title="Your address",
        name="billing",
        contract=Contract(provides=provides),
    )
    gone = ActionNode(id="gone", key="test_gone", title="Gone")
    root = ScaffoldNode(id="root", key="scaffold", children=(address, gone))
    return catalogue_of(FlowDefinition(root, inputs=(Input("price", "number", "Price"),)))


def compares(operand: dict[str, str], op: str, value: Any = None) -> dict[str, Any]:
    return {"op": op, "operand": operand, "value": value}


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        (forms.CharField(), Kind.TEXT),
        (forms.EmailField(), Kind.TEXT),
        (forms.IntegerField(), Kind.NUMBER),
        (forms.DecimalField(), Kind.NUMBER),
        (forms.FloatField(), Kind.NUMBER),
        (forms.DateField(), Kind.DATE),
        (forms.DateTimeField(), Kind.DATE),
        (forms.BooleanField(), Kind.YES_NO),
        (forms.NullBooleanField(), Kind.YES_NO),
        (forms.ChoiceField(), Kind.CHOICE),
        (forms.MultipleChoiceField(), Kind.CHOICES),
        (forms.FileField(), Kind.OTHER),
    ],
    ids=lambda each: type(each).__name__,
)
def test_a_field_is_of_a_kind(field: forms.Field, kind: Kind) -> None:
    assert kind_of_field(field) is kind


def test_a_type_nobody_can_write_down_is_there_or_not() -> None:
    assert kind_of_type("Basket") is Kind.OTHER
    assert kind_of_type("Decimal") is Kind.NUMBER


def test_fields_are_asked_by_step(catalogue: Catalogue) -> None:
    assert catalogue.find(COUNTRY) == Askable(
        "Country",
        Kind.CHOICE,
        (("DE", "Germany"), ("AT", "Austria"), ("FR", "France")),
        "Your address",
    )
    assert catalogue.find({"step": "address", "field": "delivery"}).label == "Delivery day"


def test_state_is_asked_by_name(catalogue: Catalogue) -> None:
    assert catalogue.find({"state": "price"}) == Askable("Price", Kind.NUMBER)
    assert catalogue.find({"state": "billing.paid_on"}).kind is Kind.DATE
    assert catalogue.find({"state": "country"}) is None


def test_choices_that_an_editor_wrote_are_known() -> None:
    item = {"type": "item", "id": "1", "value": {"label": "Red", "value": ""}}
    other = {"type": "item", "id": "2", "value": {"label": "Blue", "value": "b"}}

    asked = dict(askable_fields(Choice, {"choices": [item, other]}))

    assert asked["choice"].choices == (("Red", "Red"), ("b", "Blue"))


def test_what_is_asked_of_an_unknown_step_is_unknown(catalogue: Catalogue) -> None:
    assert dict(askable_fields(None)) == {}
    assert catalogue.find({"step": "gone", "field": "x"}) is None


@pytest.mark.parametrize(
    "condition",
    [
        {},
        compares(COUNTRY, "eq", "DE"),
        compares(COUNTRY, "in", ["DE", "FR"]),
        compares({"step": "address", "field": "total"}, "gt", 100),
        compares({"step": "address", "field": "total"}, "gt", "99.50"),
        compares({"step": "address", "field": "delivery"}, "lt", "2026-12-01"),
        compares({"step": "address", "field": "is_gift"}, "eq", False),
        compares({"step": "address", "field": "extras"}, "contains", "card"),
        compares({"fact": "is_logged_in"}, "is_true"),
        compares({"fact": "locale"}, "eq", "de"),
    ],
    ids=str,
)
def test_a_sound_condition_has_no_flaws(catalogue: Catalogue, condition: dict[str, Any]) -> None:
    assert flaws(catalogue, condition) == []


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        (compares({"step": "never", "field": "x"}, "exists"), Flaw.STEP_GONE),
        (compares({"step": "address", "field": "colour"}, "exists"), Flaw.FIELD_GONE),
        (compares({"state": "colour"}, "exists"), Flaw.STATE_UNKNOWN),
        (compares({"fact": "weather"}, "exists"), Flaw.FACT_UNKNOWN),
        (compares(COUNTRY, "gt", "DE"), Flaw.COMPARISON_UNFIT),
        (compares(COUNTRY, "eq", "XX"), Flaw.CHOICE_GONE),
        (compares(COUNTRY, "in", ["DE", "XX"]), Flaw.CHOICE_GONE),
        (compares(COUNTRY, "eq", {}), Flaw.VALUE_UNFIT),
        (compares({"step": "address", "field": "total"}, "eq", "many"), Flaw.VALUE_UNFIT),
        (compares({"step": "address", "field": "total"}, "eq", True), Flaw.VALUE_UNFIT),
        (compares({"step": "address", "field": "delivery"}, "lt", "soon"), Flaw.VALUE_UNFIT),
        (compares({"step": "address", "field": "is_gift"}, "eq", "yes"), Flaw.VALUE_UNFIT),
        ({"op": "eq"}, Flaw.MALFORMED),
        ({"op": "and", "conditions": []}, Flaw.MALFORMED),
        ([], Flaw.MALFORMED),
    ],
    ids=str,
)
def test_a_flaw_has_a_code(catalogue: Catalogue, condition: Any, code: Flaw) -> None:
    assert [found for found, _names in flaws(catalogue, condition)] == [code]


def test_a_condition_may_not_be_too_large(catalogue: Catalogue) -> None:
    many = {"op": "or", "conditions": [compares(COUNTRY, "eq", "DE")] * 101}
    deep: dict[str, Any] = compares(COUNTRY, "eq", "DE")
    for _level in range(2000):
        deep = {"op": "not", "condition": deep}

    assert [code for code, _names in flaws(catalogue, many)] == [Flaw.TOO_LARGE]
    assert [code for code, _names in flaws(catalogue, deep)] == [Flaw.TOO_LARGE]


def test_every_comparison_is_judged(catalogue: Catalogue) -> None:
    one, two = compares(COUNTRY, "eq", "XX"), compares({"state": "no"}, "exists")

    found = flaws(catalogue, {"op": "or", "conditions": [one, {"op": "not", "condition": two}]})

    assert found == [
        (Flaw.CHOICE_GONE, {"label": "Country", "step": "Your address", "value": "XX"}),
        (Flaw.STATE_UNKNOWN, {"name": "no"}),
    ]


def test_promises_are_those_of_the_registered_steps() -> None:
    assert promises_offered()["plan"] == "Nobody finishes without a plan."
    assert YourAddress.promises == {}
