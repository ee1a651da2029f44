"""The block of a scaffold: a group of steps, each of which may be a group again."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.telepath import register
from wagtail.blocks import StreamBlock

from cmsflows.cms.blocks.adapters import ScaffoldAdapter
from cmsflows.cms.blocks.step import KEPT, StepBlock
from cmsflows.cms.blocks.transition import TransitionBlock


class ScaffoldBlock(StepBlock):
    """Its `steps` are the very stream block it is a child of, so groups nest without end."""

    in_sight = ("title", "transition", "steps")
    in_settings = ("intro", "image", "slug", KEPT)

    transition = TransitionBlock()

    def __init__(self, stream: StreamBlock, **kwargs: Any) -> None:
        super().__init__(local_blocks=[("steps", stream)], **kwargs)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Names no children: they would lead back here."""
        return (f"{__name__}.{type(self).__name__}", [], {})

    def deconstruct_with_lookup(self, lookup: Any) -> tuple[str, list[Any], dict[str, Any]]:
        return self.deconstruct()

    class Meta:
        label = _("Group of steps")
        icon = "folder-open-inverse"
        description = _("Steps that belong together, and a rule for moving on.")
        group = ""


register(ScaffoldAdapter(), ScaffoldBlock)
