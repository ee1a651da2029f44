"""The demo's checkout as visitors meet it: its whole tree, branch by branch, in a real browser."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth import get_user_model

from demo.orders import Order
from standin.models import LedgerEntry
from tests.demo.by_hand import check_fit, follows, gets_the_focus, presses
from tests.flow_blocks.mails import last_code

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Step = Callable[["Page"], None]

CARD, NO_MONEY, ASKS_FIRST = "4242 4242 4242 4242", "4000 0000 0000 9995", "4000 0000 0000 3220"
PASSWORD = "a compiler of hers"


@pytest.fixture
def checkout(shop: None, live_server: "LiveServer") -> str:
    """The address of the checkout."""
    return f"{live_server.url}/checkout/"


def chooses(page: "Page") -> None:
    page.get_by_label("Dune bowl").check()
    page.get_by_label("How many?").fill("2")
    presses(page, "Continue")


# Who are you? ---------------------------------------------------------------------------------


def logs_in(page: "Page") -> None:
    """Ada has payment methods saved, and is asked for one of them first."""
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("ada")
    presses(page, "Log in")


def logs_in_and_pays_anew(page: "Page") -> None:
    logs_in(page)
    follows(page, "A new payment method")


def creates_an_account(page: "Page") -> None:
    follows(page, "Create an account")
    says_who(page)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    presses(page, "Create my account")


def forgets_the_password(page: "Page") -> None:
    """Three steps, and the code is in the mail that was sent last."""
    get_user_model().objects.create_user("grace", "grace@example.com", "forgotten")
    follows(page, "I forgot my password")
    page.get_by_label("Email address").fill("grace@example.com")
    presses(page, "Send me a code")
    page.get_by_label("Code").fill(last_code())
    presses(page, "Continue")
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    presses(page, "Save and go on")


def goes_on_as_a_guest(page: "Page") -> None:
    follows(page, "Go on as a guest")
    says_who(page)
    presses(page, "Continue")


def says_who(page: "Page") -> None:
    page.get_by_label("Name").fill("Grace Hopper")
    page.get_by_label("Email address").fill("grace@example.com")


# How would you like to pay? -------------------------------------------------------------------


def with_the_saved_card(page: "Page") -> None:
    page.get_by_role("radio", name="Visa ending in 4242").check()
    presses(page, "Continue")
    presses(page, "Pay now")


def by_card(page: "Page") -> None:
    goes_to_the_bank(page, "Card")
    enters(page, CARD)


def by_a_card_that_is_confirmed(page: "Page") -> None:
    goes_to_the_bank(page, "Card")
    enters(page, ASKS_FIRST)
    presses(page, "Confirm")


def by_direct_debit(page: "Page") -> None:
    fills_in_the_account(page)
    presses(page, "Pay now")


def with_paypal(page: "Page") -> None:
    goes_to_paypal(page)
    presses(page, "Approve")


def by_online_transfer(page: "Page") -> None:
    goes_to_the_bank(page, "Online bank transfer")
    page.get_by_label("Meadow Bank").check()
    presses(page, "Continue")
    presses(page, "Approve")


def goes_to_the_bank(page: "Page", way: str) -> None:
    follows(page, way)
    presses(page, "Continue")
    presses(page, "Pay now")
    page.get_by_text("Nothing is really paid here.").wait_for()


def goes_to_paypal(page: "Page") -> None:
    goes_to_the_bank(page, "PayPal")
    page.get_by_label("buyer@example.com").check()
    presses(page, "Log in")


def enters(page: "Page", number: str) -> None:
    page.get_by_label("Card number").fill(number)
    page.get_by_label("Expiry date").fill("12/39")
    page.get_by_label("Security code").fill("123")
    presses(page, "Pay 64.00 EUR")


def fills_in_the_account(page: "Page") -> None:
    follows(page, "Bank account")
    page.get_by_label("Account holder").fill("Grace Hopper")
    page.get_by_label("IBAN").fill("DE89 3704 0044 0532 0130 00")
    page.get_by_label("I agree to this mandate").check()
    presses(page, "Continue")
    page.get_by_label("Street and number").fill("Unter den Linden 1")
    page.get_by_label("Postcode").fill("10117")
    page.get_by_label("Town or city").fill("Berlin")
    presses(page, "Continue")


def is_thanked(page: "Page") -> None:
    """The one order stands on the last page, and in the bank's books."""
    page.get_by_role("heading", name="Thank you").wait_for()
    order = Order.objects.get()
    assert page.get_by_text(f"Its number is {order.pk}.").is_visible()
    booked = LedgerEntry.objects.all()
    assert [(entry.line, entry.amount) for entry in booked] == [("charge", order.total)]


