"""The parts of the contracts, played by the stand-in for Stripe."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from flow_blocks.models.payment import PaymentKind
from flow_blocks.payments.adapters.stripe import Stripe
from flow_blocks.payments.provider import PaymentProvider, Started
from tests.flow_blocks.payments.loopback_scene import LoopbackScene
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


class StripeScene(LoopbackScene):
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

    def webhook(self, started: Started) -> HttpRequest:
        body = self.server.event(started.key)
        return message(body, signature(body))

    def forged(self, request: HttpRequest) -> HttpRequest:
        return message(request.body, signature(request.body, secret="whsec_guessed"))
