"""The payment providers of this site, by the aliases that FLOWS_PAYMENT_PROVIDERS gives them."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.core.signals import setting_changed
from django.dispatch import receiver
from django.utils.module_loading import import_string

from cmsflows import conf
from flow_blocks.models.payment import PaymentKind
from flow_blocks.payments.errors import PaymentSettingsError
from flow_blocks.payments.provider import PaymentProvider

SETTING = "FLOWS_PAYMENT_PROVIDERS"


@cache
def provider(alias: str) -> PaymentProvider:
    """The provider of this alias. Raises `PaymentSettingsError`."""
    configured = configurations()
    if alias not in configured:
        raise PaymentSettingsError(
            f"No payment provider is called {alias!r}. {SETTING} has: "
            f"{', '.join(sorted(configured)) or 'none'}."
        )
    return _made(alias, configured[alias])


def provider_of(kind: str) -> PaymentProvider:
    """The first provider in the setting that takes this kind. Raises `PaymentSettingsError`."""
    for alias in configurations():
        if kind in provider(alias).kinds:
            return provider(alias)
    raise PaymentSettingsError(f"None of the providers of {SETTING} takes {kind!r}.")


def can_take(kind: str) -> bool:
    """Does some provider take this kind? An empty one stands for any."""
    try:
        return bool(provider_of(kind) if kind else configurations())
    except PaymentSettingsError:
        return False


def available_kinds() -> list[PaymentKind]:
    """The kinds of payment that some provider takes, in the order of `PaymentKind`."""
    offered = {kind for alias in configurations() for kind in provider(alias).kinds}
    return [kind for kind in PaymentKind if kind in offered]


def alias_choices() -> list[tuple[str, str]]:
    """The site's providers, for a filter to choose from."""
    return [(alias, alias) for alias in configurations()]


def configurations() -> Mapping[str, Mapping[str, Any]]:
    """`{alias: {"BACKEND": path, "OPTIONS": {...}}}`. `Any`: settings are of all kinds."""
    configured: Mapping[str, Mapping[str, Any]] = conf.get(SETTING)
    return configured


def _made(alias: str, configuration: Mapping[str, Any]) -> PaymentProvider:
    """`Any`: settings are of all kinds."""
    path = configuration.get("BACKEND", "")
    try:
        backend = import_string(path)
    except ImportError as error:
        raise PaymentSettingsError(
            f"{SETTING}[{alias!r}]['BACKEND'] is {path!r}, which cannot be imported: {error}"
        ) from error
    try:
        made: PaymentProvider = backend(alias=alias, **configuration.get("OPTIONS", {}))
    except TypeError as error:
        raise PaymentSettingsError(f"{SETTING}[{alias!r}]['OPTIONS'] is wrong: {error}") from error
    return made


@receiver(setting_changed)
def _forget(*, setting: str, **kwargs: Any) -> None:
    """Tests change settings. `Any`: a signal passes what it likes."""
    if setting == SETTING:
        provider.cache_clear()
