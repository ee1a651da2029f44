"""Checks that Django's own limits leave room for a large flow."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning, register

from cmsflows import conf

FIELDS_OF_A_LARGE_FLOW = 5_000
"""What the form of a flow of about 300 steps posts."""

FIELDS_OF_A_STEP = 16


@register("cmsflows")
def check_upload_limit(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Can the form of a large flow be posted? `Any`: Django passes what it likes."""
    limit = conf.max_form_fields()
    if limit is None or limit >= FIELDS_OF_A_LARGE_FLOW:
        return []
    message = (
        f"DATA_UPLOAD_MAX_NUMBER_FIELDS is {limit}: a flow of more than about "
        f"{limit // FIELDS_OF_A_STEP} steps could not be saved."
    )
    hint = (
        f"Set it to {FIELDS_OF_A_LARGE_FLOW * 2} or more. Each step posts about "
        f"{FIELDS_OF_A_STEP} fields."
    )
    return [Warning(message, hint=hint, id="cmsflows.W001")]
