"""The block of a condition: "show only when", put together with drop-downs."""

from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from wagtail.admin.telepath import register

from cmsflows.cms.blocks.adapters import CarriedAdapter
from cmsflows.cms.blocks.carried import CarriedBlock
from cmsflows.cms.condition_texts import FLAWS, sentence
from cmsflows.definition.conditions import MalformedConditionError, check
from cmsflows.engine.catalogue import Flaw


class ConditionBlock(CarriedBlock):
    """Its value is a condition, or whatever is stored in place of one (hence `Any`)."""

    def get_form_state(self, value: Any) -> dict[str, Any]:
        """The JSON, and what to say where it is no condition that the script could show."""
        return {**super().get_form_state(value), "trouble": trouble_of(value)}

    def render_basic(self, value: Any, context: Any = None) -> str:
        return escape(sentence(value))

    class Meta:
        icon = "view"
        label = _("Show only when")
        default = dict


def trouble_of(condition: Any) -> str:
    """Why this cannot be shown as a condition; empty where it can. `Any`: JSON."""
    try:
        check(condition)
    except MalformedConditionError:
        return str(FLAWS[Flaw.MALFORMED])
    return ""


class ConditionAdapter(CarriedAdapter):
    """A condition in one line, that opens to be built."""

    js_constructor = "cmsflows.ConditionBlock"


register(ConditionAdapter(), ConditionBlock)
