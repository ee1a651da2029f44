"""The books: a line for each time that money moved, and none is changed or written twice."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from flow_blocks.models.payment import PaymentStatus
from flow_blocks.payments.provider import PaymentProvider
from standin import settling
from standin.models import LedgerEntry, StandInPayment
from tests.standin.conftest import Begin, a_charge
from tests.standin.naming import started
from tests.standin.payer import books, enters_a_card, standing


@pytest.fixture
def paid(begin: Begin) -> StandInPayment:
    payment = begin()
    enters_a_card(payment)
    return payment


def test_a_charge_and_its_refund_are_two_lines(
    provider: PaymentProvider, paid: StandInPayment
) -> None:
    provider.refund(started(paid))

    lines = LedgerEntry.objects.values_list("line", "key", "amount", "currency")
    assert list(lines) == [
        ("charge", paid.key, Decimal("12.5"), "EUR"),
        ("refund", paid.key, Decimal("12.5"), "EUR"),
    ]


def test_a_line_is_not_changed(paid: StandInPayment) -> None:
    line = LedgerEntry.objects.get()

    with pytest.raises(TypeError) as caught:
        line.save()

    assert str(caught.value) == (
        "A line of the books is never changed; write another one against it."
    )
    with pytest.raises(TypeError):
        line.delete()


def test_the_database_takes_no_second_charge(paid: StandInPayment) -> None:
    """Whatever the code above it does."""
    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerEntry.objects.create(
            payment=paid, line="charge", key=paid.key, amount=1, currency="EUR"
        )


def test_what_is_pending_can_be_called_back(provider: PaymentProvider, begin: Begin) -> None:
    """A refund of what was not taken sees to it that it never will be."""
    payment = begin()
    enters_a_card(payment, "4000000000000424")

    progress = provider.refund(started(payment))

    assert progress.status == PaymentStatus.CANCELLED
    assert settling.settle(payment, is_paid=True) is False
    assert books(payment) == []


def test_what_is_pending_is_not_cancelled(provider: PaymentProvider, begin: Begin) -> None:
    """The payer has done their part."""
    payment = begin()
    enters_a_card(payment, "4000000000000424")

    assert provider.cancel(started(payment)).status == PaymentStatus.PENDING


def test_of_what_was_declined_nothing_is_given_back(
    provider: PaymentProvider, begin: Begin
) -> None:
    payment = begin()
    enters_a_card(payment, "4000000000000002")

    assert provider.refund(started(payment)).status == PaymentStatus.CANCELLED
    assert standing(payment) == ("failed", "declined")
    assert books(payment) == []


def test_what_was_cancelled_before_it_arrived_is_not_begun(
    provider: PaymentProvider, db: None
) -> None:
    """Its call was on its way all the time."""
    wish = a_charge()
    late = StandInPayment(
        key=wish.key, reference="", kind="card", amount=wish.amount, currency="EUR"
    )

    assert provider.cancel(started(late)).status == PaymentStatus.CANCELLED
    assert provider.start(wish).status == PaymentStatus.CANCELLED


@pytest.mark.parametrize(
    ("amount", "price"),
    [
        ("12.500", "12.50 EUR"),
        ("1000", "1000.00 EUR"),
        ("0.001", "0.001 EUR"),
        ("1E+3", "1000.00 EUR"),
    ],
)
def test_prices_read_as_prices(amount: str, price: str) -> None:
    assert StandInPayment(amount=Decimal(amount), currency="EUR").price == price
