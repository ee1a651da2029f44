"""The flow map beside the form: a side panel with the picture of the draft and its outline."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel

from cmsflows.admin.drafts import DraftMap, map_of_draft


class FlowMapSidePanel(BaseSidePanel):
    """Shows `object` as it was last saved; an object that has no primary key never was."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        """Counts, in red, what keeps the flow from going live."""

        aria_label = _("Toggle flow map")
        icon_name = "cmsflows-flow-map"
        counter_classname = "w-bg-critical-200"

        def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "count": len(self.panel.draft.errors)}

    name = "flow-map"
    title = _("Flow map")
    template_name = "cmsflows/admin/flow_map_panel.html"
    order = 150

    class Media:
        css = {"all": ("cmsflows/flow-map.css", "cmsflows/admin.css")}
        js = ("cmsflows/flow-map.js",)

    @cached_property
    def draft(self) -> DraftMap:
        return map_of_draft(self.object if self.object.pk else None)

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        return {**context, "draft": self.draft}
