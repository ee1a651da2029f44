"""One request for one flow: whatever it is about, this is where it comes in."""

import logging

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed

from cmsflows import signals
from cmsflows.exceptions import (
    StoreUnavailableError,
    TaskGoneError,
    UnknownKeyError,
    UnreadableRecordError,
)
from cmsflows.serving.events import tell
from cmsflows.serving.headers import keep_private
from cmsflows.serving.identity import task_id_of
from cmsflows.serving.mount import Mount
from cmsflows.serving.pages import STEP, expired_page, unavailable_page
from cmsflows.serving.resending import is_distrusted, show_once_more
from cmsflows.serving.running import go_on
from cmsflows.serving.starting import begin
from cmsflows.serving.store_down import store_down
from cmsflows.statestore.troubles import Trouble, trouble_of

logger = logging.getLogger("cmsflows")


def serve(request: HttpRequest, mount: Mount) -> HttpResponse:
    """Answer a request for a flow.

    Raises `Http404` for what is not this visitor's, `BadRequest` for what names two tasks.
    """
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    # Error reports must not carry what visitors type.
    request.sensitive_post_parameters = "__ALL__"  # type: ignore[attr-defined]  # Django reads it
    try:
        return keep_private(_answer(request, mount))
    except (StoreUnavailableError, DatabaseError) as error:
        # The session's, say, or the versions'. The store has said of its own what it means.
        if isinstance(error, DatabaseError) and trouble_of(error) is not Trouble.OUTAGE:
            raise
        logger.exception("A visitor of %s cannot be served now.", mount.id)
        return store_down(request, mount)


def _answer(request: HttpRequest, mount: Mount) -> HttpResponse:
    task_id = task_id_of(request)
    try:
        if task_id is None:
            return begin(request, mount)
        if is_distrusted(request):
            return show_once_more(request, mount, task_id)
        return go_on(request, mount, task_id)
    except TaskGoneError as gone:
        tell(signals.task_expired, request=request, task_id=gone.task_id, flow=mount.id)
        return expired_page(request, mount)
    except UnreadableRecordError as error:
        logger.error("The record of task %s is refused. %s", task_id, error)
        raise Http404("No such task.") from error
    except UnknownKeyError as error:
        # The step is not skipped: what it did may be what the flow is for.
        logger.error("A visitor of %s met a step that is not available. %s", mount.id, error)
        return unavailable_page(request, mount, reason=STEP)
