"""Short sentences that a page shows once, named in its URL so that nothing need be stored."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

FIELD = "_note"

OUT_OF_DATE = "out-of-date"
MOVED_ON = "moved-on"
SUBMITTED = "submitted"
WRONG_NOW = "wrong-now"
NOT_DONE = "not-done"
UNCANCELLED = "uncancelled"

NOTES = {
    OUT_OF_DATE: _("That page was out of date. This is where you are now."),
    MOVED_ON: _("You went on in another tab or window. This is where you are now."),
    SUBMITTED: _("That was submitted already and cannot be changed. This is where you are now."),
    WRONG_NOW: _("This was right when you answered it, but no longer is. Please look at it again."),
    NOT_DONE: _("It did not go through. You can try again."),
    UNCANCELLED: _("This cannot be cancelled until we know what came of it."),
}


def note_of(request: HttpRequest) -> str:
    """The sentence that this page's URL names; empty for none."""
    return str(NOTES.get(request.GET.get(FIELD, ""), ""))
