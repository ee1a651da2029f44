"""The demo's checkout as visitors meet it: in a browser, on a telephone, without JavaScript."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth import get_user_model

from demo.orders import Order

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Step = Callable[["Page"], None]

THUMB = 44
"""Pixels that a button should be high (WCAG 2.2, target size, enhanced)."""


@pytest.fixture
def checkout(shop: None, live_server: "LiveServer") -> str:
    """The address of the checkout."""
    return f"{live_server.url}/checkout/"


def presses(page: "Page", button: str) -> None:
    """Click a button, and wait for the page it leads to: the old one has fields of its own."""
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def follows(page: "Page", link: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=link).click()


def chooses(page: "Page") -> None:
    page.get_by_label("Dune bowl").check()
    page.get_by_label("How many?").fill("2")
    presses(page, "Continue")


def logs_in(page: "Page") -> None:
    page.get_by_label("Username").fill("marketing")
    page.get_by_label("Password").fill("marketing")
    presses(page, "Log in")


def creates_an_account(page: "Page") -> None:
    follows(page, "Create an account")
    page.get_by_label("Name").fill("Ada Lovelace")
    page.get_by_label("Email address").fill("ada@example.com")
    page.get_by_label("Password", exact=True).fill("a difference engine")
    page.get_by_label("The same password again").fill("a difference engine")
    presses(page, "Create my account")


def goes_on_as_a_guest(page: "Page") -> None:
    follows(page, "Go on as a guest")
    page.get_by_label("Name").fill("Ada Lovelace")
    page.get_by_label("Email address").fill("ada@example.com")
    presses(page, "Continue")


def pays_on_invoice(page: "Page") -> None:
    page.get_by_label("I will pay within 14 days").check()
    presses(page, "Continue")


def pays_by_bank_transfer(page: "Page") -> None:
    follows(page, "Pay by bank transfer")
    page.get_by_label("Holder of the account").fill("Ada Lovelace")
    page.get_by_label("IBAN").fill("DE89 3704 0044 0532 0130 00")
    presses(page, "Continue")
    page.get_by_label("Street and number").fill("Unter den Linden 1")
    page.get_by_label("Postcode").fill("10117")
    page.get_by_label("Town or city").fill("Berlin")
    page.get_by_label("Country").select_option("Germany")
    presses(page, "Continue")


def orders(page: "Page") -> None:
    page.get_by_role("heading", name="Check and confirm").wait_for()
    presses(page, "Order now")
    page.get_by_role("heading", name="Thank you").wait_for()


@pytest.mark.parametrize("says_who", [logs_in, creates_an_account, goes_on_as_a_guest])
@pytest.mark.parametrize("pays", [pays_on_invoice, pays_by_bank_transfer])
def test_every_branch_ends_in_one_order(
    checkout: str, page: "Page", script_errors: list[str], says_who: Step, pays: Step
) -> None:
    page.goto(checkout)

    chooses(page)
    says_who(page)
    pays(page)
    orders(page)

    assert page.get_by_text(f"Its number is {Order.objects.get().pk}.").is_visible()
    assert script_errors == []


def test_it_works_without_javascript(checkout: str, browser: "Browser") -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(checkout)

    chooses(page)
    goes_on_as_a_guest(page)
    pays_by_bank_transfer(page)
    orders(page)

    assert Order.objects.count() == 1
    context.close()


def test_errors_are_announced_and_lead_to_their_fields(checkout: str, page: "Page") -> None:
    page.goto(checkout)
    chooses(page)
    follows(page, "Go on as a guest")

    presses(page, "Continue")

    summary = page.get_by_role("alert", name="There is a problem")
    summary.wait_for()
    assert page.title().startswith("Error: Go on as a guest")
    page.wait_for_function("document.activeElement.getAttribute('role') === 'alert'")
    summary.get_by_role("link", name="Enter your email address.").click()
    email = page.get_by_label("Email address")
    gets_the_focus(page, "email")
    assert email.get_attribute("aria-invalid") == "true"
    described_by = email.get_attribute("aria-describedby")
    assert page.locator(f"#{described_by}").inner_text() == "Enter your email address."


def test_the_error_of_a_choice_leads_to_its_first_answer(checkout: str, page: "Page") -> None:
    page.goto(checkout)
    presses(page, "Continue")

    page.get_by_role("link", name="Choose what you would like.").click()

    gets_the_focus(page, "item")


def test_a_second_click_does_not_get_in_the_way_of_logging_in(checkout: str, page: "Page") -> None:
    page.goto(checkout)
    chooses(page)
    page.get_by_label("Username").fill("marketing")
    page.get_by_label("Password").fill("marketing")

    page.get_by_role("button", name="Log in", exact=True).dblclick()

    page.get_by_role("heading", name="Pay on invoice").wait_for()


def test_a_form_that_was_left_by_the_back_button_can_be_sent_again(
    checkout: str, page: "Page"
) -> None:
    """The guard against second clicks must not outlive the page it guarded."""
    page.goto(checkout)
    chooses(page)
    page.go_back()
    page.get_by_label("Harbour mug").check()

    presses(page, "Continue")

    page.get_by_role("heading", name="Log in").wait_for()


def test_everything_fits_a_telephone(checkout: str, page: "Page") -> None:
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto(checkout)

    for step in (chooses, creates_an_account, pays_by_bank_transfer):
        check_fit(page)
        step(page)
    check_fit(page)


def test_it_can_be_walked_by_keyboard(checkout: str, page: "Page") -> None:
    page.goto(checkout)
    page.locator("[name=item]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Log in").wait_for()

    page.get_by_label("Username").focus()
    page.keyboard.type("marketing")
    page.keyboard.press("Tab")
    page.keyboard.type("marketing")
    page.keyboard.press("Enter")

    page.get_by_role("heading", name="Pay on invoice").wait_for()
    assert get_user_model().objects.get(username="marketing").last_login


def gets_the_focus(page: "Page", field: str) -> None:
    """Browsers move the focus a moment after the page or the click."""
    page.wait_for_function("name => document.activeElement.name === name", arg=field)


def check_fit(page: "Page") -> None:
    """Nothing to scroll sideways, and nothing too small to press."""
    page.locator(".flow").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    pressed = ".flow-button:visible, .flow-field input[type=text], .flow-alternatives a"
    targets = page.locator(pressed).all()
    heights = [box["height"] for target in targets if (box := target.bounding_box())]
    assert heights
    assert min(heights) >= THUMB
