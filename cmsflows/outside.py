"""The word of another site about a run: a payment provider's, a worker's.

Whoever sends a visitor elsewhere keeps the name of the flow and the id of the run, and calls
`settle` when the answer is there, whether the flow is a page or written in code.
"""

from django.http import HttpRequest

from cmsflows.cms.page import page_of_flow
from cmsflows.serving.mounted import mounted_flows

__all__ = ["settle"]

CODE = "code:"
"""What the names of flows written in code begin with; then come namespace and entry point."""


def settle(request: HttpRequest, flow: str, task_id: str) -> bool:
    """Ask the step at which a run was sent outside, or is in doubt, what came of it.

    `flow` is what the run knows its flow by: `self.flow_id` of the action that sent it. True where
    the answer is known now, or was before; False where it is not yet, or there is no such run. It
    may be called as often as one likes. Who calls must have been authenticated.
    """
    if flow.startswith(CODE):
        return _settle_in_code(request, flow, task_id)
    page = page_of_flow(flow)
    return page.settle(request, task_id) if page else False


def _settle_in_code(request: HttpRequest, flow: str, task_id: str) -> bool:
    namespace, _, name = flow.removeprefix(CODE).rpartition(":")
    for handler, point in mounted_flows():
        if point.name == name:
            return handler.settle(request, point, task_id, namespace=namespace)
    return False
