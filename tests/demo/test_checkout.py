"""The demo's checkout over HTTP: every branch of it ends in exactly one order."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import RequestFactory

from cmsflows.testing import Visitor
from demo.content.checkout import CHECKOUT
from demo.orders import Order
from flow_blocks.models import SavedCard
from flow_blocks.models.payment import Payment
from flow_blocks.payments.hearing import hear_of
from flow_blocks.payments.standing import give_back
from standin.models import LedgerEntry
from tests.demo.conftest import the_checkout
from tests.flow_blocks.mails import last_code

pytestmark = pytest.mark.django_db

IBAN = "DE89 3704 0044 0532 0130 00"
HOLDER = {
    "line_1": "Unter den Linden 1",
    "line_2": "",
    "postcode": "10117",
    "city": "Berlin",
    "country": "DE",
}
ADDRESS = "Unter den Linden 1\n10117 Berlin\nGermany"
GUEST = {"name": "Grace Hopper", "email": "grace@example.com"}
CARD = {"number": "4242 4242 4242 4242", "expiry": "12/39", "cvc": "123"}

Step = Callable[[Visitor], None]


@pytest.fixture
def visitor(shop: None) -> Visitor:
    """Somebody who has the checkout open."""
    visitor = Visitor()
    visitor.opens("/checkout/")
    return visitor


def chooses(visitor: Visitor, item: str = "dune-bowl", quantity: str = "2") -> None:
    visitor.submits(item=item, quantity=quantity)


def logs_in(visitor: Visitor) -> None:
    get_user_model().objects.create_user(
        "grace", "grace@example.com", "a compiler of hers", first_name="Grace", last_name="Hopper"
    )
    visitor.submits(username="grace", password="a compiler of hers")


def creates_an_account(visitor: Visitor) -> None:
    visitor.follows("Create an account")
    visitor.submits(
        name="Grace Hopper",
        email="grace@example.com",
        password1="a compiler of hers",
        password2="a compiler of hers",
    )


def goes_on_as_a_guest(visitor: Visitor) -> None:
    visitor.follows("Go on as a guest")
    visitor.submits(**GUEST)


def forgets_the_password(visitor: Visitor) -> None:
    """The code is in the mail that was sent last."""
    get_user_model().objects.create_user(
        "grace", "grace@example.com", "forgotten", first_name="Grace", last_name="Hopper"
    )
    visitor.follows("I forgot my password")
    visitor.submits(email="grace@example.com")
    visitor.submits(code=last_code())
    visitor.submits(password1="a compiler of hers", password2="a compiler of hers")


def chooses_direct_debit(visitor: Visitor) -> None:
    visitor.follows("Bank account")
    visitor.submits(holder="Byron King", iban=IBAN, agrees="on")
    visitor.submits(**HOLDER)


def pays_by_direct_debit(visitor: Visitor) -> None:
    """The one way without a page of the bank's."""
    chooses_direct_debit(visitor)
    visitor.submits()


def pays_by_card(visitor: Visitor, **card: str) -> None:
    visitor.follows("Card")
    visitor.submits()
    visitor.submits()
    visitor.submits(**{**CARD, **card})
    comes_back(visitor)


def pays_with_paypal(visitor: Visitor) -> None:
    visitor.follows("PayPal")
    visitor.submits()
    visitor.submits()
    visitor.submits(payer="buyer@example.com")
    visitor.submits(decision="approve")
    comes_back(visitor)


def pays_by_online_transfer(visitor: Visitor) -> None:
    visitor.follows("Online bank transfer")
    visitor.submits()
    visitor.submits()
    visitor.submits(bank="Meadow Bank")
    visitor.submits(decision="approve")
    comes_back(visitor)


def comes_back(visitor: Visitor) -> None:
    """From the bank: the page that a browser with JavaScript passes through."""
    assert "Back from your payment" in shown(visitor)
    visitor.submits()


