"""Shows a form again that Django's protection against forgery has turned down.

Logging in gives the browser another token, so a form that was open in another tab meanwhile has
one that is good no more. What was typed is shown again, with a fresh token; nothing is run.
"""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from cmsflows import signals
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.judging import Verdict, judge
from cmsflows.engine.task import Task, TaskStatus
from cmsflows.serving.again import show_again
from cmsflows.serving.context import dress
from cmsflows.serving.events import tell_of
from cmsflows.serving.leading import lead_on
from cmsflows.serving.mount import Mount
from cmsflows.serving.notes import OUT_OF_DATE
from cmsflows.serving.pages import VERSION, stopped_page, unavailable_page
from cmsflows.serving.posted import posted_token
from cmsflows.serving.saving import find_task, touch
from cmsflows.serving.situation import Situation, situation_at, situation_of
from cmsflows.serving.stopping import is_to_stop

UNTRUSTED = "_cmsflows_untrusted"
"""The attribute of a request whose form may have been sent from elsewhere."""

SEND_ONCE_MORE = _(
    "You have logged in or out since this page was opened. Please send it once more."
)


def distrust(request: HttpRequest) -> None:
    """Let the form of this request be shown again instead of being accepted."""
    setattr(request, UNTRUSTED, True)


def is_distrusted(request: HttpRequest) -> bool:
    return bool(getattr(request, UNTRUSTED, False))


def show_once_more(request: HttpRequest, mount: Mount, task_id: str) -> HttpResponse:
    """The step whose form was turned down, as it was filled in."""
    task, stored = find_task(request, mount, task_id)
    if task.status is TaskStatus.STOPPED or is_to_stop(mount, task):
        return stopped_page(request, mount, task)
    compiled = mount.pinned(task.version)
    if compiled is None:
        return unavailable_page(request, mount, reason=VERSION, status=410)
    tell_of(signals.form_refused, request, task, reason="csrf")
    situation = _situation(request, mount, compiled, task)
    if situation is None or situation.standing.action is None or situation.action is None:
        return lead_on(request, mount, compiled, task, OUT_OF_DATE)
    dress(
        situation,
        task=task,
        until=partial(touch, mount, task, stored.expires_at),
        notice=SEND_ONCE_MORE,
    )
    return show_again(situation, situation.action)


def _situation(
    request: HttpRequest, mount: Mount, compiled: CompiledFlow, task: Task
) -> Situation | None:
    """Where the form was; none where it is not waited for."""
    if task.status is not TaskStatus.RUNNING or task.claim:
        return None
    judgement = judge(task, posted_token(request), "")
    if judgement.verdict is Verdict.REWIND and judgement.visit:
        return situation_at(request, mount, compiled, task, judgement.visit)
    is_open = judgement.verdict is Verdict.PROCESS
    return situation_of(request, mount, compiled, task) if is_open else None
