"""Credentials are sent to nobody who could be listening."""

import pytest

from flow_blocks.payments.adapters.base_url import checked_base_url
from flow_blocks.payments.adapters.paypal import Paypal
from flow_blocks.payments.adapters.stripe import Stripe
from flow_blocks.payments.errors import PaymentSettingsError


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://api-m.sandbox.paypal.com", "https://api-m.sandbox.paypal.com"),
        ("https://api.stripe.com/", "https://api.stripe.com"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://localhost:8000/", "http://localhost:8000"),
    ],
)
def test_https_and_this_machine_are_private(url: str, clean: str) -> None:
    assert checked_base_url(url, alias="shop") == clean


@pytest.mark.parametrize(
    "url",
    ["http://api.stripe.com", "http://127.0.0.1.example.com", "api.stripe.com", "", "https://"],
)
def test_anything_else_is_not(url: str) -> None:
    with pytest.raises(PaymentSettingsError) as refusal:
        checked_base_url(url, alias="shop")

    assert str(refusal.value) == (
        f"FLOWS_PAYMENT_PROVIDERS['shop']['OPTIONS']['base_url'] is {url!r}, which would send "
        "credentials in the clear. Begin it with https."
    )


def test_both_adapters_check_it() -> None:
    with pytest.raises(PaymentSettingsError):
        Stripe(alias="x", api_key="k", webhook_secret="w", base_url="http://example.com")
    with pytest.raises(PaymentSettingsError):
        Paypal(alias="x", client_id="c", secret="s", webhook_id="w", base_url="http://example.com")
