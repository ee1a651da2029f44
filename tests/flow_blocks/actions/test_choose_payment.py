"""Choose how to pay."""

from typing import Any

import pytest

from cmsflows import COMPLETE
from flow_blocks.actions.choose_payment import ChoosePayment
from tests.flow_blocks.conftest import Serve
from tests.flow_blocks.saved import CARD_TILL, TILL, somebody

pytestmark = pytest.mark.django_db

ALL = ["card", "paypal", "bank", "direct_debit"]
OPTIONS = {"ways": ALL, "offer_to_remember": True}


@pytest.fixture(autouse=True)
def _till(settings: Any) -> None:
    settings.FLOWS_PAYMENT_PROVIDERS = TILL


def ways(served: Any) -> list[str]:
    return [name for name, _label in served.form.fields["way"].choices]


def test_it_offers_what_the_editor_ticked(serve: Serve) -> None:
    served = serve("choose_payment", {**OPTIONS, "ways": ["paypal", "card"]})

    assert ways(served) == ["card", "paypal"]


def test_an_editor_who_sets_nothing_offers_all() -> None:
    value: Any = ChoosePayment.Options().get_default()

    assert (value["ways"], value["offer_to_remember"]) == (ALL, True)


def test_what_no_provider_takes_is_not_offered(serve: Serve, settings: Any) -> None:
    settings.FLOWS_PAYMENT_PROVIDERS = CARD_TILL

    served = serve("choose_payment", OPTIONS)

    assert ways(served) == ["card"]


@pytest.mark.parametrize("way", ALL)
def test_it_leaves_what_was_chosen(serve: Serve, way: str) -> None:
    served = serve("choose_payment", OPTIONS, data={"way": way})

    assert served.answer is COMPLETE
    assert served.state == {"payment_kind": way, "remember": False}
    assert type(served.state["payment_kind"]) is str


@pytest.mark.parametrize("data", [{}, {"way": ""}])
def test_none_chosen_is_an_error(serve: Serve, data: Any) -> None:
    served = serve("choose_payment", OPTIONS, data=data)

    assert served.errors == {"way": ["Choose how you would like to pay."]}
    assert served.state == {}


@pytest.mark.parametrize("way", ["bank", "store_credit", "c" * 100_000, "card\0"])
def test_a_way_that_was_not_offered_is_an_error(serve: Serve, way: str) -> None:
    served = serve("choose_payment", {**OPTIONS, "ways": ["card", "paypal"]}, data={"way": way})

    assert served.errors == {"way": ["Choose one of the ways to pay."]}
    assert served.state == {}


def test_odd_ways_are_not_offered(serve: Serve, hostile: str) -> None:
    served = serve("choose_payment", OPTIONS, data={"way": hostile})

    assert served.errors == {"way": ["Choose one of the ways to pay."]}


def test_of_one_way_only_the_words_are_shown(serve: Serve) -> None:
    options = {**OPTIONS, "ways": ["paypal"]}
    looked = serve("choose_payment", options)

    served = serve("choose_payment", options, data={"way": "paypal"})

    step: Any = looked.action
    assert step.only_way == "paypal"
    assert [field.name for field in looked.form.visible_fields()] == []
    assert '<input type="hidden" name="way" value="paypal"' in str(looked.form["way"])
    assert served.state["payment_kind"] == "paypal"


@pytest.mark.parametrize("providers", [{}, CARD_TILL])
def test_where_nothing_can_be_paid_it_cannot_be_completed(
    serve: Serve, settings: Any, providers: Any
) -> None:
    settings.FLOWS_PAYMENT_PROVIDERS = providers

    served = serve("choose_payment", {**OPTIONS, "ways": ["paypal"]}, data={"way": "paypal"})

    assert served.answer is not COMPLETE
    assert served.errors == {"__all__": ["You cannot pay at the moment. Please come back later."]}


@pytest.mark.parametrize(
    ("way", "is_remembered"), [("card", True), ("paypal", True), ("bank", False)]
)
def test_it_is_remembered_where_the_visitor_wants_it_and_it_can_be(
    serve: Serve, way: str, is_remembered: bool
) -> None:
    """Nothing that could be kept comes of an online bank transfer."""
    data = {"way": way, "remember": "on"}

    served = serve("choose_payment", OPTIONS, data=data, user=somebody("ada"))

    assert served.state == {"payment_kind": way, "remember": is_remembered}


def test_it_is_not_remembered_unasked(serve: Serve) -> None:
    served = serve("choose_payment", OPTIONS, data={"way": "card"}, user=somebody("ada"))

    assert "remember" in served.form.fields
    assert served.state["remember"] is False


def test_guests_are_not_offered_to_have_it_remembered(serve: Serve) -> None:
    served = serve("choose_payment", OPTIONS, data={"way": "card", "remember": "on"})

    assert "remember" not in served.form.fields
    assert served.state["remember"] is False


def test_nobody_is_where_the_editor_does_not_want_it(serve: Serve) -> None:
    options = {**OPTIONS, "offer_to_remember": False}

    served = serve("choose_payment", options, data={"way": "card", "remember": "on"}, user=_ada())

    assert "remember" not in served.form.fields
    assert served.state["remember"] is False


def test_nobody_is_where_no_provider_keeps_it(serve: Serve, settings: Any) -> None:
    settings.FLOWS_PAYMENT_PROVIDERS = CARD_TILL

    served = serve("choose_payment", OPTIONS, user=_ada())

    assert "remember" not in served.form.fields


def _ada() -> Any:
    return somebody("ada")
