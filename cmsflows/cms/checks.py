"""System checks of the CMS side: what a site must set for editors to be able to work."""

from typing import Any

from django.core.checks import CheckMessage, Warning

from cmsflows import conf

ENOUGH_FORM_FIELDS = 5_000
"""A step posts some thirteen fields, so this is a flow of nearly four hundred steps."""


def check_form_fields(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Can the form of a large flow be posted? `Any`: Django's own arguments, not looked at."""
    limit = conf.max_form_fields()
    if limit is None or limit >= ENOUGH_FORM_FIELDS:
        return []
    return [
        Warning(
            f"DATA_UPLOAD_MAX_NUMBER_FIELDS is {limit}, and the form of a large flow has more "
            "fields: saving it would answer 400 Bad Request.",
            hint=f"Set DATA_UPLOAD_MAX_NUMBER_FIELDS to {ENOUGH_FORM_FIELDS} or more.",
            id="cmsflows.W001",
        )
    ]
