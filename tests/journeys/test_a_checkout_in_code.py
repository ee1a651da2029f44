"""The checkout of django-flows' description, walked by a visitor over HTTP."""

import pytest

from cmsflows.statestore.rows import StoredTask
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.shop.urls")]

ADDRESS = {"street": "Elm", "since_year": "2020", "since_month": "1", "since_day": "2"}


def test_looking_at_the_first_step_stores_nothing():
    """B01"""
    visitor = Visitor()

    response = visitor.opens("/shop/checkout/kettle/")

    assert response.status_code == 200
    assert not StoredTask.objects.exists()


def test_the_whole_tree_leads_to_the_end():
    visitor = Visitor()
    visitor.opens("/shop/checkout/kettle/")

    seen = []
    for data in (
        {},
        {"email": "a@example.org", "password": "secret"},
        {},
        {},
    ):
        visitor.submits(**data)
        seen.append(visitor.step)

    assert seen == ["log-in", "saved-method", "confirm-and-pay", "kettle"]
    assert b"done" in visitor.page.content.lower()
