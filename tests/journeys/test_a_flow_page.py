"""A flow assembled in the CMS, walked by visitors over HTTP."""

import pytest

from cmsflows.statestore.rows import StoredTask
from tests.journeys.pages import flow_page, group, step
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def checkout():
    return flow_page(
        step("test_item", "Item"),
        group(
            "How to go on",
            step("test_plan", "Plan"),
            step("test_note", "Without a plan"),
            transition="any_one_of",
        ),
        step("test_note", "Thanks"),
    )


def test_a_visitor_walks_to_the_end(checkout):
    visitor = Visitor()
    visitor.opens("/checkout/")

    seen = []
    for data in ({"item": "kettle"}, {"plan": "small"}, {}):
        visitor.submits(**data)
        seen.append(visitor.path)

    assert seen == ["/checkout/how-to-go-on/plan/", "/checkout/thanks/", "/checkout/"]
    assert visitor.page.templates[0].name == "cmsflows/done.html"


def test_looking_makes_no_task(checkout):
    """B01"""
    visitor = Visitor()

    response = visitor.opens("/checkout/")

    assert response.status_code == 200
    assert b'name="item"' in response.content
    assert not StoredTask.objects.exists()
