"""One intent is paid once, and as its visitor wants it by then."""

from decimal import Decimal
from typing import Any

import pytest

from flow_blocks.models.payment import Payment, PaymentStatus
from flow_blocks.payments.intents import Terms, payment_for
from flow_blocks.payments.provider import Progress
from tests.flow_blocks.payments.bank import Memory

pytestmark = pytest.mark.django_db

INTENT = "a" * 32


def tries(**details: Any) -> Payment:
    terms = Terms(provider="bank", kind="card", amount=Decimal("12.50"), currency="EUR")
    return payment_for(INTENT, terms, flow="page:1", task_id="t", way_back="/", **details)


def test_the_same_terms_are_the_same_payment(bank: Memory) -> None:
    first, second = tries(is_remembered=True), tries(is_remembered=True)

    assert first == second


def test_who_no_longer_wants_a_card_kept_pays_anew(bank: Memory) -> None:
    """They unticked the box while nobody knew what had become of the first try."""
    first = tries(is_remembered=True)
    bank.payments[first.key] = Progress(status=PaymentStatus.OPEN, reference="r")

    second = tries(is_remembered=False)

    assert second.key == f"{INTENT}-1"
    assert second.is_remembered is False
    assert bank.payments[first.key].status == PaymentStatus.CANCELLED


def test_what_was_paid_already_is_not_paid_anew(bank: Memory) -> None:
    first = tries(is_remembered=True)
    bank.payments[first.key] = Progress(status=PaymentStatus.PAID, reference="r")

    second = tries(is_remembered=False)

    assert (second.key, second.status) == (first.key, PaymentStatus.PAID)
    assert bank.ledger == []
