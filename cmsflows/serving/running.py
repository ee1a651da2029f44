"""A request with a task: shows a step, accepts its form, or tells of the end."""

from urllib.parse import unquote

from django.http import Http404, HttpRequest, HttpResponse

from cmsflows import signals
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.judging import may_be_entered_again
from cmsflows.engine.task import Task, TaskStatus
from cmsflows.engine.walk import FILE_FIELD
from cmsflows.serving import notes
from cmsflows.serving.cancelling import cancel
from cmsflows.serving.context import dress
from cmsflows.serving.downloading import download
from cmsflows.serving.events import tell_of
from cmsflows.serving.going_back import back_url, visit_of_url
from cmsflows.serving.identity import single
from cmsflows.serving.kept import STAY_FIELD
from cmsflows.serving.leading import end_url, lead_on, lead_to_current, stuck
from cmsflows.serving.menu import menu_at, menu_page
from cmsflows.serving.mount import Mount
from cmsflows.serving.pages import (
    VERSION,
    end_page,
    finish_page,
    stopped_page,
    unavailable_page,
)
from cmsflows.serving.posted import CANCEL_FIELD, GIVE_UP_FIELD, SETTLE_FIELD, posted_token
from cmsflows.serving.posting import Posting
from cmsflows.serving.saving import Keeper, find_task, touch
from cmsflows.serving.show import SeeOther, is_reading, show
from cmsflows.serving.situation import (
    AT_FIELD,
    Situation,
    named_action,
    situation_at,
    situation_of,
)
from cmsflows.serving.staying import stay_page
from cmsflows.serving.stopping import is_to_stop, stop
from cmsflows.serving.unsettled import unsettled_page
from cmsflows.statestore.base import Stored


def go_on(request: HttpRequest, mount: Mount, task_id: str) -> HttpResponse:
    """Answer a request that names a task.

    Raises `Http404` where it is not this visitor's, `TaskGoneError` where it was.
    """
    task, stored = find_task(request, mount, task_id)
    if task.status is TaskStatus.STOPPED or is_to_stop(mount, task):
        return _stopped(request, mount, task, stored)
    if FILE_FIELD in request.GET and is_reading(request):
        return download(task, request.GET[FILE_FIELD])
    if task.status is not TaskStatus.RUNNING:
        return _the_end(request, mount, task)
    compiled = mount.pinned(task.version)
    if compiled is None:
        return unavailable_page(request, mount, reason=VERSION, status=410)
    if mount.locate(compiled) is None:
        if mount.was_there():
            return lead_on(request, mount, compiled, task, notes.OUT_OF_DATE)
        raise Http404("No step of this flow has this URL.")
    if _names_other_arguments(mount, task):
        return lead_on(request, mount, compiled, task)
    if not is_reading(request):
        keeper = Keeper(request, mount, task, stored.version, expires_at=stored.expires_at)
        response = _post(request, mount, compiled, keeper)
        _tell_of_move(request, keeper, stored)
        return response
    until = touch(mount, task, stored.expires_at)
    if STAY_FIELD in request.GET:
        return stay_page(request, mount, task, until=until)
    return _look(request, mount, compiled, task, until)


def _stopped(request: HttpRequest, mount: Mount, task: Task, stored: Stored) -> HttpResponse:
    """A run that an editor has stopped; a look does not wipe it, but what is posted does."""
    if is_reading(request) or task.status is TaskStatus.STOPPED:
        return stopped_page(request, mount, task)
    keeper = Keeper(request, mount, task, stored.version, expires_at=stored.expires_at)
    # Another request may have begun to commit its step: then that goes on.
    return stop(request, mount, keeper) or go_on(request, mount, task.id)


def _post(
    request: HttpRequest, mount: Mount, compiled: CompiledFlow, keeper: Keeper
) -> HttpResponse:
    if single(request, CANCEL_FIELD):
        return cancel(request, mount, compiled, keeper)
    posting = Posting(request, mount, compiled, keeper, posted_token(request))
    is_asking = single(request, SETTLE_FIELD) or single(request, GIVE_UP_FIELD)
    return posting.ask() if is_asking else posting.answer()


def _tell_of_move(request: HttpRequest, keeper: Keeper, stored: Stored) -> None:
    """Whoever was to go on with another version does so once anything is written of them."""
    is_written, task = keeper.version != stored.version, keeper.task
    if is_written and task.version != stored.record.get("version"):
        tell_of(signals.task_moved, request, task, version=task.version)


def _names_other_arguments(mount: Mount, task: Task) -> bool:
    """Does the URL speak of another item, say, than the one the task was started with?"""
    given = mount.texts(mount.kwargs)
    return any(task.args.get(name, value) != value for name, value in given.items())


def _look(
    request: HttpRequest, mount: Mount, compiled: CompiledFlow, task: Task, until: float
) -> HttpResponse:
    """Show the step that the URL names, where it may be shown, or lead to the current one."""
    situation = situation_of(request, mount, compiled, task)
    if situation is None:
        return unavailable_page(request, mount, reason=VERSION, status=410)
    note = request.GET.get(notes.FIELD, "")
    if task.claim:
        is_there = situation.action is not None
        page = unsettled_page(request, mount, compiled, task)
        return page if is_there else lead_on(request, mount, compiled, task, note)
    if situation.standing.is_at_the_end:
        return finish_page(situation)
    if situation.standing.action is None:
        return stuck(situation)
    if situation.action is None or request.GET.get(AT_FIELD):
        earlier, refusal = _gone_back(request, mount, compiled, task)
        if earlier is None:
            return lead_to_current(situation, refusal or note)
        situation = earlier
    if group := menu_at(situation, mount.locate(compiled)):
        return menu_page(situation, group, back_url=back_url(situation, task))
    action = situation.action or situation.first
    dress(situation, task=task, until=lambda: until)
    return show(situation, action)


def _gone_back(
    request: HttpRequest, mount: Mount, compiled: CompiledFlow, task: Task
) -> tuple[Situation | None, str]:
    """What the visitor goes back to, if the URL names a visit; else why not, if there is a word."""
    named = named_action(mount, compiled)
    visit = visit_of_url(compiled, task, named, request.GET.get(AT_FIELD, ""))
    if visit is None:
        return None, ""
    if not may_be_entered_again(task, visit):
        return None, notes.SUBMITTED
    situation = situation_at(request, mount, compiled, task, visit)
    is_there = situation is not None and situation.action is not None
    return (situation, "") if is_there else (None, "")


def _the_end(request: HttpRequest, mount: Mount, task: Task) -> HttpResponse:
    """A task that is over has one page, whichever of its URLs is asked for."""
    path = mount.root_url(task.args)
    # URLs are written in several ways, and a request's path is as it was before it was quoted.
    if is_reading(request) and request.path in (path, unquote(path)):
        return end_page(request, mount, task)
    return SeeOther(end_url(mount, task))
