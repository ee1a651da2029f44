"""Guards that let in only some of those who are logged in."""

from django.http import HttpResponse
from django.utils.functional import Promise

from cmsflows import LoginRequired, Precondition
from cmsflows.definition.nodes import Node
from cmsflows.engine.host import Guarded


class MembersOnly(Precondition):
    """Who is not logged in is led to log in; for who is, nothing else would help."""

    def way_out(self, component: Guarded) -> Node | HttpResponse | None:
        log_in = LoginRequired()
        return None if log_in.is_met(component) else log_in.way_out(component)

    def message_for(self, component: Guarded) -> str | Promise:
        log_in = LoginRequired()
        return self.message if log_in.is_met(component) else log_in.message
