"""What editors may set for an action: a StructBlock that the action declares as `Options`."""

from wagtail.admin.telepath import register
from wagtail.blocks import StructBlock

from cmsflows.cms.blocks.adapters import PlainStructAdapter


class ActionOptions(StructBlock):
    """Subclass it inside an Action; its fields stand in the step's block."""

    class Meta:
        icon = "cog"
        label_format = ""


register(PlainStructAdapter(), ActionOptions)
