"""What the history of a page says of its flow, in words."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter

from cmsflows.cms.going_live import AGAIN
from cmsflows.cms.scheduled import REFUSED


class LiveAgainFormatter(LogFormatter):
    """An earlier version went live again."""

    label = _("Make a version of the flow live again")

    def format_message(self, log_entry: Any) -> str:
        """`Any`: Wagtail has no types."""
        when = str(log_entry.data.get("created_at", ""))[:16].replace("T", " ")
        return gettext("Made the version of the flow from %(when)s live again.") % {"when": when}


class RefusedFormatter(LogFormatter):
    """A flow was not published when its time had come."""

    label = _("Refuse a scheduled flow")

    def format_message(self, log_entry: Any) -> str:
        """`Any`: see above."""
        reasons = " ".join(log_entry.data.get("reasons", ()))
        sentence = gettext("The flow did not go live at the set time. %(reasons)s")
        return sentence % {"reasons": reasons}


def register_going_live(actions: LogActionRegistry) -> None:
    """Tell Wagtail's log of what happens when a flow goes live, or does not."""
    actions.register_action(AGAIN)(LiveAgainFormatter)
    actions.register_action(REFUSED)(RefusedFormatter)
