"""Short sentences that a page shows once, named in its URL so that nothing need be stored."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

FIELD = "_note"

OUT_OF_DATE = "out-of-date"
MOVED_ON = "moved-on"

NOTES = {
    OUT_OF_DATE: _("That page was out of date. This is where you are now."),
    MOVED_ON: _("You went on in another tab or window. This is where you are now."),
}


def note_of(request: HttpRequest) -> str:
    """The sentence that this page's URL names; empty for none."""
    return str(NOTES.get(request.GET.get(FIELD, ""), ""))