@pytest.mark.parametrize(
    "says_who", [logs_in, creates_an_account, forgets_the_password, goes_on_as_a_guest]
)
@pytest.mark.parametrize(
    ("pays", "payment", "paid_with", "address"),
    [
        (pays_by_card, "card", "Visa ending in 4242", ""),
        (pays_by_direct_debit, "direct_debit", "Bank in DE ending in 3000", ADDRESS),
        (pays_with_paypal, "paypal", "buyer@example.com", ""),
        (pays_by_online_transfer, "bank", "Meadow Bank", ""),
    ],
)
def test_every_branch_ends_in_one_order_and_one_charge(
    visitor: Visitor, says_who: Step, pays: Step, payment: str, paid_with: str, address: str
) -> None:
    """B06"""
    chooses(visitor)
    says_who(visitor)
    pays(visitor)

    order = Order.objects.get()
    assert order.item == "Dune bowl"
    assert order.total == Decimal("64.00")
    assert order.name == "Grace Hopper"
    assert order.email == "grace@example.com"
    assert (order.payment, order.paid_with) == (payment, paid_with)
    assert order.address == address
    assert f"Its number is {order.pk}." in shown(visitor)
    assert [entry.amount for entry in LedgerEntry.objects.all()] == [Decimal("64.00")]


def test_who_has_a_card_remembered_pays_with_it_next_time(visitor: Visitor) -> None:
    chooses(visitor)
    logs_in(visitor)
    visitor.follows("Card")
    visitor.submits(remember="on")
    visitor.submits()
    visitor.submits(**CARD)
    comes_back(visitor)
    card = SavedCard.objects.get(owner__username="grace")

    visitor.opens("/checkout/")
    chooses(visitor, item="harbour-mug", quantity="1")
    visitor.submits()
    visitor.submits(method=str(card.pk))
    visitor.submits()

    assert [order.payment for order in Order.objects.all()] == ["card", "card"]
    assert LedgerEntry.objects.count() == 2


def test_the_last_page_says_the_number_when_the_bank_was_heard_first(visitor: Visitor) -> None:
    """The webhook settles it, and the visitor comes back later: to the same words."""
    chooses(visitor)
    goes_on_as_a_guest(visitor)
    visitor.follows("Card")
    visitor.submits()
    checkout = visitor.url
    visitor.submits()
    visitor.submits(**CARD)

    hear_of(RequestFactory().post("/"), Payment.objects.get())
    visitor.opens(checkout)

    assert f"Its number is {Order.objects.get().pk}." in shown(visitor)


def test_the_customer_gets_a_mail_with_the_number(
    visitor: Visitor, django_capture_on_commit_callbacks: Any
) -> None:
    chooses(visitor)
    goes_on_as_a_guest(visitor)
    with django_capture_on_commit_callbacks(execute=True):
        pays_by_direct_debit(visitor)

    order = Order.objects.get()
    (letter,) = mail.outbox
    assert letter.to == ["grace@example.com"]
    assert letter.subject == f"Your order {order.pk} at Kiln & Kettle"
    assert f"we have your order. Its number is {order.pk}." in letter.body
    assert "2 × Dune bowl\nPaid: € 64.00, Bank in DE ending in 3000" in letter.body


def test_the_last_page_says_when_an_order_was_paid_back(visitor: Visitor) -> None:
    chooses(visitor)
    goes_on_as_a_guest(visitor)
    pays_by_direct_debit(visitor)
    give_back(Payment.objects.get())

    visitor.opens(visitor.url)

    order = Order.objects.get()
    assert f"Your order {order.pk} was cancelled, and paid back." in shown(visitor)
    assert "What happens next" not in shown(visitor)


def test_nobody_else_reads_the_number(visitor: Visitor) -> None:
    chooses(visitor)
    goes_on_as_a_guest(visitor)
    pays_by_direct_debit(visitor)
    stranger = Visitor()

    stranger.opens(visitor.url)

    assert "Its number is" not in shown(stranger)


