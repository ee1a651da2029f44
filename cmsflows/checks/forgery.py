"""Is a form shown again that was open while its visitor logged in?"""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning, register

from cmsflows import conf

VIEW = "cmsflows.cms.views.csrf_failure"
DJANGOS = "django.views.csrf.csrf_failure"


@register("cmsflows")
def check_forgery_view(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Is CSRF_FAILURE_VIEW still Django's own? A site's own is its own business.

    `Any`: Django passes what it likes.
    """
    if conf.csrf_failure_view() != DJANGOS:
        return []
    message = (
        "CSRF_FAILURE_VIEW is Django's own: who logs in while a flow is open in another tab loses "
        "what they typed there, and sees a bare page of the status 403."
    )
    hint = f"Set CSRF_FAILURE_VIEW to {VIEW!r}. Forms that are no flow's are turned down as before."
    return [Warning(message, hint=hint, id="cmsflows.W007")]
