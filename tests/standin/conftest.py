"""The adapter of the stand-in, as the tests' settings configure it, and payments that it began."""

import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from flow_blocks.models.payment import PaymentKind
from flow_blocks.payments.provider import Charge, PaymentProvider
from flow_blocks.payments.providers import provider as provider_called
from standin.models import StandInPayment

SHOP = "http://testserver"

Begin = Callable[..., StandInPayment]
"""`begin(kind, amount=…)`: one of a new key."""


@pytest.fixture
def provider() -> PaymentProvider:
    return provider_called("standin")


@pytest.fixture
def begin(db: None, provider: PaymentProvider) -> Begin:
    def begin(kind: PaymentKind = PaymentKind.CARD, **changes: Any) -> StandInPayment:
        """`Any`: the fields of a `Charge`."""
        wish = a_charge(kind, **changes)
        provider.start(wish)
        return StandInPayment.objects.get(key=wish.key)

    return begin


def a_charge(kind: PaymentKind = PaymentKind.CARD, **changes: Any) -> Charge:
    """`Any`: the fields of a `Charge`."""
    given: dict[str, Any] = {
        "key": uuid.uuid4().hex,
        "amount": Decimal("12.50"),
        "currency": "EUR",
        "description": "One teapot",
        "kind": kind,
        "return_url": f"{SHOP}/back/?t=1",
        "notify_url": f"{SHOP}/notify/",
        "email": "visitor@example.com",
    }
    return Charge(**{**given, **changes})
