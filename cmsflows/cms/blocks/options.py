"""What editors may set for an action: a StructBlock that the action declares as `Options`."""

from wagtail.blocks import StructBlock


class ActionOptions(StructBlock):
    """Subclass it inside an Action; its fields stand in the step's block."""

    class Meta:
        icon = "cog"
        label_format = ""
