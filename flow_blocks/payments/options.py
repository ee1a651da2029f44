"""What editors may set for a step that takes a payment."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cmsflows.blocks import ActionOptions


class PayOptions(ActionOptions):
    """Is there anything to wait for?"""

    accepts_pending = blocks.BooleanBlock(
        label=_("Go on while the bank is still at it"),
        help_text=_(
            "A transfer or a direct debit can take days, and can fail in the end. Tick this only "
            "where somebody looks at the payments before anything is delivered."
        ),
        required=False,
        default=False,
    )
