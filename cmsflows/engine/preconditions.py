"""A precondition answers: may this step be entered now, and if not, where to?"""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Self
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cmsflows import conf
from cmsflows.definition.nodes import ActionNode, Node
from cmsflows.engine.host import Guarded
from cmsflows.engine.registering import register_precondition


class Precondition:
    """Guards a step. Subclass it, answer `is_met`, and say where an unmet one leads."""

    message: str | Promise = _("Something else is needed before this step.")
    """What the visitor reads when they are led elsewhere."""

    Options: ClassVar[type[Any] | None] = None
    """What editors may set: a Wagtail block. `Any`: this layer knows no Wagtail."""

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> Self:
        """The guard as an editor set it: by default its options are its keyword arguments.

        `Any`: options are plain JSON.
        """
        return cls(**options)

    def is_met(self, component: Guarded) -> bool:
        """May the visitor enter this component now?"""
        raise NotImplementedError

    def way_out(self, component: Guarded) -> Node | HttpResponse | None:
        """The step that would satisfy it, or a response; None where nothing could."""
        return None

    def message_for(self, component: Guarded) -> str | Promise:
        """What this visitor reads: `message`, unless it depends on who they are, or when it is."""
        return self.message

    def admits(self, component: Guarded) -> bool:
        """Asked when a form of the step was sent, and `is_met` holds: a guard that counts counts
        here, and may still say no. It may write; a form that has errors is counted, too."""
        return True

    def flaws(self) -> Iterable[str | Promise]:
        """What is wrong with how an editor set it, in sentences; such a flow cannot go live."""
        return ()


@register_precondition("required_state", label=_("Something must be known"))
class RequiredState(Precondition):
    """What earlier steps, or the site's code, must have told.

    In the state, under each of these names, there must be a value.
    """

    def __init__(self, *names: str) -> None:
        self.names = names

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> Self:
        """`{"names": [...]}`, as editors set it."""
        names = options.get("names")
        listed = names if isinstance(names, list | tuple) else ()
        return cls(*(name for name in listed if isinstance(name, str)))

    def __repr__(self) -> str:
        return f"RequiredState({', '.join(map(repr, self.names))})"

    def is_met(self, component: Guarded) -> bool:
        return not self._missing(component)

    def way_out(self, component: Guarded) -> Node | None:
        """The nearest step that provides what is missing: before this one, else after it."""
        missing = self._missing(component)
        before, after = steps_around(component)
        providers = [*reversed(before), *after]
        return next((each for each in providers if missing & each.contract.provided), None)

    def _missing(self, component: Guarded) -> set[str]:
        state = component.state
        return {name for name in self.names if state.get(name) is None}


@register_precondition("login_required", label=_("Must be logged in"))
class LoginRequired(Precondition):
    """Only for visitors who are logged in."""

    message = _("Please log in to continue.")

    def __init__(self, login_url: str | None = None) -> None:
        self.login_url = login_url

    def is_met(self, component: Guarded) -> bool:
        user = getattr(component.request, "user", None)
        return bool(user and user.is_authenticated)

    def way_out(self, component: Guarded) -> Node | HttpResponse:
        """The flow's own log-in step, else the site's log-in page with a way back."""
        before, after = steps_around(component)
        logs_in = component.walk.compiled.logs_in
        for action in (*before, *after):
            if logs_in(action):
                return action
        login_url = resolve_url(self.login_url or conf.login_url())
        separator = "&" if "?" in login_url else "?"
        way_back = urlencode({"next": component.walk.way_back()})
        return HttpResponseRedirect(f"{login_url}{separator}{way_back}")


def steps_around(component: Guarded) -> tuple[list[ActionNode], list[ActionNode]]:
    """The actions before and after a component that are there for the visitor; those within it wait
    for it themselves."""
    definition = component.walk.compiled.definition
    before: list[ActionNode] = []
    after: list[ActionNode] = []
    side = before
    for action in filter(component.walk.is_there, definition.actions):
        if any(each.id == component.node.id for each in definition.lineage(action)):
            side = after
        else:
            side.append(action)
    return before, after
