"""The block of a reusable group's place in a flow: it says which, and is a step like any other."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.blocks import SnippetChooserBlock

from cmsflows.cms.blocks.step import KEPT, StepBlock


class ReusableBlock(StepBlock):
    """The group's steps are copied in when the flow is published."""

    # Names that this block has not are passed over.
    in_sight = ("title", "group", "when")
    in_settings = ("intro", "image", "slug", "preconditions", KEPT)

    group = SnippetChooserBlock("cmsflows.ReusableGroup", label=_("Reusable group"))

    class Meta:
        label = _("Reusable group")
        icon = "copy"
        description = _("Steps that several flows share; they are edited in one place.")
        group = ""
