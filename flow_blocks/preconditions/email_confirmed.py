"""Email address is confirmed: the very one that the run knows now."""

from django.utils.translation import gettext_lazy as _

from cmsflows import Precondition, register_precondition
from cmsflows.definition.nodes import Node
from cmsflows.engine.host import Guarded
from flow_blocks.accounts.confirmed import CONFIRMED, is_confirmed


@register_precondition("email_confirmed", label=_("Email address is confirmed"))
class EmailConfirmed(Precondition):
    """Only with an email address that was confirmed in this run.

    One that was given after that has to be confirmed as well.
    """

    message = _("Please confirm your email address to continue.")

    def is_met(self, component: Guarded) -> bool:
        return is_confirmed(component.state, component.state.get("email"))

    def way_out(self, component: Guarded) -> Node | None:
        """The flow's own step that confirms it: the nearest before this one, else after it."""
        steps = [
            step
            for step in component.walk.compiled.definition.actions
            if CONFIRMED in step.contract.provided and component.walk.is_there(step)
        ]
        return steps[0] if steps else None
