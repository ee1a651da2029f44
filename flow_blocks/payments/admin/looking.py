"""Models that staff look at in the admin, and never write: what visitors and providers did."""

from collections.abc import Collection, Sequence
from typing import Any

from django.contrib.auth import get_permission_codename
from django.db.models import QuerySet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy


class LookingPolicy(ModelPermissionPolicy):
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


class LookingViewSet(ModelViewSet):
    """A list, a page for each, and where `allowed` says so a way to delete."""

    allowed: Collection[str] = ("view",)
    form_fields = ()
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 50

    def get_permissions_to_register(self) -> QuerySet[Any]:
        """Those that can be granted; none is offered that would do nothing. `Any`: permissions."""
        names = [get_permission_codename(each, self.model_opts) for each in self.allowed]
        found: QuerySet[Any] = super().get_permissions_to_register()
        return found.filter(codename__in=names)
