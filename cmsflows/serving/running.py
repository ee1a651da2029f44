"""A request with a task: shows the step where the visitor stands, or accepts its form."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from cmsflows import conf
from cmsflows.definition.nodes import ActionNode
from cmsflows.engine.ledger import is_token_of
from cmsflows.engine.navigation import alternatives
from cmsflows.engine.task import Task, TaskStatus
from cmsflows.exceptions import RecordTooLargeError
from cmsflows.serving import notes
from cmsflows.serving.again import too_much
from cmsflows.serving.binding import user_key
from cmsflows.serving.context import POSITION_FIELD, dress
from cmsflows.serving.identity import single
from cmsflows.serving.leading import announce, lead_on, lead_to_current, stuck
from cmsflows.serving.mount import Mount
from cmsflows.serving.pages import VERSION, blocked_page, done_page, unavailable_page
from cmsflows.serving.saving import find_task, save, touch
from cmsflows.serving.show import SeeOther, handed_up, is_reading, show
from cmsflows.serving.situation import Situation, StepUrls, find_situation
from cmsflows.serving.submit import Submission, submit

TOO_MANY_VISITS = _(
    "You have been through so many steps that no more can be kept. Please start again."
)


def go_on(request: HttpRequest, mount: Mount, task_id: str) -> HttpResponse:
    """Answer a request that names a task. Raises `Http404` where it is not this visitor's."""
    task, stored = find_task(request, mount, task_id)
    if task.status is TaskStatus.DONE:
        return _the_end(request, mount, task)
    situation = _situation(request, mount, task, stored.version)
    if situation is None:
        return unavailable_page(request, mount, reason=VERSION, status=410)
    if mount.locate(situation.compiled) is None:
        raise Http404("No step of this flow has this URL.")
    if _names_other_arguments(mount, task):
        return lead_to_current(situation)
    if is_reading(request):
        touch(mount, task, stored)
        return _look(situation)
    return _post(situation, task)


def go_on_from_the_first_form(
    request: HttpRequest, mount: Mount, task: Task, version: int
) -> HttpResponse:
    """Answer a first form that was sent before, and left its visit open then."""
    situation = _situation(request, mount, task, version)
    if situation is None or situation.action is None or _names_other_arguments(mount, task):
        return go_on(request, mount, task.id)
    return _run(situation, situation.action, task)


def _situation(request: HttpRequest, mount: Mount, task: Task, version: int) -> Situation | None:
    compiled = mount.pinned(task.version)
    node = compiled.definition.node(task.position.node) if compiled else None
    if compiled is None or not isinstance(node, ActionNode):
        return None
    situation = find_situation(
        request=request,
        mount=mount,
        compiled=compiled,
        task=task,
        first=node,
        load_state=task.state,
        version=version,
    )
    dress(situation)
    return situation


def _names_other_arguments(mount: Mount, task: Task) -> bool:
    """Does the URL speak of another item, say, than the one the task was started with?"""
    given = mount.texts(mount.kwargs)
    return any(task.args.get(name, value) != value for name, value in given.items())


def _look(situation: Situation) -> HttpResponse:
    if situation.standing.action is None:
        return stuck(situation)
    action = situation.action
    note = situation.request.GET.get(notes.FIELD, "")
    return show(situation, action) if action else lead_to_current(situation, note)


def _post(situation: Situation, task: Task) -> HttpResponse:
    stands, action = situation.standing.action, situation.action
    if stands is None:
        return stuck(situation)
    token = single(situation.request, POSITION_FIELD)
    is_current = is_token_of(token, task_id=task.id, seq=task.position.seq, node=stands.id)
    if action is None or not is_current:
        return lead_to_current(situation, notes.OUT_OF_DATE)
    return _run(situation, action, task)


def _run(situation: Situation, action: ActionNode, task: Task) -> HttpResponse:
    if len(task.visits) >= int(conf.get("FLOWS_MAX_VISITS")):
        return blocked_page(situation.request, situation.mount, message=str(TOO_MANY_VISITS))
    submission = submit(situation, action, _on_a_detour(situation, task))
    return _accepted(situation, task, submission)


def _on_a_detour(situation: Situation, task: Task) -> Task:
    """A visitor led elsewhere by a precondition comes back to where they were."""
    stands, origin = situation.standing.action, situation.origin
    is_there = any(
        stands is None or each.id == stands.id for each in alternatives(situation.compiled, origin)
    )
    return task if is_there or task.resume else task.detouring(origin.id)


def _accepted(situation: Situation, task: Task, submission: Submission) -> HttpResponse:
    if submission.task is None:
        response = submission.response or lead_to_current(situation)
        return handed_up(submission.components, response)
    owner = task.owner or user_key(situation.request)
    moved = submission.saved_for(binding=task.binding, owner=owner)
    try:
        is_saved = save(situation.mount, moved, situation.version)
    except RecordTooLargeError:
        return handed_up(submission.components, too_much(submission.components))
    if not is_saved:
        urls = StepUrls(situation.request, situation.mount, situation.compiled, task)
        root = situation.compiled.definition.root
        return SeeOther(urls(root, {notes.FIELD: notes.MOVED_ON}))
    announce(situation, task, moved)
    response = submission.response or lead_on(situation, moved)
    return handed_up(submission.components, response)


def _the_end(request: HttpRequest, mount: Mount, task: Task) -> HttpResponse:
    """A finished task has one page, whichever of its URLs is asked for."""
    url = mount.root_url(task.args)
    if request.path == url and is_reading(request):
        return done_page(request, mount, url=url, return_to=task.return_to)
    return SeeOther(f"{url}?{urlencode({conf.task_id_param(): task.id})}")