def test_from_the_saved_methods_one_link_leads_to_the_menu_of_the_others(visitor: Visitor) -> None:
    chooses(visitor)
    visitor.submits(username="ada", password="ada")
    assert visitor.step == "a-saved-payment-method"
    assert not {"Card", "Bank account", "PayPal"} & visitor.form.links.keys()

    visitor.follows("A new payment method")

    assert {"Card", "Bank account", "PayPal", "Online bank transfer"} <= visitor.reader.links.keys()


def test_who_is_declined_pays_another_way(visitor: Visitor) -> None:
    """A decline is an error of the form, and the exit leads to the other ways."""
    chooses(visitor)
    goes_on_as_a_guest(visitor)
    pays_by_card(visitor, number="4000 0000 0000 9995")
    assert "There is not enough money on the account." in shown(visitor)

    visitor.submits(_exit="other")
    pays_by_direct_debit(visitor)

    assert Order.objects.get().payment == "direct_debit"
    assert LedgerEntry.objects.count() == 1


def test_nothing_is_ordered_before_the_last_button(visitor: Visitor) -> None:
    chooses(visitor)
    goes_on_as_a_guest(visitor)
    chooses_direct_debit(visitor)

    assert visitor.step == "confirm-and-pay"
    assert not Order.objects.exists()
    assert not LedgerEntry.objects.exists()


def test_the_last_step_shows_what_will_be_ordered(visitor: Visitor) -> None:
    chooses(visitor)
    goes_on_as_a_guest(visitor)
    chooses_direct_debit(visitor)

    page = shown(visitor)
    for line in ("2 × Dune bowl", "64.00 EUR", "Grace Hopper", "ending in 3000", ADDRESS):
        assert line in page
    assert "DE89" not in page


def test_a_reload_of_the_end_orders_nothing_again(visitor: Visitor) -> None:
    chooses(visitor)
    goes_on_as_a_guest(visitor)
    pays_by_direct_debit(visitor)

    visitor.opens(visitor.url)

    assert "Thank you" in shown(visitor)
    assert Order.objects.count() == 1


def test_a_products_page_leads_to_the_checkout_of_that_product(shop: None) -> None:
    visitor = Visitor()
    visitor.opens("/lantern-vase/")

    visitor.follows("Buy it")

    assert form(visitor)["item"].value() == "lantern-vase"


def test_the_price_is_the_databases(visitor: Visitor) -> None:
    visitor.submits(item="dune-bowl", quantity="1", price="0.01", title="Nothing", total="0.01")
    goes_on_as_a_guest(visitor)
    chooses_direct_debit(visitor)
    visitor.submits(price="0.01", unit_price="0.01", amount="0.01")

    assert Order.objects.get().total == Decimal("32.00")


@pytest.mark.parametrize("item", ["", "no-such-thing", "checkout", "dune-bowl\0", "x" * 10_000])
def test_an_item_that_is_not_there_leads_to_the_same_form(shop: None, item: str) -> None:
    visitor = Visitor()
    visitor.opens("/checkout/?item=no-such-thing")

    visitor.submits(item=item, quantity="1")

    assert visitor.page.status_code == 200
    assert "item" in form(visitor).errors


@pytest.mark.parametrize("quantity", ["", "0", "-1", "21", "1.5", "many", "9" * 5_000])
def test_a_quantity_that_cannot_be_is_an_error(visitor: Visitor, quantity: str) -> None:
    chooses(visitor, quantity=quantity)

    assert list(form(visitor).errors) == ["quantity"]


@pytest.mark.parametrize(
    "iban",
    [
        "",
        "DE89 3704 0044 0532 0130 01",
        "DE89",
        "１２３４５６７８９０１２３４５６",
        "<script>alert(1)</script>",
        "0" * 34,
        "A" * 51,
    ],
)
def test_an_iban_that_cannot_be_is_an_error(visitor: Visitor, iban: str) -> None:
    chooses(visitor)
    goes_on_as_a_guest(visitor)
    visitor.follows("Bank account")

    visitor.submits(holder="Grace", iban=iban, agrees="on")

    assert list(form(visitor).errors) == ["iban"]


