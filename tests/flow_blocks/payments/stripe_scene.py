"""The parts of the contracts, played by the stand-in for Stripe."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from decimal import Decimal
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from flow_blocks.models.payment import PaymentKind
from flow_blocks.payments.adapters.stripe import Stripe
from flow_blocks.payments.provider import PaymentProvider, Started
from flow_blocks.payments.testing import Scene
from tests.flow_blocks.payments.stripe_server import (
    API_KEY,
    WEBHOOK_SECRET,
    StripeServer,
    signature,
)

METHODS = {"card": ["card"], "bank": ["pay_by_bank"], "direct_debit": ["sepa_debit"]}


def adapter(server: StripeServer, **options: Any) -> Stripe:
    """`Any`: OPTIONS."""
    given = {
        "api_key": API_KEY,
        "webhook_secret": WEBHOOK_SECRET,
        "methods": METHODS,
        "base_url": server.base_url,
    }
    return Stripe(alias="stripe", **{**given, **options})


def message(body: bytes, signed: str) -> HttpRequest:
    return RequestFactory().post(
        "/notify/", body, content_type="application/json", headers={"stripe-signature": signed}
    )


class StripeScene(Scene):
    """Inherited beside a contract."""

    kind = PaymentKind.CARD
    server: StripeServer

    @pytest.fixture(autouse=True)
    def stand_in(self) -> Iterator[None]:
        with StripeServer() as self.server:
            yield

    @pytest.fixture
    def provider(self) -> PaymentProvider:
        return adapter(self.server)

    def visitor_approves(self, url: str) -> None:
        self.server.visitor_pays(url)

    def visitor_declines(self, url: str) -> None:
        self.server.visitor_pays(url, card="no funds")

    def visitor_leaves(self, url: str) -> None:
        """Nothing happens at Stripe."""

    def money_arrives(self, started: Started) -> None:
        self.server.banks_finish(started.key)

    def taken(self, started: Started) -> Decimal:
        return self.server.taken(started.key)

    def given_back(self, started: Started) -> Decimal:
        return self.server.given_back(started.key)

    def webhook(self, started: Started) -> HttpRequest:
        body = self.server.event(started.key)
        return message(body, signature(body))

    def forged(self, request: HttpRequest) -> HttpRequest:
        return message(request.body, signature(request.body, secret="whsec_guessed"))

    def loses_answers(self) -> AbstractContextManager[None]:
        return self.server.has_fault("lost")

    def is_unreachable(self) -> AbstractContextManager[None]:
        return self.server.has_fault("unreachable")
