"""The block of a list of names in the state, ticked among those that this flow knows."""

from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from wagtail.admin.telepath import register

from cmsflows.cms.blocks.adapters import CarriedAdapter
from cmsflows.cms.blocks.carried import CarriedBlock


class StateNamesBlock(CarriedBlock):
    """Stored as a list of names. `Any`: or as whatever somebody has put there."""

    def render_basic(self, value: Any, context: Any = None) -> str:
        return escape(", ".join(map(str, value))) if isinstance(value, list) else ""

    class Meta:
        icon = "tasks"
        label = _("What must be known")
        default = list


class StateNamesAdapter(CarriedAdapter):
    """A checkbox for each name."""

    js_constructor = "cmsflows.StateNamesBlock"


register(StateNamesAdapter(), StateNamesBlock)
