"""The block of a scaffold: a group of steps, each of which may be a group again."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.telepath import register
from wagtail.blocks import Block

from cmsflows.cms.blocks.adapters import ScaffoldAdapter
from cmsflows.cms.blocks.step import KEPT, StepBlock


class ScaffoldBlock(StepBlock):
    """Its `steps` are the very stream block it is a child of, so groups nest without end."""

    in_sight = ("title", "when", "transition", "steps")
    in_settings = ("intro", "image", "preconditions", "slug", KEPT)

    def __init__(self, *blocks: tuple[str, Block], **kwargs: Any) -> None:
        """`blocks` are its transition, its preconditions, and the stream of its steps."""
        super().__init__(local_blocks=blocks, **kwargs)

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
