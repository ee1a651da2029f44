"""Checks that somebody can say whose task is whose."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string

from cmsflows import conf


@register("cmsflows")
def check_task_binder(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Is FLOWS_TASK_BINDER a function? `Any`: Django passes what it likes."""
    path = conf.get("FLOWS_TASK_BINDER")
    try:
        binder = import_string(path)
    except ImportError:
        binder = None
    if callable(binder):
        return []
    message = f"FLOWS_TASK_BINDER is {path!r}, and no function can be imported from there."
    hint = "Name a function of the request that answers whose task it is."
    return [Error(message, hint=hint, id="cmsflows.E002")]
