"""Checks that work which is to be handed to workers can be."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from cmsflows.background.sending import has_workers
from cmsflows.exceptions import DefinitionError


@register("cmsflows")
def check_background(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Is FLOWS_BACKGROUND what it can be? `Any`: Django passes what it likes."""
    try:
        has_workers()
    except DefinitionError as error:
        hint = "With 'auto' work is done in the request where Celery has no broker."
        return [Error(str(error), hint=hint, id="cmsflows.E009")]
    return []
