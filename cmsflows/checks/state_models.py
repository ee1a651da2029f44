"""Can objects of the models that a site names be kept in the state?"""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, register

from cmsflows import conf


@register("cmsflows")
def check_state_models(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Is there each model whose objects may be kept? `Any`: Django passes what it likes."""
    known = {model._meta.label_lower for model in apps.get_models()}
    return [
        Error(
            f"FLOWS_STATE_MODELS names {label!r}, and no installed app has such a model.",
            hint="List models as 'app.Model', each by its own name.",
            id="cmsflows.E006",
        )
        for label in sorted(conf.state_models() - known)
    ]
