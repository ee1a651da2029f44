"""The parts that a provider's contract is played with: the adapter, its visitor, its ledger.

An adapter's test class answers them for its provider: a sandbox, or a server that stands in for it.
"""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from decimal import Decimal
from typing import Any, ClassVar

import pytest
from django.http import HttpRequest
from django.utils import timezone

from flow_blocks.models.payment import PaymentKind, PaymentStatus
from flow_blocks.payments.provider import Account, Charge, PaymentProvider, Progress, Started

AMOUNT = Decimal("12.50")
HOST = "http://127.0.0.1:8000"

MakeCharge = Callable[..., Charge]
"""`charge(amount=…)`: one of a new key, save for what is given."""


class Scene:
    """Inherited by the contracts; a test class writes what raises `NotImplementedError` here."""

    kind: ClassVar[PaymentKind]
    """What the test class is about."""

    account: ClassVar[Account | None] = None
    """For a direct debit: one that pays."""

    @pytest.fixture
    def provider(self) -> PaymentProvider:
        raise NotImplementedError

    @pytest.fixture
    def charge(self) -> MakeCharge:
        return self.make_charge

    def visitor_approves(self, url: str) -> None:
        """At the provider's page, the visitor pays or agrees to."""
        raise NotImplementedError

    def visitor_declines(self, url: str) -> None:
        """The visitor tries to pay with what the provider does not take."""
        raise NotImplementedError

    def visitor_leaves(self, url: str) -> None:
        """The visitor goes back without paying."""
        raise NotImplementedError

    def money_arrives(self, started: Started) -> None:
        """A PENDING payment is carried out."""
        raise NotImplementedError

    def taken(self, started: Started) -> Decimal:
        """What the provider has charged for it in all, by the provider's own books."""
        raise NotImplementedError

    def given_back(self, started: Started) -> Decimal:
        """What the provider has refunded of it in all, by the provider's own books."""
        raise NotImplementedError

    def webhook(self, started: Started) -> HttpRequest:
        """A genuine call of the provider's about this payment."""
        raise NotImplementedError

    def forged(self, request: HttpRequest) -> HttpRequest:
        """That call, by somebody who does not know the provider's secret."""
        raise NotImplementedError

    def loses_answers(self) -> AbstractContextManager[Any]:
        """While it lasts, calls reach the provider and their answers are lost."""
        raise NotImplementedError

    def is_unreachable(self) -> AbstractContextManager[Any]:
        """While it lasts, no call reaches the provider."""
        raise NotImplementedError

    def make_charge(self, **changes: Any) -> Charge:
        """`Any`: the fields of a `Charge`."""
        given: dict[str, Any] = {
            "key": uuid.uuid4().hex,
            "amount": AMOUNT,
            "currency": "EUR",
            "description": "One teapot",
            "kind": self.kind,
            "return_url": f"{HOST}/back/",
            "notify_url": f"{HOST}/notify/",
            "email": "visitor@example.com",
            "account": self.account,
        }
        return Charge(**{**given, **changes})

    def started(self, charge: Charge, reference: str = "") -> Started:
        """How this charge is named later."""
        return Started(
            key=charge.key,
            reference=reference,
            kind=charge.kind,
            amount=charge.amount,
            currency=charge.currency,
            started_at=timezone.now(),
        )

    def never_heard_of(self) -> Started:
        """A payment of the day before yesterday, whose call never reached the provider."""
        charge = self.make_charge()
        return Started(
            key=charge.key,
            reference="",
            kind=charge.kind,
            amount=charge.amount,
            currency=charge.currency,
            started_at=timezone.now() - timedelta(days=2),
        )

    def begin(self, provider: PaymentProvider, charge: Charge) -> tuple[Started, Progress]:
        progress = provider.start(charge)
        return self.started(charge, progress.reference), progress

    def pay(self, provider: PaymentProvider, charge: Charge) -> tuple[Started, Progress]:
        """Go the whole way, until it is paid."""
        started, progress = self.begin(provider, charge)
        if progress.status == PaymentStatus.OPEN:
            self.visitor_approves(progress.url)
            progress = provider.resume(started)
        if progress.status == PaymentStatus.PENDING:
            self.money_arrives(started)
            progress = provider.lookup(started)
        assert progress.status == PaymentStatus.PAID
        return started, progress
