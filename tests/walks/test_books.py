"""The books are compared as they should be: each way to disagree is found."""

from decimal import Decimal

import pytest

from demo.orders import Order, Status
from flow_blocks.models import Payment
from flow_blocks.models.payment import PaymentStatus
from standin.models import LedgerEntry, StandInPayment
from tests.walks import books

pytestmark = pytest.mark.django_db

PRICE = Decimal("32.00")


def paid(key: str = "a", *, intent: str = "", status: str = PaymentStatus.PAID) -> None:
    Payment.objects.create(
        key=key, intent=intent or key, task_id="run", status=status, amount=PRICE, currency="EUR"
    )


def entry(key: str = "a", line: str = "charge") -> None:
    at_bank, _is_new = StandInPayment.objects.get_or_create(
        key=key, defaults={"kind": "card", "amount": PRICE, "currency": "EUR"}
    )
    LedgerEntry.objects.create(payment=at_bank, line=line, key=key, amount=PRICE, currency="EUR")


def ordered(intent: str = "a", status: str = Status.PLACED) -> None:
    Order.objects.create(item="Bowl", unit_price=PRICE, reference=intent, status=status)


def test_an_order_that_was_charged_once_is_right() -> None:
    paid()
    entry()
    ordered()

    assert list(books.mistakes()) == []


def test_neither_is_right_too() -> None:
    paid(status=PaymentStatus.CANCELLED)

    assert list(books.mistakes()) == []


def test_an_order_that_was_paid_back_and_cancelled_is_right() -> None:
    paid(status=PaymentStatus.REFUNDED)
    entry()
    entry(line="refund")
    ordered(status=Status.CANCELLED)

    assert list(books.mistakes()) == []


def test_an_order_without_a_charge_is_found() -> None:
    paid()
    ordered()

    assert list(books.mistakes()) == ["a: 0 charges stand, and orders: 1."]


def test_a_charge_without_an_order_is_found() -> None:
    paid()
    entry()

    assert list(books.mistakes()) == ["a: 1 charges stand, and orders: 0."]


def test_two_charges_for_one_intent_are_found() -> None:
    paid()
    paid("a-1", intent="a")
    entry()
    entry("a-1")
    ordered()

    assert "a: 2 charges stand." in list(books.mistakes())


def test_an_order_that_nobody_paid_for_is_found() -> None:
    ordered("x")

    assert list(books.mistakes()) == ["x: ordered, and never paid for."]


def test_a_charge_that_the_shop_does_not_know_is_found() -> None:
    entry("x")

    assert list(books.mistakes()) == ["x: charged, and the shop does not know of it."]


def test_two_orders_of_one_run_are_found() -> None:
    for key in ("a", "b"):
        paid(key)
        entry(key)
        ordered(key)

    assert list(books.mistakes()) == ["run run: 2 orders."]


def test_a_payment_that_nobody_settled_is_found() -> None:
    paid(status=PaymentStatus.PENDING)

    assert list(books.mistakes()) == ["a: still pending when all was settled."]


def test_an_order_that_is_being_made_is_right() -> None:
    """However far the workshop is with it."""
    paid()
    entry()
    ordered(status=Status.READY)

    assert list(books.mistakes()) == []


def test_what_the_bank_never_answers_is_left_approved() -> None:
    paid(status=PaymentStatus.APPROVED)

    assert list(books.mistakes()) == []
