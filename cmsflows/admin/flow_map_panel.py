"""The flow map beside the form: a side panel with the picture of the draft and its outline."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel

from cmsflows.admin.drafts import DraftMap, map_of_draft
from cmsflows.admin.publishing_again import may_publish_again
from cmsflows.cms.page import FlowPageMixin
from cmsflows.cms.reusable.outdated import Outdated, outdated_groups


class FlowMapSidePanel(BaseSidePanel):
    """Shows `object` as it was last saved; an object that has no primary key never was."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        """Counts, in red, what keeps the flow from going live."""

        aria_label = _("Toggle flow map")
        icon_name = "cmsflows-flow-map"
        counter_classname = "w-bg-critical-200"

        def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            count = len(self.panel.draft.errors) + len(self.panel.outdated)
            return {**context, "count": count}

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

    @cached_property
    def outdated(self) -> list[Outdated]:
        """The reusable groups that the live flow holds as they were."""
        is_page = isinstance(self.object, FlowPageMixin)
        return outdated_groups(self.object) if is_page and self.object.pk else []

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        publish_url = self._publish_url()
        extra = {"draft": self.draft, "outdated": self.outdated, "publish_url": publish_url}
        return {**context, **extra}

    def _publish_url(self) -> str:
        """Where to publish the live flow again; empty for who may not, and where need not be."""
        if not self.outdated or not may_publish_again(self.object, self.request.user):
            return ""
        return reverse("cmsflows_publish_again", args=[self.object.pk])
