"""The rule of a group, as editors choose it: one of the registered transitions."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.telepath import register
from wagtail.blocks import ChoiceBlock, StructBlock

from cmsflows.cms.blocks.adapters import PlainStructAdapter
from cmsflows.cms.blocks.comparison import ComparisonClass, StepComparison
from cmsflows.cms.blocks.kept import KeptBlock
from cmsflows.engine.registry import registry

DEFAULT = "linear"


def transition_choices() -> list[tuple[str, str | Promise]]:
    """Every registered transition, asked for anew by each form."""
    return [(entry.key, entry.label) for entry in registry.transitions]


class RuleBlock(ChoiceBlock):
    """A choice that is read by its label, where revisions are compared."""

    def render_basic(self, value: str | None, context: Any = None) -> str:
        """`Any`: nothing is asked of it."""
        return str(dict(transition_choices()).get(value or "", value or ""))


class TransitionBlock(StructBlock):
    """Stored as `{"type": <registered key>, "options": {…}}`."""

    type = RuleBlock(
        choices=transition_choices,
        default=DEFAULT,
        label=_("Visitors take these steps"),
        # A rule that nobody has registered any more is not in the list: a draft too must say which.
        required_on_save=True,
    )
    options = KeptBlock()

    def get_comparison_class(self) -> ComparisonClass:
        return StepComparison

    class Meta:
        icon = "redirect"
        label = _("Order of the steps")
        form_classname = "flow-transition"


register(PlainStructAdapter(), TransitionBlock)
