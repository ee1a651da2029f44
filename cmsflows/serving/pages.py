"""The pages of a flow that are no step: the end, and honest pages for when it cannot go on."""

from django.http import HttpRequest
from django.template.response import TemplateResponse

from cmsflows.serving.context import Context, flow_info
from cmsflows.serving.mount import Mount

EMPTY = "empty"
STEP = "step"
VERSION = "version"


def done_page(request: HttpRequest, mount: Mount, *, url: str, return_to: str) -> TemplateResponse:
    """The end of the flow, as often as it is looked at."""
    return _page(request, mount, "cmsflows/done.html", {"return_to": return_to}, url=url)


def unavailable_page(
    request: HttpRequest, mount: Mount, *, reason: str, status: int = 503
) -> TemplateResponse:
    """The flow or this step of it cannot be shown now; answers given are kept."""
    return _page(request, mount, "cmsflows/unavailable.html", {"reason": reason}, status=status)


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
