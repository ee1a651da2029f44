"""System checks of the ready blocks: what a site has to settle before it goes live."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Warning, register
from django.core.files.storage import storages
from django.urls import NoReverseMatch, reverse

from cmsflows import conf
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


@register("flow_blocks", deploy=True)
def check_where_uploads_rest(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Do uploads that are saved for a year rest among temporary files? `Any`: Django's own."""
    if conf.file_storage() in storages.backends or conf.file_directory():
        return []
    return [
        Warning(
            "Uploads in saved answers rest among the system's temporary files.",
            hint="Name a private storage in STORAGES, as FLOWS_FILE_STORAGE says, or set "
            "FLOWS_FILE_DIRECTORY.",
            id="flow_blocks.W001",
        )
    ]


def _has_urls() -> bool:
    try:
        reverse("flow_blocks:payment_return", kwargs={"token": "x"})
    except NoReverseMatch:
        return False
    return True
