"""Why a visitor's run stays at its version, in a sentence for editors; never what they answered."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cmsflows.cms.words_of_changes import quoted
from cmsflows.engine.moving import Reason, Stays

SENTENCES = {
    Reason.OVER: gettext_lazy("They have finished."),
    Reason.UNDER_WAY: gettext_lazy("Something they sent is still being settled, a payment say."),
    Reason.GONE: gettext_lazy("Their step is not there any more."),
    Reason.UNAVAILABLE: gettext_lazy("Their step is not available; ask a developer."),
    Reason.OTHER_KIND: gettext_lazy("Another kind of step is in the place of theirs."),
    Reason.RENAMED: gettext_lazy("Their step keeps its answers under another name now."),
    Reason.CONDITIONAL: gettext_lazy("Their step is shown under another condition now."),
    Reason.MISSING: gettext_lazy("They were not asked yet for what comes before: %(names)s."),
    Reason.OTHER_PAST: gettext_lazy("A step they have done is of another kind now: %(names)s."),
}


def why(stays: Stays) -> str:
    """The reason in a sentence."""
    titles = stays.reason is Reason.OTHER_PAST
    names = [quoted(name) if titles else name for name in stays.names]
    return SENTENCES[stays.reason] % {"names": get_text_list(names, _("and"))}
