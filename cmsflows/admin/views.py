"""The page editor's views, with the flow map beside the form."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView

from cmsflows.admin.flow_map_panel import FlowMapSidePanel
from cmsflows.cms.page import FlowPageMixin


class FlowMapMixin:
    """Put it before a view that creates or edits a page with a flow: its side panels gain the map.

    Autosave brings side panels anew, so that the map follows what is saved.
    """

    request: HttpRequest
    page: FlowPageMixin

    def get_side_panels(self) -> MediaContainer:
        panels = super().get_side_panels()  # type: ignore[misc]  # of Wagtail's view
        map_panel = FlowMapSidePanel(self.get_saved_page(), self.request)
        return MediaContainer([*panels[:1], map_panel, *panels[1:]])

    def get_saved_page(self) -> FlowPageMixin:
        """The page as last saved: not as a form that was refused has left it."""
        return self.page


class FlowCreateView(FlowMapMixin, CreateView):
    """Creates a page with a flow."""


class FlowEditView(FlowMapMixin, EditView):
    """Edits a page with a flow."""

    def get_saved_page(self) -> Any:
        if not self.form.errors:
            return self.page
        stored = type(self.page)._default_manager.get(pk=self.page.pk)
        return stored.get_latest_revision_as_object()


class FlowRevertView(FlowMapMixin, RevisionsRevertView):
    """Goes back to an earlier revision of a page with a flow; the map is the revision's."""
