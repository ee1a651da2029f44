"""A way to have answers kept longer (WCAG 2.2, criterion 2.2.1)."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse

from cmsflows.engine.task import Task
from cmsflows.serving.context import flow_info
from cmsflows.serving.kept import Kept
from cmsflows.serving.mount import Mount


def stay_page(request: HttpRequest, mount: Mount, task: Task, *, until: float) -> HttpResponse:
    """Says until when the answers are kept, after that was put off by asking.

    It is a page of its own, so that who has begun to type loses nothing: it opens in another tab.
    Scripts ask for JSON: {"seconds": how long from now}.
    """
    kept = Kept.until(until)
    if request.accepts("application/json") and not request.accepts("text/html"):
        return JsonResponse({"seconds": kept.seconds})
    context = {
        "flow": flow_info(mount, lambda: mount.root_url(task.args)),
        "kept": kept,
        "stay_url": request.get_full_path(),
    }
    return TemplateResponse(request, "cmsflows/stay.html", context)
