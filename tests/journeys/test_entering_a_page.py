"""A link into a flow page brings what the site's code put into it, and nobody can change that."""

from decimal import Decimal

import pytest

from cmsflows.testing import Visitor, flow_page, step

pytestmark = pytest.mark.django_db


def test_inputs_are_the_state_a_visitor_begins_with():
    page = flow_page(step("test_item", "Item"), step("test_note", "Thanks"))
    visitor = Visitor()

    visitor.opens(page.start_url(inputs={"price": Decimal("9.90")}, return_to="/home/"))
    visitor.submits(item="kettle")

    assert visitor.page.context["action"].state == {"price": Decimal("9.90"), "item": "kettle"}


def test_inputs_for_one_flow_are_refused_by_another():
    """B62, in part"""
    page = flow_page(step("test_item", "Item"))
    flow_page(step("test_item", "Item"), slug="other")
    link = page.start_url(inputs={"price": 1})

    visitor = Visitor()
    visitor.opens(link.replace("/checkout/", "/other/"))

    assert visitor.page.status_code == 400


def test_a_link_without_inputs_is_the_pages_url():
    page = flow_page(step("test_item", "Item"))

    assert page.start_url() == "/checkout/"
