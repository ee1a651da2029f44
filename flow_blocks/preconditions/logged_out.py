"""Logged out: for visitors who are not logged in, such as those who sign up."""

from django.utils.translation import gettext_lazy as _

from cmsflows import Precondition, register_precondition
from cmsflows.definition.nodes import Node
from cmsflows.engine.host import Guarded
from cmsflows.engine.preconditions import steps_around


@register_precondition("logged_out", label=_("Must be logged out"), icon="logout")
class LoggedOut(Precondition):
    """Only for visitors who are not logged in."""

    message = _("You are logged in. Please log out to continue.")

    def is_met(self, component: Guarded) -> bool:
        user = getattr(component.request, "user", None)
        return not (user and user.is_authenticated)

    def way_out(self, component: Guarded) -> Node | None:
        """The flow's own step to log out, before this one or after it."""
        before, after = steps_around(component)
        logs_out = component.walk.compiled.logs_out
        return next(filter(logs_out, (*before, *after)), None)
