"""Viewsets of rows that flows write and staff read: looked at, exported, deleted, never changed."""

from typing import Any

from django.urls import URLPattern, path
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import BaseColumn, BulkActionsCheckboxColumn
from wagtail.admin.views.generic import DeleteView, IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet


class ReadingIndexView(IndexView):
    """Whoever may view the rows may list them; whoever may delete them too can tick them."""

    any_permission_required = ("view",)
    template_name = "flow_blocks/admin/list.html"

    @cached_property
    def can_delete(self) -> bool:
        return bool(self.user_has_permission("delete"))

    @cached_property
    def columns(self) -> list[BaseColumn]:
        found = super().columns
        ticks = BulkActionsCheckboxColumn("bulk_actions", obj_type=self.model._meta.model_name)
        return [ticks, *found] if self.can_delete else found

    def _get_title_column(self, field_name: str, *args: Any, **kwargs: Any) -> BaseColumn:
        """With an id, by which the tick says what it ticks. `Any`: Wagtail has no types."""
        kind = self.model._meta.model_name
        kwargs["get_title_id"] = lambda row: f"{kind}_{row.pk}_title"
        return super()._get_title_column(field_name, *args, **kwargs)


class ReadingInspectView(InspectView):
    """One row."""

    any_permission_required = ("view",)


class ReadingDeleteView(DeleteView):
    """Deletes one row, and Wagtail's log says who did; who deletes must be able to look."""

    def user_has_permission(self, permission: str) -> bool:
        return bool(super().user_has_permission(permission) and super().user_has_permission("view"))


class ReadingViewSet(ModelViewSet):
    """Nothing is added, edited or copied here, so there are no such pages."""

    index_view_class = ReadingIndexView
    inspect_view_class = ReadingInspectView
    delete_view_class = ReadingDeleteView
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_reference_index = False
    menu_hook = "register_reports_menu_item"
    list_per_page = 50

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """`Any`: Wagtail has no types."""
        missing = ("add", "edit", "history", "usage")
        named: dict[str, Any] = super().get_common_view_kwargs(**kwargs)
        return {**named, **{f"{name}_url_name": None for name in missing}}

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("delete/<int:pk>/", self.delete_view, name="delete"),
            path("inspect/<int:pk>/", self.inspect_view, name="inspect"),
        ]

    def register_admin_url_finder(self) -> None:
        """It would find where to edit them."""
