"""Deletes the rows that were ticked in a list; Wagtail's log says who did."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.actions.delete import DeleteAction
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.permissions import policy_registry

from flow_blocks.models import PaymentMethod, SavedAnswers, SentMail


class DeleteTicked(BulkAction):
    """Asks once more, and deletes."""

    display_name = _("Delete")
    aria_label = _("Delete what is ticked")
    action_type = "delete"
    template_name = "flow_blocks/admin/confirm_delete.html"
    classes: ClassVar[set[str]] = {"serious"}
    models: ClassVar[list[type[Model]]] = [SavedAnswers, SentMail, PaymentMethod]

    @cached_property
    def policy(self) -> Any:
        """`Any`: Wagtail has no types."""
        return policy_registry.get_by_type(self.model)

    def check_perm(self, obj: Any) -> bool:
        """`Any`: a row of any of the models."""
        user = self.request.user
        return all(self.policy.user_has_permission(user, act) for act in ("view", "delete"))

    def get_all_objects_in_listing_query(self, parent_id: str | None) -> list[int]:
        """None: "all" would be all there are, whatever filter the list has. It is not offered."""
        return []

    def get_execution_context(self) -> dict[str, Any]:
        """`Any`: arguments of all kinds."""
        return {"user": self.request.user}

    @classmethod
    def execute_action(cls, objects: Sequence[Any], **kwargs: Any) -> tuple[int, int]:
        """`Any`: rows of any of the models, and what `get_execution_context` says."""
        for row in objects:
            DeleteAction(row, user=kwargs["user"]).execute(skip_permission_checks=True)
        return len(objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        said = ngettext("%(count)d was deleted.", "%(count)d were deleted.", num_parent_objects)
        return said % {"count": num_parent_objects}
