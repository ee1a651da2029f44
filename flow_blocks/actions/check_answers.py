"""Check your answers: what the steps before were told, to read once more before going on."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cmsflows import Action, register_action
from flow_blocks.answers.answered import answered_steps


@register_action(
    "check_answers", label=_("Check your answers"), icon="clipboard-list", group=_("Words")
)
class CheckAnswers(Action):
    """What the steps before were told, to read once more."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """`Any`: template variables are of all kinds."""
        return super().get_context_data(answered_steps=list(answered_steps(self.walk)), **kwargs)
