"""The block of a step's exits: where each leads, chosen among the steps of this flow."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.telepath import register

from cmsflows.cms.blocks.adapters import CarriedAdapter
from cmsflows.cms.blocks.carried import CarriedBlock


class ExitsBlock(CarriedBlock):
    """Stored as `{"<exit>": "<node id>"}`; an exit that is not in it leads to the nearest step
    of its name."""

    def __init__(self, exits: Mapping[str, str | Promise], **kwargs: Any) -> None:
        """`exits` are names, and what their buttons say. `Any`: what Wagtail's blocks take."""
        self.exits = exits
        super().__init__(**kwargs)

    class Meta:
        icon = "redirect"
        label = _("Ways out")
        default = dict


class ExitsAdapter(CarriedAdapter):
    """A chooser of steps for each exit."""

    js_constructor = "cmsflows.ExitsBlock"

    def js_args(self, block: Any) -> list[Any]:
        name, meta = super().js_args(block)
        return [name, list(block.exits.items()), meta]


register(ExitsAdapter(), ExitsBlock)
