"""PayPal's webhooks: whose they are, and what they are about."""

import pytest

from flow_blocks.payments.errors import (
    ForgedMessageError,
    ProviderUnreachableError,
)
from flow_blocks.payments.provider import PaymentProvider
from flow_blocks.payments.testing.scene import MakeCharge
from tests.flow_blocks.payments.paypal_scene import PaypalScene, message
from tests.flow_blocks.payments.paypal_server import signed_headers


class TestMessages(PaypalScene):
    """See https://developer.paypal.com/api/rest/webhooks/."""

    def test_a_message_may_come_twice(self, provider: PaymentProvider, charge: MakeCharge) -> None:
        started, _ = self.pay(provider, charge())
        body = self.server.event(started.key)

        heard = [provider.hear(message(body, signed_headers(body))) for _ in range(2)]

        assert heard == [(started.reference, started.key)] * 2

    def test_a_changed_message_is_refused(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        started, _ = self.pay(provider, charge())
        body = self.server.event(started.key)
        changed = body.replace(started.key.encode(), b"f" * 32)

        with pytest.raises(ForgedMessageError):
            provider.hear(message(changed, signed_headers(body)))

    def test_a_message_that_brings_its_own_webhook_id_is_refused(
        self, provider: PaymentProvider
    ) -> None:
        """It would have to be no JSON by itself, and only be some once it is put into ours."""
        body = b'{}, "webhook_id": "theirs", "x": {}'

        with pytest.raises(ForgedMessageError):
            provider.hear(message(body, signed_headers(body)))

        assert self.server.calls == []

    @pytest.mark.parametrize("body", [b"", b"[]", b"null", b"\xff\x00", b"{" * 100_000])
    def test_what_is_no_event_is_not_even_asked_about(
        self, provider: PaymentProvider, body: bytes
    ) -> None:
        with pytest.raises(ForgedMessageError):
            provider.hear(message(body, signed_headers(body)))

        assert self.server.calls == []

    @pytest.mark.parametrize("name", signed_headers(b""))
    def test_a_message_without_all_of_its_headers_is_refused(
        self, provider: PaymentProvider, name: str
    ) -> None:
        headers = signed_headers(b"{}")
        del headers[name]

        with pytest.raises(ForgedMessageError):
            provider.hear(message(b"{}", headers))

    def test_while_paypal_does_not_answer_nothing_is_believed(
        self, provider: PaymentProvider, charge: MakeCharge
    ) -> None:
        started, _ = self.pay(provider, charge())
        genuine = self.webhook(started)

        with self.is_unreachable(), pytest.raises(ProviderUnreachableError):
            provider.hear(genuine)

    @pytest.mark.parametrize(
        ("body", "names"),
        [
            (b'{"event_type": "CUSTOMER.DISPUTE.CREATED", "resource": {"id": "PP-1"}}', ()),
            (b'{"resource": {"custom_id": 7}}', ()),
            (b'{"resource": {"supplementary_data": [], "custom_id": "k"}}', ("k",)),
            (b'{"resource": {"custom_id": "cancelled-k"}}', ("k",)),
            (b'{"resource": {"id": "5O", "purchase_units": [{"custom_id": "k"}]}}', ("5O", "k")),
            (b'{"resource": {"id": "5O", "purchase_units": []}}', ("5O",)),
            (b'{"resource": {"id": ["5O"], "purchase_units": ["x"]}}', ()),
            (b'{"resource": "x"}', ()),
            (b"{}", ()),
        ],
    )
    def test_it_names_what_it_is_about(
        self, provider: PaymentProvider, body: bytes, names: tuple[str, ...]
    ) -> None:
        assert provider.hear(message(body, signed_headers(body))) == names
