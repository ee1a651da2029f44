"""A request without a task: shows the first step, and starts the task when its form is accepted.

Nothing is stored before that, so whoever only looks leaves nothing behind.
"""

import logging
import time
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from cmsflows.definition.nodes import ActionNode
from cmsflows.engine.circumstances import Circumstances
from cmsflows.engine.codec import decode_state
from cmsflows.engine.inputs import check_inputs
from cmsflows.engine.ledger import visit_token
from cmsflows.engine.navigation import arrival, first_step
from cmsflows.engine.task import Position, Task
from cmsflows.exceptions import InputError, TaskGoneError
from cmsflows.serving import notes, start
from cmsflows.serving.again import show_again
from cmsflows.serving.binding import give_session_a_secret, knows
from cmsflows.serving.context import dress
from cmsflows.serving.entry import entry_state
from cmsflows.serving.identity import single
from cmsflows.serving.leading import stuck
from cmsflows.serving.menu import menu_at, menu_page
from cmsflows.serving.mount import Mount
from cmsflows.serving.pages import EMPTY, INPUTS, VERSION, blocked_page, unavailable_page
from cmsflows.serving.posting import Posting
from cmsflows.serving.recent import is_remembered, remember
from cmsflows.serving.resending import SEND_ONCE_MORE, is_distrusted
from cmsflows.serving.resuming import make_room, where_left_off
from cmsflows.serving.return_to import wanted_return
from cmsflows.serving.saving import Keeper, find_task
from cmsflows.serving.show import SeeOther, is_reading, show
from cmsflows.serving.situation import Situation, find_situation

logger = logging.getLogger("cmsflows")

STRANGER = _("We cannot tell who you are, so nothing you enter could be kept. Please log in first.")


def begin(request: HttpRequest, mount: Mount) -> HttpResponse:
    """Answer a request that names no task. Raises `Http404` for any URL but a beginning."""
    compiled = mount.current()
    if compiled is None:
        return unavailable_page(request, mount, reason=EMPTY)
    load_state = partial(decode_state, entry_state(request, mount.id))
    try:
        check_inputs(compiled.definition.inputs, load_state())
    except InputError as error:
        logger.warning("A visitor of %s cannot begin. %s", mount.id, error)
        return unavailable_page(request, mount, reason=INPUTS, status=400)
    first = first_step(Circumstances(compiled, request, None, load_state))
    if first is None:
        return unavailable_page(request, mount, reason=EMPTY)
    situation = find_situation(
        request=request,
        mount=mount,
        compiled=compiled,
        task=None,
        first=first,
        load_state=load_state,
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
    found = arrival(situation.walk.given, node) if node else None
    return situation.standing.action if found and found.id == situation.origin.id else None


def _first_page(situation: Situation, action: ActionNode, starter: start.Starter) -> HttpResponse:
    if group := menu_at(situation, situation.mount.locate(situation.compiled)):
        return menu_page(situation, group, back_url="")
    left_off = where_left_off(situation.request, situation.mount)
    dress(situation, nonce=starter.new_nonce(), resume_url=left_off)
    return show(situation, action)


def _first_form(situation: Situation, action: ActionNode, starter: start.Starter) -> HttpResponse:
    request, mount = situation.request, situation.mount
    accepted = starter.accept(single(request, start.FIELD), mount.id)
    if accepted is None or is_distrusted(request):
        # The cookie is gone or was never this browser's: nothing typed is lost, it is asked again.
        notice = SEND_ONCE_MORE if is_distrusted(request) else ""
        dress(situation, nonce=starter.new_nonce(), notice=notice)
        return show_again(situation, action)
    dress(situation, nonce=single(request, start.FIELD))
    if not knows(request):
        return blocked_page(request, mount, message=str(STRANGER))
    if mount.store.load(accepted.task_id) is not None:
        give_session_a_secret(request, accepted.secret)
        return _sent_before(request, mount, accepted)
    if is_remembered(request, accepted.task_id, mount.id):
        raise TaskGoneError(accepted.task_id)  # else its other forms would be good once more
    return _started(situation, accepted)


def _sent_before(request: HttpRequest, mount: Mount, accepted: start.Start) -> HttpResponse:
    """The first form once more: the ledger knows what became of it."""
    task, stored = find_task(request, mount, accepted.task_id)
    compiled = mount.pinned(task.version)
    if compiled is None:
        return unavailable_page(request, mount, reason=VERSION, status=410)
    keeper = Keeper(request, mount, task, stored.version, expires_at=stored.expires_at)
    return Posting(request, mount, compiled, keeper, _first_token(task)).answer()


def _started(situation: Situation, accepted: start.Start) -> HttpResponse:
    """A first form that was not sent before: its answers make the task."""
    request, mount = situation.request, situation.mount
    task = _new_task(situation, accepted)
    keeper = Keeper(request, mount, task, 0, secret=accepted.secret)
    situation.walk.task = task
    token = _first_token(task)
    posting = Posting(request, mount, situation.compiled, keeper, token, first=situation)
    response = posting.answer()
    if keeper.version:
        make_room(request, mount)
        remember(request, task.id, task.flow)
    return response


def _new_task(situation: Situation, accepted: start.Start) -> Task:
    return Task(
        id=accepted.task_id,
        flow=situation.mount.id,
        version=situation.compiled.version,
        position=Position(situation.origin.id, 0),
        entry=entry_state(situation.request, situation.mount.id),
        args=situation.mount.texts(situation.mount.kwargs),
        return_to=wanted_return(situation.request),
        started_at=time.time(),
    )


def _first_token(task: Task) -> str:
    """The ledger token that the first form would carry, if its task had been there before it."""
    first = next((each for each in task.visits if each.seq == 0), None)
    node = first.opened if first else task.position.node
    return visit_token(task_id=task.id, seq=0, node=node)
