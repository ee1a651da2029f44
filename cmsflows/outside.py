"""The word of another site about a run: a payment provider's, a worker's.

Whoever sends a visitor elsewhere keeps the name of the flow and the id of the run, and calls
`settle` when the answer is there, whether the flow is a page or written in code.
"""

from io import BytesIO

from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest

from cmsflows.cms.mount import page_mount
from cmsflows.cms.page import page_of_flow
from cmsflows.engine.ledger import idempotency_key
from cmsflows.engine.task import TaskStatus
from cmsflows.serving.identity import is_task_id
from cmsflows.serving.mount import Mount
from cmsflows.serving.mounted import mounted_flows
from cmsflows.serving.saving import load_task
from cmsflows.serving.settling import settle_from_outside

__all__ = ["awaits", "request_to", "settle"]

MESSAGES = "_messages"
"""Where Django's messages look for what keeps them."""

CODE = "code:"
"""What the names of flows written in code begin with; then come namespace and entry point."""


def settle(request: HttpRequest, flow: str, task_id: str) -> bool:
    """Ask the step at which a run was sent outside, or is in doubt, what came of it.

    `flow` is what the run knows its flow by: `self.flow_id` of the action that sent it. True where
    the answer is known now, or was before; False where it is not yet, or there is no such run. It
    may be called as often as one likes. Who calls must have been authenticated.
    """
    mount = _mount(request, flow)
    return settle_from_outside(request, mount, task_id) if mount else False


def request_to(host: str, *, is_secure: bool, language: str = "") -> HttpRequest:
    """A request as the other side would send it, for whoever calls `settle` without having one.

    `host` may have a port. It is nobody's: what the flow asks about its visitor, it asks about the
    owner of the run. What a step says to its visitor in it is said to nobody, and fails nothing.
    """
    name, _, port = host.partition(":")
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/",
            "HTTP_HOST": host,
            "SERVER_NAME": name,
            "SERVER_PORT": port or ("443" if is_secure else "80"),
            "wsgi.input": BytesIO(),
            "wsgi.url_scheme": "https" if is_secure else "http",
        }
    )
    request.user = AnonymousUser()
    request.LANGUAGE_CODE = language
    setattr(request, MESSAGES, CookieStorage(request))
    return request


def awaits(request: HttpRequest, flow: str, task_id: str, *, key: str) -> bool:
    """May this run still take up what one of its steps asked for under this idempotency key?

    Not where it is gone or over, or the try is: then what came of it is to be taken back. True
    where the version of the flow cannot be read at the moment: nobody can tell.
    """
    mount = _mount(request, flow) if is_task_id(task_id) else None
    found = load_task(mount, task_id) if mount else None
    if mount is None or found is None:
        return False
    task = found[0]
    if task.status is not TaskStatus.RUNNING and task.claim is None:
        return False
    compiled = mount.pinned(task.version)
    nodes = {each.id for each in compiled.definition.actions} if compiled else set()
    nodes |= {task.claim.node} if task.claim else set()
    return compiled is None or any(idempotency_key(task, node) == key for node in nodes)


def _mount(request: HttpRequest, flow: str) -> Mount | None:
    if flow.startswith(CODE):
        return _mount_in_code(flow)
    page = page_of_flow(flow)
    return page_mount(page, request) if page else None


def _mount_in_code(flow: str) -> Mount | None:
    namespace, _, name = flow.removeprefix(CODE).rpartition(":")
    for handler, point in mounted_flows():
        if point.name == name and (mount := handler.mount(point, namespace=namespace)).id == flow:
            return mount
    return None
