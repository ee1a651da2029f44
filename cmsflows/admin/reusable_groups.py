"""Reusable groups in the admin: a list that says where each is used, and an editor with a map."""

from collections.abc import Mapping
from typing import Any

from django.contrib.admin.utils import quote
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.tables import (
    Column,
    LiveStatusTagColumn,
    TitleColumn,
    UpdatedAtColumn,
)
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import ReferenceIndex
from wagtail.snippets.views.snippets import EditView, SnippetViewSet, UsageView

from cmsflows.admin.flow_map_panel import FlowMapSidePanel
from cmsflows.cms.page import FlowPageMixin
from cmsflows.cms.reusable.group import ReusableGroup
from cmsflows.cms.reusable.outdated import outdated_flows, outdated_groups


class GroupEditView(EditView):
    """Edits a group, with the map of its steps beside the form."""

    def get_side_panels(self) -> MediaContainer:
        panels = super().get_side_panels()
        map_panel = FlowMapSidePanel(self._saved_group(), self.request)
        return MediaContainer([*panels[:1], map_panel, *panels[1:]])

    def _saved_group(self) -> ReusableGroup:
        """As last saved: not as a form that was refused has left it."""
        if not self.form.errors:
            return self.object  # type: ignore[no-any-return]  # of Wagtail's view
        stored = ReusableGroup.objects.get(pk=self.object.pk)
        return stored.get_latest_revision_as_object()  # type: ignore[no-any-return]  # of Wagtail's model


class GroupUsageView(UsageView):
    """Where a group is used, and which of those flows hold it as it was."""

    @cached_property
    def columns(self) -> list[Column]:
        return [*super().columns, Column("state", label=_("Live flow"), accessor=_state)]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """One button publishes all of them anew; what it does is asked once more on its page."""
        buttons: list[HeaderButton] = [*super().header_buttons]
        stale = len(outdated_flows(ReusableGroup.objects.get(pk=self.object.pk)))
        if stale:
            label = ngettext(
                "Publish %(count)d flow again", "Publish %(count)d flows again", stale
            ) % {"count": stale}
            url = reverse("cmsflows_publish_flows_again", args=[self.object.pk])
            buttons.append(HeaderButton(label=label, url=url, icon_name="rotate"))
        return buttons


class ReusableGroupViewSet(SnippetViewSet):
    """A place of its own in the menu, beside the pages."""

    model = ReusableGroup
    icon = "copy"
    menu_label = gettext_lazy("Reusable groups")
    menu_order = 110
    add_to_admin_menu = True
    edit_view_class = GroupEditView
    usage_view_class = GroupUsageView

    def get_queryset(self, request: HttpRequest) -> Any:
        """`Any`: of a model with Wagtail's own managers."""
        usage = ReferenceIndex.usage_count_subquery(ReusableGroup)
        return ReusableGroup.objects.annotate(usage_count=usage)

    @property
    def list_display(self) -> list[Any]:
        """`Any`: names and columns."""
        used = TitleColumn("used", label=gettext_lazy("Used"), accessor=_used, get_url=self._usage)
        return ["title", used, LiveStatusTagColumn(), UpdatedAtColumn()]

    def _usage(self, group: ReusableGroup) -> str:
        return reverse(self.get_url_name("usage"), args=[quote(group.pk)])


def _used(group: Any) -> str:
    """`Any`: with what the list has counted."""
    count = group.usage_count or 0
    return ngettext("Once", "%(count)d times", count) % {"count": count} if count else _("Nowhere")


def _state(row: Mapping[str, Any]) -> str:
    """What to say of one user of the group. `Any`: Wagtail's own row."""
    user = getattr(row["object"], "specific", None)
    if not isinstance(user, FlowPageMixin):
        return ""
    if not user.live:
        return _("Not live")
    return _("Out of date") if outdated_groups(user) else _("Up to date")
