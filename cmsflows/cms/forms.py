"""The form of a page with a flow: what would go live is checked, what is only saved is not."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from cmsflows.cms.block_errors import block_errors
from cmsflows.cms.gate import errors_of


class FlowPageForm(WagtailAdminPageForm):
    """Beside Wagtail's own checks: is the flow sound, where the page is to go live?"""

    def clean(self) -> dict[str, Any]:
        """`Any`: fields of all kinds."""
        cleaned: dict[str, Any] = super().clean()
        if self.is_going_live() and not self.errors and "flow" in cleaned:
            flaws = errors_of(self._page(cleaned))
            if flaws:
                self.add_error("flow", block_errors(cleaned["flow"], flaws))
        return cleaned

    def is_going_live(self) -> bool:
        """Is it published or handed on for that, rather than saved, sent back or withdrawn?"""
        if self.is_deferred_validation or "action-cancel-workflow" in self.data:
            return False
        is_moderated = "action-workflow-action" in self.data
        return not is_moderated or self.data.get("workflow-action-name") == "approve"

    def _page(self, cleaned: dict[str, Any]) -> Any:
        """A page that holds what the form does, to be asked and thrown away. `Any`: a site's own
        page class."""
        kind = type(self.instance)
        names = ("title", "flow", "inputs", "promises")
        return kind(**{name: cleaned.get(name, getattr(self.instance, name)) for name in names})
