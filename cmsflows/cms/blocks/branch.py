"""The block of a branch: its arms, each a condition and a step, and the step for all others."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.telepath import register

from cmsflows.cms.blocks.adapters import CarriedAdapter
from cmsflows.cms.blocks.carried import CarriedBlock, Damaged
from cmsflows.cms.blocks.condition import trouble_of
from cmsflows.cms.condition_texts import sentence


class BranchBlock(CarriedBlock):
    """Stored as `{"arms": [{"when": condition, "to": child id}], "otherwise": child id}`.

    `Any`: or as whatever somebody has put there.
    """

    def get_form_state(self, value: Any) -> dict[str, Any]:
        return {**super().get_form_state(value), "trouble": self._trouble_of(value)}

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        return value if isinstance(value, dict) else super().clean(Damaged())

    def render_basic(self, value: Any, context: Any = None) -> str:
        return "; ".join(sentence(arm["when"]) for arm in arms_of(value) or ())

    def _trouble_of(self, value: Any) -> str:
        arms = arms_of(value)
        if arms is None:
            return str(_("These settings cannot be read. Ask a developer, or begin anew."))
        return next((trouble for arm in arms if (trouble := trouble_of(arm["when"]))), "")

    class Meta:
        icon = "fork"
        label = _("Where to")
        default = dict


def arms_of(value: Any) -> list[dict[str, Any]] | None:
    """The arms of a stored branch; None where they cannot be read. `Any`: JSON."""
    arms = value.get("arms") or [] if isinstance(value, dict) else None
    if not isinstance(arms, list):
        return None
    is_readable = all(
        isinstance(arm, dict)
        and isinstance(arm.get("when"), dict)
        and isinstance(arm.get("to"), str | None)
        for arm in arms
    )
    return arms if is_readable and isinstance(value.get("otherwise"), str | None) else None


class BranchAdapter(CarriedAdapter):
    """Arms in order, and otherwise."""

    js_constructor = "cmsflows.BranchBlock"


register(BranchAdapter(), BranchBlock)
