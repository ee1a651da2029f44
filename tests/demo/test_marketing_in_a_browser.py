"""Marketing rearranges the checkout, while somebody is in the middle of it."""

from typing import TYPE_CHECKING

import pytest

from cmsflows.testing import Visitor
from tests.demo.conftest import the_checkout
from tests.demo.test_checkout import chooses, goes_on_as_a_guest

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_paying_comes_first_for_new_visitors_only(
    shop: None, live_server: "LiveServer", page: "Page", script_errors: list[str]
) -> None:
    """B36: "How would you like to pay?" moves before "Who are you?", by the editor's own hand."""
    half_way = Visitor()
    half_way.opens("/checkout/")
    chooses(half_way)
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Username").fill("marketing")
    page.get_by_label("Password").fill("marketing")
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()
    page.goto(f"{live_server.url}/admin/pages/{the_checkout().pk}/edit/")

    page.get_by_role("button", name="Move up").nth(2).click()
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_role("heading", name="What changes").wait_for()
    changes = page.locator("section[aria-labelledby=cmsflows-changes] li").all_inner_texts()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_text("published").first.wait_for()

    assert changes == [
        "“\u2068How would you like to pay?\u2069” has moved: it was 3, and is 2 now."
    ]
    assert slugs() == [
        "your-item",
        "how-would-you-like-to-pay",
        "who-are-you",
        "confirm-and-pay",
    ]
    goes_on_as_a_guest(half_way)
    assert half_way.step == "a-new-payment-method"
    newcomer = Visitor()
    newcomer.opens("/checkout/")
    chooses(newcomer)
    newcomer.follows("PayPal")
    newcomer.submits()
    assert newcomer.step == "log-in"
    assert script_errors == []


def slugs() -> list[str]:
    return [node.slug for node in the_checkout().flow_definition().root.children]
