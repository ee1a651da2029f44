"""The form of a reusable group: it refuses to publish a group that would hold itself."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.blocks import StreamBlockValidationError, StreamValue, StructBlockValidationError

from cmsflows.cms.reusable.live import LiveGroups
from cmsflows.cms.reusable.recursion import leads_to
from cmsflows.cms.stored import REUSABLE, SCAFFOLD

Judge = Callable[[int], bool]
"""Would the group of this key bring the edited one along?"""


class ReusableGroupForm(WagtailAdminModelForm):
    """Drafts are never refused."""

    def clean(self) -> dict[str, Any]:
        """`Any`: values of all fields."""
        cleaned: dict[str, Any] = super().clean()
        key = self.instance.pk
        if key is not None and "flow" in cleaned and not self.is_deferred_validation:
            groups = LiveGroups(type(self.instance), without=key)
            errors = recursion_errors(cleaned["flow"], lambda each: leads_to(each, key, groups))
            if errors is not None:
                self.add_error("flow", errors)
        return cleaned


def recursion_errors(value: StreamValue, is_recursive: Judge) -> StreamBlockValidationError | None:
    """An error for every block that would bring the group into itself, at the block's own place."""
    errors = {
        index: error
        for index, child in enumerate(value)
        if (error := _error(child, is_recursive)) is not None
    }
    return StreamBlockValidationError(block_errors=errors) if errors else None


def _error(child: Any, is_recursive: Judge) -> StructBlockValidationError | None:
    """`Any`: Wagtail has no types."""
    if child.block_type == SCAFFOLD and child.value.get("steps"):
        below = recursion_errors(child.value["steps"], is_recursive)
        return StructBlockValidationError({"steps": below}) if below else None
    group = child.value.get("group") if child.block_type == REUSABLE else None
    if group is None or not is_recursive(group.pk):
        return None
    sentence = _('"%(title)s" would bring this group into itself. Choose another.')
    return StructBlockValidationError({"group": ValidationError(sentence % {"title": group.title})})