@pytest.mark.parametrize(
    ("says_who", "pays", "payment"),
    [
        pytest.param(logs_in, with_the_saved_card, "card", id="saved method"),
        pytest.param(logs_in_and_pays_anew, by_card, "card", id="log in, card"),
        pytest.param(creates_an_account, with_paypal, "paypal", id="new account, PayPal"),
        pytest.param(forgets_the_password, by_direct_debit, "direct_debit", id="forgotten, debit"),
        pytest.param(goes_on_as_a_guest, by_online_transfer, "bank", id="guest, transfer"),
        pytest.param(
            goes_on_as_a_guest, by_a_card_that_is_confirmed, "card", id="guest, 3-D Secure"
        ),
    ],
)
def test_every_branch_ends_in_one_order_and_one_charge(
    checkout: str,
    page: "Page",
    script_errors: list[str],
    says_who: Step,
    pays: Step,
    payment: str,
) -> None:
    """B06"""
    page.goto(checkout)

    chooses(page)
    says_who(page)
    pays(page)

    is_thanked(page)
    assert Order.objects.get().payment == payment
    assert script_errors == []


def is_declined(page: "Page") -> str:
    goes_to_the_bank(page, "Card")
    enters(page, NO_MONEY)
    return "There is not enough money on the account. Nothing was charged. Pay in another way."


def refuses_in_the_banks_app(page: "Page") -> str:
    goes_to_the_bank(page, "Card")
    enters(page, ASKS_FIRST)
    presses(page, "Refuse")
    return "Your bank could not confirm that it is you. Nothing was charged. Please try again."


def cancels_at_paypal(page: "Page") -> str:
    goes_to_paypal(page)
    presses(page, "Cancel")
    return "You have not paid yet, and nothing was charged."


@pytest.mark.parametrize("fails", [is_declined, refuses_in_the_banks_app, cancels_at_paypal])
def test_who_has_not_paid_reads_why_and_pays_another_way(
    checkout: str, page: "Page", fails: Callable[["Page"], str]
) -> None:
    page.goto(checkout)
    chooses(page)
    goes_on_as_a_guest(page)

    why = fails(page)

    summary = page.get_by_role("alert", name="There is a problem")
    summary.get_by_text(why, exact=True).wait_for()
    assert not Order.objects.exists()
    assert not LedgerEntry.objects.exists()
    presses(page, "Pay in another way")
    by_direct_debit(page)
    is_thanked(page)


def test_who_leaves_the_bank_has_three_ways_on(checkout: str, page: "Page") -> None:
    """Check again, pay in another way, or go on paying: the last leads to the same payment."""
    page.goto(checkout)
    chooses(page)
    goes_on_as_a_guest(page)
    goes_to_the_bank(page, "Card")
    enters(page, ASKS_FIRST)
    page.goto(checkout)
    follows(page, "Continue where you left off")
    page.get_by_role("heading", name="Not finished yet").wait_for()
    assert page.get_by_role("button", name="Pay in another way").is_visible()
    presses(page, "Check again")
    page.get_by_text("We have asked again. There is no answer yet.").wait_for()

    follows(page, "Go on paying")
    presses(page, "Confirm")

    is_thanked(page)


@pytest.mark.parametrize(
    ("says_who", "pays"),
    [
        pytest.param(goes_on_as_a_guest, by_direct_debit, id="direct debit"),
        pytest.param(creates_an_account, by_a_card_that_is_confirmed, id="card"),
    ],
)
def test_it_works_without_javascript(
    checkout: str, browser: "Browser", says_who: Step, pays: Step
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(checkout)

    chooses(page)
    says_who(page)
    pays(page)
    if page.get_by_role("heading", name="Back from your payment").is_visible():
        presses(page, "Continue")

    is_thanked(page)
    context.close()


def test_a_saved_method_is_removed_and_no_other(checkout: str, page: "Page") -> None:
    page.goto(checkout)
    chooses(page)
    logs_in(page)
    page.get_by_text("Remove a saved payment method").click()

    presses(page, "Remove PayPal (buyer@example.com)")

    page.get_by_text("PayPal (buyer@example.com) was removed.").wait_for()
    assert page.get_by_role("radio").count() == 1
    assert get_user_model().objects.get(username="ada").payment_methods.count() == 1


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
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("ada")

    page.get_by_role("button", name="Log in", exact=True).dblclick()

    page.get_by_role("heading", name="A saved payment method").wait_for()


def test_a_second_click_pays_once(checkout: str, page: "Page") -> None:
    page.goto(checkout)
    chooses(page)
    goes_on_as_a_guest(page)
    fills_in_the_account(page)

    page.get_by_role("button", name="Pay now").dblclick()

    is_thanked(page)


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


@pytest.mark.parametrize("width", [375, 1280])
def test_everything_fits(checkout: str, page: "Page", width: int) -> None:
    """The shop's pages; the bank is another's."""
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(checkout)

    for step in (chooses, creates_an_account, fills_in_the_account):
        check_fit(page, width)
        step(page)
    check_fit(page, width)
    presses(page, "Pay now")
    is_thanked(page)
    check_fit(page, width)


def test_it_can_be_walked_by_keyboard(checkout: str, page: "Page") -> None:
    page.goto(checkout)
    page.locator("[name=item]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Log in").wait_for()
    page.get_by_label("Username").focus()
    page.keyboard.type("ada")
    page.keyboard.press("Tab")
    page.keyboard.type("ada")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="A saved payment method").wait_for()
    page.locator("[name=method]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Confirm and pay").wait_for()
    page.get_by_role("button", name="Pay now").focus()
    page.keyboard.press("Enter")

    page.get_by_role("heading", name="Thank you").wait_for()
    assert Order.objects.get().paid_with == "Visa ending in 4242"
