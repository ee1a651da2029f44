"""Shows a draft's first step to its editor. No task, no cookie, nothing is written."""

from django.http import HttpRequest, HttpResponse

from cmsflows.engine.circumstances import Circumstances
from cmsflows.engine.navigation import first_step
from cmsflows.exceptions import UnknownKeyError
from cmsflows.serving.context import dress
from cmsflows.serving.headers import keep_private
from cmsflows.serving.leading import stuck
from cmsflows.serving.mount import Mount
from cmsflows.serving.pages import EMPTY, STEP, unavailable_page
from cmsflows.serving.show import show
from cmsflows.serving.situation import find_situation


def preview(request: HttpRequest, mount: Mount) -> HttpResponse:
    """The first step as a visitor would meet it; its form leads nowhere."""
    try:
        return keep_private(_preview(request, mount))
    except UnknownKeyError:
        return unavailable_page(request, mount, reason=STEP)


def _preview(request: HttpRequest, mount: Mount) -> HttpResponse:
    compiled = mount.current()
    first = first_step(Circumstances(compiled, request)) if compiled else None
    if compiled is None or first is None:
        return unavailable_page(request, mount, reason=EMPTY, status=200)
    situation = find_situation(
        request=request, mount=mount, compiled=compiled, task=None, first=first, load_state=dict
    )
    if situation.standing.action is None:
        return stuck(situation)
    dress(situation, is_preview=True)
    return show(situation, situation.standing.action)
