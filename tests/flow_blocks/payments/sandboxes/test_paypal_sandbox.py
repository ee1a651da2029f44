"""The adapter to PayPal against PayPal's sandbox; collected where there are credentials.

Nobody visits a page here: what needs one is tested against the stand-in.
"""

import os
from dataclasses import replace
from decimal import Decimal

import pytest

from flow_blocks.models.payment import PaymentKind, PaymentStatus
from flow_blocks.payments.adapters.paypal import Paypal
from flow_blocks.payments.errors import ForgedMessageError, ProviderRefusedError
from flow_blocks.payments.provider import PaymentProvider
from flow_blocks.payments.testing import Scene
from flow_blocks.payments.testing.scene import AMOUNT, MakeCharge
from tests.flow_blocks.at_once import at_once
from tests.flow_blocks.payments.paypal_scene import message
from tests.flow_blocks.payments.paypal_server import WEBHOOK_ID, signed_headers
from tests.flow_blocks.payments.sandboxes.credentials import paypal

SANDBOX = "https://api-m.sandbox.paypal.com"
CREDENTIALS = paypal(os.environ)


class TestPaypal(Scene):
    kind = PaymentKind.PAYPAL

    @pytest.fixture
    def provider(self) -> PaymentProvider:
        assert CREDENTIALS is not None
        return Paypal(
            alias="sandbox",
            client_id=CREDENTIALS.client_id,
            secret=CREDENTIALS.secret,
            webhook_id=WEBHOOK_ID,
            base_url=SANDBOX,
        )

    def test_eight_at_once_are_one_order(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        wish = charge()

        answers = at_once(lambda: provider.start(wish))

        assert {each.status for each in answers} == {PaymentStatus.OPEN}
        assert len({each.reference for each in answers}) == 1

    def test_the_page_can_be_found_again(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        started, progress = self.begin(provider, charge())

        assert provider.lookup(started) == provider.resume(started) == progress

    def test_another_amount_under_the_same_key_is_refused(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        wish = charge()
        provider.start(wish)

        with pytest.raises(ProviderRefusedError):
            provider.start(replace(wish, amount=AMOUNT + 1))

    def test_what_is_cancelled_stays_so(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        """That an order which waits for its payer can be marked, the documentation leaves open."""
        wish = charge()
        started, _ = self.begin(provider, wish)

        answers = [provider.cancel(started), provider.lookup(started), provider.start(wish)]

        assert {each.status for each in answers} == {PaymentStatus.CANCELLED}

    @pytest.mark.parametrize(("amount", "currency"), [("500", "JPY"), ("12.50", "USD")])
    def test_currencies_are_taken(
        self, provider: PaymentProvider, charge: MakeCharge, amount: str, currency: str
    ) -> None:
        wish = charge(amount=Decimal(amount), currency=currency)

        assert provider.start(wish).status == PaymentStatus.OPEN

    def test_an_unknown_currency_is_refused(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        with pytest.raises(ProviderRefusedError):
            provider.start(charge(currency="ZZZ"))

    def test_what_is_no_order_is_missing(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        started = self.started(charge(), "5O190127TN364715T")

        assert provider.lookup(started).status == PaymentStatus.MISSING

    def test_a_forged_message_is_refused(self, provider: PaymentProvider) -> None:
        body = b'{"id": "WH-1", "event_type": "PAYMENT.CAPTURE.COMPLETED", "resource": {}}'

        with pytest.raises(ForgedMessageError):
            provider.hear(message(body, signed_headers(body)))
