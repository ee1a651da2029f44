"""Flows that must be told something when they are started."""

from decimal import Decimal

import pytest

from cmsflows import Action, Linear, Scaffold
from cmsflows.exceptions import InputError
from cmsflows.testing import Visitor, flow_page, step
from tests.journeys.in_code import serve

pytestmark = pytest.mark.django_db

PRICE = {
    "type": "input",
    "value": {"name": "price", "label": "Price", "type": "number", "is_required": True},
}
VOUCHER = {
    "type": "input",
    "value": {"name": "voucher", "label": "Voucher", "type": "text", "is_required": False},
}


@pytest.fixture
def page():
    return flow_page(
        step("test_note", "Look", when={"op": "gt", "operand": {"state": "price"}, "value": 10}),
        step("test_item", "Item"),
        inputs=[PRICE, VOUCHER],
    )


def test_it_begins_with_what_it_is_told(page):
    visitor = Visitor()

    visitor.opens(page.start_url(inputs={"price": Decimal("12.50")}))
    assert "Look" in visitor.text

    visitor.opens(page.start_url(inputs={"price": Decimal("2.50")}))
    assert b'name="item"' in visitor.page.content


def test_it_does_not_begin_without(page):
    visitor = Visitor()

    visitor.opens("/checkout/")

    assert visitor.page.status_code == 400
    assert "something is missing that the page before would have told us" in visitor.text


@pytest.mark.parametrize("place", [3, -3])
def test_what_is_told_cannot_be_changed(page, place):
    """B62"""
    url = page.start_url(inputs={"price": Decimal("12.50")})
    at = url.index("_entry=") + len("_entry=") + (place if place > 0 else 0)
    at = at if place > 0 else len(url) + place
    changed = url[:at] + ("A" if url[at] != "A" else "B") + url[at + 1 :]

    response = Visitor().opens(changed)

    assert response.status_code == 400


@pytest.mark.parametrize("inputs", [{}, {"price": "12.50"}, {"price": True}, {"price": None}])
def test_code_that_tells_it_wrongly_is_told_so(page, inputs):
    with pytest.raises(InputError, match="The flow wants 'price' \\(number\\) when it is started"):
        page.start_url(inputs=inputs)


def test_what_need_not_be_told_is_checked_where_it_is(page):
    with pytest.raises(InputError):
        page.start_url(inputs={"price": 1, "voucher": 7})


class Wrap(Action):
    """Asks nothing."""


class Gift(Scaffold):
    action_set = [Wrap]
    transition = Linear
    inputs = {"item": str}


def test_a_flow_in_code_says_what_it_must_be_told(settings):
    handler = serve(settings, Gift)
    point = handler.entry_points[0]

    told = Visitor().opens(handler.flow_entry_link(point, initial_state={"item": "kettle"}))
    untold = Visitor().opens(handler.flow_entry_link(point))

    assert (told.status_code, untold.status_code) == (200, 400)
