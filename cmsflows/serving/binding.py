"""A binder answers one question: whose task is this?

The default binder answers a random secret that lives in the session's data. It survives logging
in, which changes the session's key; the task keeps only a keyed hash of it.
"""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.module_loading import import_string

from cmsflows import conf
from cmsflows.engine.task import Task

SESSION_KEY = "cmsflows_secret"

Binder = Callable[[HttpRequest], str | None]


def session_secret(request: HttpRequest) -> str | None:
    """The secret of this visitor's session; None before they started anything."""
    session = getattr(request, "session", None)
    secret = session.get(SESSION_KEY) if session is not None else None
    return secret if isinstance(secret, str) else None


def give_session_a_secret(request: HttpRequest, secret: str) -> None:
    """Called when a visitor starts a task: a session that has a secret keeps it."""
    if session_secret(request) is None:
        request.session[SESSION_KEY] = secret


def heir_of(task: Task) -> str:
    """The secret that follows the one a task is bound to, where its visitor logs out within it."""
    text = f"{task.id}:{task.binding}"
    return salted_hmac("cmsflows.heir", text, algorithm="sha256").hexdigest()


def seal(request: HttpRequest) -> str:
    """What a task keeps to know its visitor again: empty when the binder knows nobody.

    It is the same for all tasks of a visitor, so that a store can find them.
    """
    value = _binder()(request)
    if not value:
        return ""
    return salted_hmac("cmsflows.binding", str(value), algorithm="sha256").hexdigest()


def knows(request: HttpRequest) -> bool:
    """Will the binder know this visitor again? The default one gives a session its secret."""
    binder = _binder()
    return binder is session_secret or bool(binder(request))


def belongs_to(task: Task, request: HttpRequest) -> bool:
    """Is this request from the visitor whose task it is?

    An owner who is logged in may be let in by another browser: FLOWS_OWNER_MAY_RESUME.
    """
    if task.owner and task.owner != user_key(request):
        return False
    if task.owner and conf.get("FLOWS_OWNER_MAY_RESUME"):
        return True
    return bool(task.binding) and constant_time_compare(task.binding, seal(request))


def user_key(request: HttpRequest) -> str:
    """The primary key of the user who is logged in, as text; empty for nobody."""
    user = getattr(request, "user", None)
    return str(user.pk) if user is not None and user.is_authenticated else ""


def _binder() -> Binder:
    binder: Binder = import_string(str(conf.get("FLOWS_TASK_BINDER")))
    return binder