@pytest.mark.parametrize(
    "iban", ["GB82 WEST 1234 5698 7654 32", "fr1420041010050500013m02606", "NO93 8601 1117 947"]
)
def test_accounts_of_other_countries_pay(visitor: Visitor, iban: str) -> None:
    chooses(visitor)
    goes_on_as_a_guest(visitor)
    visitor.follows("Bank account")

    visitor.submits(holder="Grace", iban=iban, agrees="on")

    assert visitor.step == "address-of-the-accounts-holder"


def test_a_wrong_password_offers_the_other_ways(visitor: Visitor) -> None:
    chooses(visitor)

    visitor.submits(username="admin", password="wrong")

    assert visitor.step == "log-in"
    assert {"Create an account", "Go on as a guest"} <= visitor.form.links.keys()


def test_an_address_that_has_an_account_can_still_log_in(visitor: Visitor) -> None:
    """The visitor is told no more than that, and loses nothing."""
    get_user_model().objects.create_user("grace@example.com", "grace@example.com", "her secret")
    chooses(visitor)
    creates_an_account(visitor)
    assert visitor.step == "create-an-account"

    visitor.follows("Log in")
    visitor.submits(username="grace@example.com", password="her secret")

    assert visitor.step == "a-new-payment-method"


def test_who_is_logged_in_only_reads_so(visitor: Visitor) -> None:
    visitor.client.login(username="marketing", password="marketing")

    chooses(visitor)

    assert "You are logged in as <strong>marketing</strong>." in shown(visitor)
    assert ">Continue</button>" in shown(visitor)
    visitor.submits()
    assert visitor.step == "a-new-payment-method"


def test_answers_survive_logging_in(visitor: Visitor) -> None:
    """B22"""
    chooses(visitor, item="harbour-mug", quantity="3")
    logs_in(visitor)
    chooses_direct_debit(visitor)

    assert "3 × Harbour mug" in shown(visitor)


@pytest.mark.parametrize(
    "path", ["confirm-and-pay/", "how-would-you-like-to-pay/a-new-payment-method/card/"]
)
def test_no_step_can_be_skipped(visitor: Visitor, path: str) -> None:
    """B29"""
    chooses(visitor)
    task = visitor.url.partition("?")[2]

    visitor.opens(f"/checkout/{path}?{task}")

    assert visitor.step == "log-in"
    assert not Order.objects.exists()


def test_names_of_all_scripts_are_ordered_and_shown_as_text(visitor: Visitor) -> None:
    chooses(visitor)
    visitor.follows("Go on as a guest")
    visitor.submits(name="<b>李</b> عمر 🎂", email="grace@example.com")
    chooses_direct_debit(visitor)
    assert "&lt;b&gt;李&lt;/b&gt; عمر 🎂" in shown(visitor)

    visitor.submits()

    assert Order.objects.get().name == "<b>李</b> عمر 🎂"


def test_a_product_that_was_removed_cannot_be_ordered(visitor: Visitor) -> None:
    the_checkout().get_siblings().get(slug="dune-bowl").specific.unpublish()

    chooses(visitor)

    assert form(visitor).errors["item"] == ["We do not have this any more. Choose something else."]


def test_a_new_order_of_steps_is_for_new_visitors(visitor: Visitor) -> None:
    """B36: who is half way finishes what they began."""
    chooses(visitor)

    item, who, payment, confirm = CHECKOUT
    checkout = the_checkout()
    checkout.flow = [item, payment, who, confirm]
    checkout.save_revision().publish()

    goes_on_as_a_guest(visitor)
    assert visitor.step == "a-new-payment-method"
    newcomer = Visitor()
    newcomer.opens("/checkout/")
    chooses(newcomer)
    assert newcomer.step == "a-new-payment-method"
    chooses_direct_debit(newcomer)
    assert newcomer.step == "log-in"


def shown(visitor: Visitor) -> str:
    assert visitor.page is not None
    return visitor.page.content.decode()


def form(visitor: Visitor) -> Any:
    assert visitor.page is not None
    return visitor.page.context["form"]
