"""What changed between two versions of a flow, in sentences for its editors."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cmsflows.definition.changes import Aspect, Change, ChangeKind

ASPECTS = {
    Aspect.KIND: gettext_lazy("the kind of step"),
    Aspect.WORDS: gettext_lazy("its words"),
    Aspect.OPTIONS: gettext_lazy("its settings"),
    Aspect.ADDRESS: gettext_lazy("its address"),
    Aspect.NAME: gettext_lazy("the name its answers are kept under"),
    Aspect.WHEN: gettext_lazy("when it is shown"),
    Aspect.PRECONDITIONS: gettext_lazy("what it asks for first"),
    Aspect.EXITS: gettext_lazy("where its exits lead"),
    Aspect.RULE: gettext_lazy("how it moves on"),
    Aspect.CONTRACT: gettext_lazy("what its code needs and leaves"),
    Aspect.INPUTS: gettext_lazy("what visitors bring along"),
    Aspect.PROMISES: gettext_lazy("what must have happened at the end"),
}


def sentence_of(change: Change) -> str:
    """One change in one sentence."""
    return str(SENTENCES[change.kind](change))


def quoted(title: str) -> str:
    """A title within a sentence: isolated, since it may be written the other way round."""
    return f"“\u2068{title}\u2069”"


def _names(change: Change) -> dict[str, str]:
    return {
        "title": quoted(change.title),
        "number": change.number,
        "before": change.before,
        "group": quoted(change.group),
    }


def _added(change: Change) -> str:
    if not change.is_group:
        return _("%(title)s is new, as step %(number)s.") % _names(change)
    if not change.steps:
        return _("The group %(title)s is new, as %(number)s.") % _names(change)
    return ngettext(
        "The group %(title)s is new, as %(number)s, with %(count)d step.",
        "The group %(title)s is new, as %(number)s, with %(count)d steps.",
        change.steps,
    ) % {**_names(change), "count": change.steps}


def _removed(change: Change) -> str:
    if not change.is_group:
        return _("%(title)s is gone; it was step %(number)s.") % _names(change)
    if not change.steps:
        return _("The group %(title)s is gone.") % _names(change)
    return ngettext(
        "The group %(title)s is gone, and %(count)d step with it.",
        "The group %(title)s is gone, and %(count)d steps with it.",
        change.steps,
    ) % {**_names(change), "count": change.steps}


def _moved(change: Change) -> str:
    if change.group:
        text = _("%(title)s has moved into %(group)s: it was %(before)s, and is %(number)s now.")
        return text % _names(change)
    return _("%(title)s has moved: it was %(before)s, and is %(number)s now.") % _names(change)


def _renamed(change: Change) -> str:
    names = {**_names(change), "before": quoted(change.before)}
    return _("%(before)s is called %(title)s now.") % names


def _changed(change: Change) -> str:
    aspects = get_text_list([str(ASPECTS[each]) for each in change.aspects], _("and"))
    return _("Changed in %(title)s: %(aspects)s.") % {**_names(change), "aspects": aspects}


SENTENCES = {
    ChangeKind.ADDED: _added,
    ChangeKind.REMOVED: _removed,
    ChangeKind.MOVED: _moved,
    ChangeKind.RENAMED: _renamed,
    ChangeKind.CHANGED: _changed,
}
