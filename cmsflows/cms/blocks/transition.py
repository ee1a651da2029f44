"""The rule of a group, as editors choose it: one of the registered transitions."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.telepath import register
from wagtail.blocks import ChoiceBlock, StructBlock

from cmsflows.cms.blocks.adapters import PlainStructAdapter
from cmsflows.cms.blocks.kept import KeptBlock
from cmsflows.engine.registry import registry

DEFAULT = "linear"


def transition_choices() -> list[tuple[str, str | Promise]]:
    """Every registered transition, asked for anew by each form."""
    return [(entry.key, entry.label) for entry in registry.transitions]


class TransitionBlock(StructBlock):
    """Stored as `{"type": <registered key>, "options": {…}}`."""

    type = ChoiceBlock(
        choices=transition_choices,
        default=DEFAULT,
        label=_("Visitors take these steps"),
        # A rule that nobody has registered any more is not in the list: a draft too must say which.
        required_on_save=True,
    )
    options = KeptBlock()

    class Meta:
        icon = "redirect"
        label = _("Order of the steps")
        form_classname = "flow-transition"


register(PlainStructAdapter(), TransitionBlock)
