"""What was done about people half way, in the page's history and in words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.log_actions import LogFormatter, log

from cmsflows.admin.history import register_going_live
from cmsflows.serving.bulk import Done

PUBLISHED = "cmsflows.publish_for_new_visitors"
MOVED = "cmsflows.move_people"
STOPPED = "cmsflows.stop_people"


def record(page: Any, action: str, *, user: Any, done: Done | None = None) -> None:
    """Write an act into a page's history. `Any`: a site's own page class, and its own user."""
    data = {"runs": done.changed, "is_all": done.is_all} if done else None
    log(instance=page, action=action, user=user, data=data)


def register_acts(actions: Any) -> None:
    """Tell Wagtail's log of our actions. `Any`: Wagtail has no types."""
    actions.register_action(
        PUBLISHED,
        gettext_lazy("Publish a flow for new visitors"),
        gettext_lazy("Published for new visitors only; whoever was half way goes on as they began"),
    )
    register_going_live(actions)
    actions.register_action(MOVED)(Moved)
    actions.register_action(STOPPED)(Stopped)


def moved_words(done: Done) -> str:
    """What became of a move, in a sentence without its full stop."""
    words = ngettext(
        "Moved %(count)d visitor's run to the live version",
        "Moved %(count)d visitors' runs to the live version",
        done.changed,
    ) % {"count": done.changed}
    return words if done.is_all else _("%(words)s; others follow as they go on") % {"words": words}


def stopped_words(done: Done) -> str:
    words = ngettext(
        "Stopped %(count)d visitor's run",
        "Stopped %(count)d visitors' runs",
        done.changed,
    ) % {"count": done.changed}
    return words if done.is_all else _("%(words)s; others end as they go on") % {"words": words}


def _done(entry: Any) -> Done:
    return Done(int(entry.data.get("runs", 0)), bool(entry.data.get("is_all", True)))


class Moved(LogFormatter):
    """Says how many runs were moved."""

    label = gettext_lazy("Move people to the live version of a flow")

    def format_message(self, log_entry: Any) -> str:
        return moved_words(_done(log_entry))


class Stopped(LogFormatter):
    """Says how many runs were stopped."""

    label = gettext_lazy("Stop people who are half way in a flow")

    def format_message(self, log_entry: Any) -> str:
        return stopped_words(_done(log_entry))
