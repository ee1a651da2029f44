"""Checks, when the site starts, that payments can be begun and can come back."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.urls import NoReverseMatch, reverse

from flow_blocks.payments.errors import PaymentSettingsError
from flow_blocks.payments.providers import SETTING, configurations, provider


@register("flow_blocks")
def check_payment_providers(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Can every provider be made, and does it find its way back? `Any`: Django passes anything."""
    messages: list[CheckMessage] = []
    for alias in configurations():
        try:
            provider(alias)
        except PaymentSettingsError as error:
            messages.append(Error(str(error), obj=SETTING, id="flow_blocks.E001"))
    if configurations() and not _has_urls():
        messages.append(
            Error(
                "Payment providers are set, but visitors could not come back from them.",
                hint='Add path("flows/", include("flow_blocks.urls")) to the site\'s URLs.',
                obj=SETTING,
                id="flow_blocks.E002",
            )
        )
    return messages


def _has_urls() -> bool:
    try:
        reverse("flow_blocks:payment_return", kwargs={"token": "x"})
    except NoReverseMatch:
        return False
    return True
