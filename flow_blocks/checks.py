"""System checks of the ready blocks: what a site has to settle before it goes live."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Warning, register
from django.core.files.storage import storages
from django.db import connections, router
from django.urls import NoReverseMatch, reverse

from cmsflows import conf
from flow_blocks.models.payment import Payment
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


@register("flow_blocks")
def check_payments_are_kept(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Is a payment kept as soon as it is begun? `Any`: Django passes anything."""
    connection = connections[router.db_for_write(Payment)]
    if not configurations() or not connection.settings_dict["ATOMIC_REQUESTS"]:
        return []
    return [
        Warning(
            f"ATOMIC_REQUESTS is on for the database {connection.alias!r}, in which payments rest: "
            "where a request fails after a payment was begun, nothing would be known of it, and "
            "what was charged could not be given back.",
            hint="Turn it off, and put transaction.atomic() around what needs it; or route "
            "flow_blocks.Payment to a database of its own.",
            id="flow_blocks.W004",
        )
    ]


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
            id="flow_blocks.W003",
        )
    ]


def _has_urls() -> bool:
    try:
        reverse("flow_blocks:payment_return", kwargs={"token": "x"})
    except NoReverseMatch:
        return False
    return True
