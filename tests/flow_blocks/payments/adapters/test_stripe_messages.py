"""Stripe's webhooks: whose they are, and what they are about."""

import pytest

from flow_blocks.payments.errors import (
    ForgedMessageError,
)
from flow_blocks.payments.provider import PaymentProvider
from flow_blocks.payments.testing.scene import MakeCharge
from tests.flow_blocks.payments.stripe_scene import StripeScene, message
from tests.flow_blocks.payments.stripe_server import signature


class TestMessages(StripeScene):
    """Webhooks; see https://docs.stripe.com/webhooks."""

    def test_a_message_may_come_twice(self, provider: PaymentProvider, charge: MakeCharge) -> None:
        started, _ = self.pay(provider, charge())
        body = self.server.event(started.key)

        heard = [provider.hear(message(body, signature(body))) for _ in range(2)]

        assert heard == [(started.key,)] * 2

    def test_an_old_message_is_refused(self, provider: PaymentProvider, charge: MakeCharge) -> None:
        """Somebody may have kept it; Stripe signs anew what it sends again."""
        started, _ = self.pay(provider, charge())
        body = self.server.event(started.key)

        with pytest.raises(ForgedMessageError):
            provider.hear(message(body, signature(body, age=301)))

    def test_a_changed_message_is_refused(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        started, _ = self.pay(provider, charge())
        body = self.server.event(started.key)
        changed = body.replace(started.key.encode(), b"f" * 32)

        with pytest.raises(ForgedMessageError):
            provider.hear(message(changed, signature(body)))

    @pytest.mark.parametrize(
        "signed", ["", "t=1", "v1=1", "t=x,v1=y", "t=,v1=", "," * 999, "=" * 99]
    )
    def test_a_signature_that_is_none_is_refused(
        self, provider: PaymentProvider, signed: str
    ) -> None:
        with pytest.raises(ForgedMessageError):
            provider.hear(message(b"{}", signed))

    @pytest.mark.parametrize(
        "body",
        [
            b'{"object": "event", "type": "customer.created", "data": {"object": {"id": "cus_1"}}}',
            b'{"object": "event", "data": {"object": {"metadata": null}}}',
            b'{"object": "event", "data": {"object": {"metadata": {"cmsflows_key": 7}}}}',
            b'{"object": "event", "data": null}',
            b'{"object": "event"}',
        ],
    )
    def test_what_is_not_about_payments_of_ours_names_none(
        self, provider: PaymentProvider, body: bytes
    ) -> None:
        assert provider.hear(message(body, signature(body))) == ()

    @pytest.mark.parametrize("body", [b"[]", b"null", b"7", b"{", b"\xff"])
    def test_what_is_no_event_is_refused_even_if_signed(
        self, provider: PaymentProvider, body: bytes
    ) -> None:
        with pytest.raises(ForgedMessageError):
            provider.hear(message(body, signature(body)))
