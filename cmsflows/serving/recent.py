"""What a session remembers: the tasks begun in it, so that one that is gone is known for its own.

Only ids stand there, newest last; whether a task is still there, its store knows.
"""

from django.http import HttpRequest

from cmsflows import conf

SESSION_KEY = "cmsflows_tasks"

REMEMBERED = 5
"""How many times the tasks that may be going at once are remembered."""


def remember(request: HttpRequest, task_id: str, flow_id: str) -> None:
    """Called when a task was started."""
    known = [pair for pair in _pairs(request) if pair[0] != task_id]
    limit = REMEMBERED * int(conf.get("FLOWS_MAX_TASKS"))
    request.session[SESSION_KEY] = [*known, [task_id, flow_id]][-limit:]


def is_remembered(request: HttpRequest, task_id: str, flow_id: str) -> bool:
    """Was this task of this flow begun in this session?"""
    return [task_id, flow_id] in _pairs(request)


def recent_ids(request: HttpRequest, flow_id: str | None = None) -> list[str]:
    """The ids of tasks begun in this session, newest first; of one flow, or of all."""
    return [task for task, flow in reversed(_pairs(request)) if flow_id in (None, flow)]


def _pairs(request: HttpRequest) -> list[list[str]]:
    session = getattr(request, "session", None)
    found = session.get(SESSION_KEY, []) if session is not None else []
    return [pair for pair in found if isinstance(pair, list) and len(pair) == 2]
