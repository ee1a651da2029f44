"""The pages of a flow that are no step: the end, and honest pages for when it cannot go on."""

from django.http import HttpRequest
from django.template.response import TemplateResponse

from cmsflows.engine.task import Task, TaskStatus
from cmsflows.serving.context import Context, control_fields, flow_info
from cmsflows.serving.mount import Mount
from cmsflows.serving.situation import Situation

EMPTY = "empty"
STEP = "step"
VERSION = "version"
INPUTS = "inputs"


def end_page(request: HttpRequest, mount: Mount, task: Task) -> TemplateResponse:
    """The end of a task, done, cancelled or stopped, as often as it is looked at."""
    if task.status is TaskStatus.STOPPED:
        return stopped_page(request, mount, task)
    url = mount.root_url(task.args)
    if task.status is TaskStatus.CANCELLED:
        context: Context = {"is_unsettled": task.claim is not None}
        return _page(request, mount, "cmsflows/cancelled.html", context, url=url)
    return _page(request, mount, "cmsflows/done.html", {"return_to": task.return_to}, url=url)


def stopped_page(request: HttpRequest, mount: Mount, task: Task) -> TemplateResponse:
    """An editor has stopped the run; whoever likes may start again, where the flow is there."""
    context: Context = {"is_open": mount.current() is not None}
    url = mount.root_url(task.args)
    return _page(request, mount, "cmsflows/stopped.html", context, url=url, status=410)


def expired_page(request: HttpRequest, mount: Mount) -> TemplateResponse:
    """The task was this visitor's, and is gone."""
    url = mount.root_url(mount.kwargs)
    return _page(request, mount, "cmsflows/expired.html", {}, url=url, status=410)


def unavailable_page(
    request: HttpRequest, mount: Mount, *, reason: str, status: int = 503
) -> TemplateResponse:
    """The flow or this step of it cannot be shown now; answers given are kept."""
    return _page(request, mount, "cmsflows/unavailable.html", {"reason": reason}, status=status)


def finish_page(situation: Situation) -> TemplateResponse:
    """None of the steps that are left is there for this visitor; their word ends the flow."""
    root = situation.compiled.definition.root
    task = situation.task
    context: Context = {
        "form_action": situation.url(root),
        "hidden_fields": control_fields(task, situation.token) if task else [],
    }
    return _page(situation.request, situation.mount, "cmsflows/finish.html", context)


def blocked_page(request: HttpRequest, mount: Mount, *, message: str) -> TemplateResponse:
    """A precondition is unmet and no step would satisfy it."""
    return _page(request, mount, "cmsflows/blocked.html", {"message": message}, status=409)


def _page(
    request: HttpRequest,
    mount: Mount,
    template: str,
    context: Context,
    *,
    url: str = "",
    status: int = 200,
) -> TemplateResponse:
    everything = {"flow": flow_info(mount, lambda: url), **context}
    return TemplateResponse(request, template, everything, status=status)
