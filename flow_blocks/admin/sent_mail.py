"""Mails of flows in the admin: which were sent, which were not, and what the mail server said."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, DateFromToRangeFilter
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from flow_blocks.admin.reading import ReadingViewSet
from flow_blocks.models import MailStatus, SentMail

STATUS = "get_status_display"
"""In the words of the list."""


class SentMailFilterSet(WagtailFilterSet):
    """How far they have come, and when they were made."""

    status = ChoiceFilter(label=_("Status"), choices=MailStatus.choices)
    created_at = DateFromToRangeFilter(label=_("Made"), widget=DateRangePickerWidget)

    class Meta:
        model = SentMail
        fields = ("status", "created_at")


class SentMailViewSet(ReadingViewSet):
    """Under Reports. Nobody sends from here: `send_mails_again` does."""

    model = SentMail
    name = "flow_mails"
    url_prefix = "flows/mails"
    menu_hook = "register_reports_menu_item"
    menu_label = _("Mails of flows")
    icon = "mail"
    filterset_class = SentMailFilterSet
    list_display = ("subject", "to", "status", "flow", "created_at", "try_at")
    list_export = ("created_at", "to", "reply_to", "subject", "flow", STATUS, "tries", "error")
    export_headings: ClassVar[dict[str, Any]] = {STATUS: _("Status")}
    search_fields = ("to", "subject", "flow", "error")
    inspect_view_fields = (
        "subject",
        "to",
        "reply_to",
        "flow",
        "status",
        "error",
        "tries",
        "created_at",
        "moved_at",
        "try_at",
    )
    export_filename = "mails"
