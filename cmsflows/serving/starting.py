"""A request without a task: shows the first step, and starts the task when its form is accepted.

Nothing is stored before that, so whoever only looks leaves nothing behind.
"""

import time
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from cmsflows import signals
from cmsflows.definition.nodes import ActionNode
from cmsflows.engine.codec import decode_state
from cmsflows.engine.navigation import arrival, first_step
from cmsflows.engine.task import Position, Task, TaskStatus
from cmsflows.exceptions import RecordTooLargeError
from cmsflows.serving import notes, start
from cmsflows.serving.again import show_again, too_much
from cmsflows.serving.binding import give_session_a_secret, knows, seal, user_key
from cmsflows.serving.context import dress
from cmsflows.serving.entry import entry_state
from cmsflows.serving.identity import single
from cmsflows.serving.leading import announce, lead_on, lead_to_current, stuck
from cmsflows.serving.mount import Mount
from cmsflows.serving.pages import EMPTY, blocked_page, unavailable_page
from cmsflows.serving.return_to import wanted_return
from cmsflows.serving.running import go_on_from_the_first_form
from cmsflows.serving.saving import create, find_task
from cmsflows.serving.show import SeeOther, handed_up, is_reading, show
from cmsflows.serving.situation import Situation, find_situation
from cmsflows.serving.submit import Submission, submit

STRANGER = _("We cannot tell who you are, so nothing you enter could be kept. Please log in first.")


def begin(request: HttpRequest, mount: Mount) -> HttpResponse:
    """Answer a request that names no task. Raises `Http404` for any URL but a beginning."""
    compiled = mount.current()
    first = first_step(compiled) if compiled else None
    if compiled is None or first is None:
        return unavailable_page(request, mount, reason=EMPTY)
    situation = find_situation(
        request=request,
        mount=mount,
        compiled=compiled,
        task=None,
        first=first,
        load_state=partial(decode_state, entry_state(request, mount.id)),
    )
    if situation.standing.action is None:
        return stuck(situation)
    action = situation.action or _stands_for(situation)
    starter = start.Starter(request)
    if action is None:
        return _no_beginning(situation, starter)
    answer = _first_page if is_reading(request) else _first_form
    response = answer(situation, action, starter)
    starter.remember(response)
    return response


def _no_beginning(situation: Situation, starter: start.Starter) -> HttpResponse:
    """What was the first form may be none any more: another version went live meanwhile."""
    request, mount = situation.request, situation.mount
    was_shown = not is_reading(request) and starter.accept(single(request, start.FIELD), mount.id)
    if not was_shown:
        raise Http404("A flow is entered at its beginning.")
    query = {notes.FIELD: notes.OUT_OF_DATE}
    return SeeOther(situation.url(situation.compiled.definition.root, query))


def _stands_for(situation: Situation) -> ActionNode | None:
    """The step shown at the URL of a beginning whose preconditions lead elsewhere."""
    node = situation.mount.locate(situation.compiled)
    found = arrival(situation.compiled, node) if node else None
    return situation.standing.action if found and found.id == situation.origin.id else None


def _first_page(situation: Situation, action: ActionNode, starter: start.Starter) -> HttpResponse:
    dress(situation, nonce=starter.new_nonce())
    return show(situation, action)


def _first_form(situation: Situation, action: ActionNode, starter: start.Starter) -> HttpResponse:
    request, mount = situation.request, situation.mount
    nonce = single(request, start.FIELD)
    accepted = starter.accept(nonce, mount.id)
    if accepted is None:
        # The cookie is gone or was never this browser's: nothing typed is lost, it is asked again.
        dress(situation, nonce=starter.new_nonce())
        return show_again(situation, action)
    dress(situation, nonce=nonce)
    if mount.store.load(accepted.task_id) is not None:
        return _sent_before(situation, accepted)
    if not knows(request):
        return blocked_page(request, mount, message=str(STRANGER))
    task = _new_task(situation, accepted)
    situation.walk.task = task
    submission = submit(situation, action, task)
    return _started(situation, submission, accepted)


def _new_task(situation: Situation, accepted: start.Start) -> Task:
    stands, origin = situation.standing.action, situation.origin
    return Task(
        id=accepted.task_id,
        flow=situation.mount.id,
        version=situation.compiled.version,
        position=Position(origin.id, 0),
        entry=entry_state(situation.request, situation.mount.id),
        args=situation.mount.texts(situation.mount.kwargs),
        return_to=wanted_return(situation.request),
        resume=origin.id if stands and stands.id != origin.id else "",
        started_at=time.time(),
    )


def _started(situation: Situation, submission: Submission, accepted: start.Start) -> HttpResponse:
    request, mount = situation.request, situation.mount
    if submission.task is None:
        response = submission.response or lead_to_current(situation)
        return handed_up(submission.components, response)
    give_session_a_secret(request, accepted.secret)
    task = submission.saved_for(binding=seal(request, accepted.task_id), owner=user_key(request))
    try:
        is_new = create(mount, task)
    except RecordTooLargeError:
        return handed_up(submission.components, too_much(submission.components))
    if not is_new:
        return _started_before(situation, accepted)
    signals.task_started.send(sender=Task, task_id=task.id, flow=task.flow, request=request)
    announce(situation, None, task)
    response = submission.response or lead_on(situation, task)
    return handed_up(submission.components, response)


def _sent_before(situation: Situation, accepted: start.Start) -> HttpResponse:
    """The first form once more. An action that answered it with a response left its visit open."""
    request, mount = situation.request, situation.mount
    give_session_a_secret(request, accepted.secret)
    task, stored = find_task(request, mount, accepted.task_id)
    if task.visits or task.status is TaskStatus.DONE:
        return lead_on(situation, task)
    return go_on_from_the_first_form(request, mount, task, stored.version)


def _started_before(situation: Situation, accepted: start.Start) -> HttpResponse:
    """The same form was posted at the same time, and was faster: one task is made."""
    give_session_a_secret(situation.request, accepted.secret)
    task, _ = find_task(situation.request, situation.mount, accepted.task_id)
    return lead_on(situation, task)
