"""Viewsets of rows that flows write and staff read: looked at, exported, deleted, never changed."""

from collections.abc import Collection, Sequence
from typing import Any

from django.contrib.auth import get_permission_codename
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import BaseColumn, BulkActionsCheckboxColumn
from wagtail.admin.views.generic import DeleteView, IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from flow_blocks.admin.spreadsheet import SafeSpreadsheetMixin


class ReadingPolicy(ModelPermissionPolicy):
    """Nobody adds or changes anything, not even superusers; the rest is as permissions say.

    `allowed` names what can be granted, "view" and "delete" say.
    """

    def __init__(self, model: Any, *, allowed: Collection[str]) -> None:
        """`Any`: Wagtail has no types."""
        super().__init__(model)
        self.allowed = allowed

    def user_has_permission(self, user: Any, action: str) -> bool:
        """`Any`: a site has a user model of its own."""
        return action in self.allowed and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Sequence[str]) -> bool:
        """`Any`: a site has a user model of its own."""
        return any(self.user_has_permission(user, action) for action in actions)


class ReadingIndexView(SafeSpreadsheetMixin, IndexView):
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
    """One row, field by field; where there is nothing to read, a dash says so."""

    any_permission_required = ("view",)

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        """`Any`: a field of Django, or None, and values of all kinds."""
        value = super().get_field_display_value(field_name, field)
        return "–" if value in (None, "") else value


class ReadingDeleteView(DeleteView):
    """Deletes one row, and Wagtail's log says who did; who deletes must be able to look."""

    def user_has_permission(self, permission: str) -> bool:
        return bool(super().user_has_permission(permission) and super().user_has_permission("view"))


class ReadingViewSet(ModelViewSet):
    """Nothing is added, edited or copied here, so there are no such pages.

    Register a `ReadingPolicy` for its model, with the same `allowed`.
    """

    allowed: Collection[str] = ("view", "delete")
    form_fields = ()
    index_view_class = ReadingIndexView
    inspect_view_class = ReadingInspectView
    delete_view_class = ReadingDeleteView
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 50

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """`Any`: Wagtail has no types."""
        missing = ["add", "edit", "history", "usage"]
        if "delete" not in self.allowed:
            missing.append("delete")
        named: dict[str, Any] = super().get_common_view_kwargs(**kwargs)
        return {**named, **{f"{name}_url_name": None for name in missing}}

    def get_urlpatterns(self) -> list[URLPattern]:
        found = [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("inspect/<int:pk>/", self.inspect_view, name="inspect"),
        ]
        if "delete" in self.allowed:
            found.append(path("delete/<int:pk>/", self.delete_view, name="delete"))
        return found

    def get_permissions_to_register(self) -> QuerySet[Any]:
        """Those that can be granted; none is offered that would do nothing. `Any`: permissions."""
        names = [get_permission_codename(each, self.model_opts) for each in self.allowed]
        found: QuerySet[Any] = super().get_permissions_to_register()
        return found.filter(codename__in=names)

    def register_admin_url_finder(self) -> None:
        """It would find where to edit them."""
