"""Reads from a request which task it is about. A malformed id never reaches a store."""

import re

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest

from cmsflows import conf

TASK_ID = re.compile(r"[0-9a-f]{32}")


def task_id_of(request: HttpRequest) -> str | None:
    """The task id of a request, in the body or the query; None where it names none.

    Raises `BadRequest` when it names two, `Http404` when it names something that is no id.
    """
    name = conf.task_id_param()
    given = {*request.POST.getlist(name), *request.GET.getlist(name)}
    if not given:
        return None
    if len(given) > 1:
        raise BadRequest("The request names more than one task.")
    task_id = given.pop()
    if not is_task_id(task_id):
        raise Http404("No such task.")
    return task_id


def is_task_id(text: str) -> bool:
    """Could this be the id of a task? What could not never reaches a store."""
    return TASK_ID.fullmatch(text) is not None


def single(request: HttpRequest, name: str) -> str:
    """A posted value that may be given once; empty when it is not. Raises `BadRequest`."""
    given = request.POST.getlist(name)
    if len(given) > 1:
        raise BadRequest(f"The form gives {name} more than once.")
    return given[0] if given else ""
