"""The parts of the contracts, played by the stand-in for PayPal."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from flow_blocks.models.payment import PaymentKind
from flow_blocks.payments.adapters.paypal import Paypal
from flow_blocks.payments.provider import PaymentProvider, Started
from tests.flow_blocks.payments.loopback_scene import LoopbackScene
from tests.flow_blocks.payments.paypal_server import (
    CLIENT_ID,
    SECRET,
    WEBHOOK_ID,
    PaypalServer,
    signed_headers,
)


def adapter(server: PaypalServer, **options: Any) -> Paypal:
    """`Any`: OPTIONS."""
    given = {
        "client_id": CLIENT_ID,
        "secret": SECRET,
        "webhook_id": WEBHOOK_ID,
        "base_url": server.base_url,
    }
    return Paypal(alias="paypal", **{**given, **options})


def message(body: bytes, headers: Mapping[str, str]) -> HttpRequest:
    return RequestFactory().post(
        "/notify/", body, content_type="application/json", headers=dict(headers)
    )


class PaypalScene(LoopbackScene):
    """Inherited beside a contract."""

    kind = PaymentKind.PAYPAL
    server: PaypalServer

    @pytest.fixture(autouse=True)
    def stand_in(self) -> Iterator[None]:
        with PaypalServer() as self.server:
            yield

    @pytest.fixture
    def provider(self) -> PaymentProvider:
        return adapter(self.server)

    def visitor_approves(self, url: str) -> None:
        self.server.payer_approves(url)

    def visitor_declines(self, url: str) -> None:
        self.server.payer_approves(url, issue="INSTRUMENT_DECLINED")

    def webhook(self, started: Started) -> HttpRequest:
        body = self.server.event(started.key)
        return message(body, signed_headers(body))

    def forged(self, request: HttpRequest) -> HttpRequest:
        headers = signed_headers(request.body)
        return message(request.body, {**headers, "paypal-transmission-sig": "Z3Vlc3NlZA=="})
