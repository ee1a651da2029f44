"""Reusable groups are Wagtail snippets, so its app for those must be there."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, register


@register("cmsflows")
def check_snippets(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Could a reusable group be chosen? `Any`: Django passes what it likes."""
    if apps.is_installed("wagtail.snippets"):
        return []
    return [
        Error(
            "wagtail.snippets is not in INSTALLED_APPS, and reusable groups are snippets.",
            hint="Add 'wagtail.snippets' to INSTALLED_APPS.",
            id="cmsflows.E007",
        )
    ]
