"""The adapters as a site names them, in FLOWS_PAYMENT_PROVIDERS."""

from typing import Any

import pytest

from flow_blocks.models.payment import PaymentKind
from flow_blocks.payments.adapters.paypal import Paypal
from flow_blocks.payments.adapters.stripe import Stripe
from flow_blocks.payments.errors import PaymentSettingsError
from flow_blocks.payments.providers import available_kinds, provider, provider_of

STRIPE = {
    "BACKEND": "flow_blocks.payments.adapters.stripe.Stripe",
    "OPTIONS": {"api_key": "sk_test_1", "webhook_secret": "whsec_1"},
}
PAYPAL = {
    "BACKEND": "flow_blocks.payments.adapters.paypal.Paypal",
    "OPTIONS": {"client_id": "A", "secret": "B", "webhook_id": "C"},
}


@pytest.fixture
def configured(settings: Any) -> Any:
    settings.FLOWS_PAYMENT_PROVIDERS = {"cards": STRIPE, "paypal": PAYPAL}
    return settings


def test_each_kind_has_its_adapter(configured: Any) -> None:
    assert isinstance(provider_of("card"), Stripe)
    assert isinstance(provider_of("paypal"), Paypal)
    assert available_kinds() == [PaymentKind.CARD, PaymentKind.PAYPAL]


def test_an_adapter_is_made_once(configured: Any) -> None:
    """It keeps what threads share: connections, and PayPal's token."""
    assert provider("paypal") is provider("paypal")


@pytest.mark.parametrize("configuration", [STRIPE, PAYPAL])
def test_an_option_that_is_none_is_named(settings: Any, configuration: dict[str, Any]) -> None:
    options = {**configuration["OPTIONS"], "apikey": "x"}
    settings.FLOWS_PAYMENT_PROVIDERS = {"shop": {**configuration, "OPTIONS": options}}

    with pytest.raises(PaymentSettingsError) as refusal:
        provider("shop")

    assert "FLOWS_PAYMENT_PROVIDERS['shop']['OPTIONS'] is wrong" in str(refusal.value)
    assert "'apikey'" in str(refusal.value)
