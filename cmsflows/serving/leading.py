"""Leads a visitor on: to the step they are at now, or to the end."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from cmsflows import conf
from cmsflows.definition.nodes import EMPTY, ActionNode, Node
from cmsflows.engine.circumstances import Circumstances
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.judging import may_be_entered_again
from cmsflows.engine.navigation import menu
from cmsflows.engine.task import Task, TaskStatus, Visit
from cmsflows.serving import notes
from cmsflows.serving.going_back import url_to_come_back_to, visit_url
from cmsflows.serving.mount import Mount
from cmsflows.serving.pages import blocked_page
from cmsflows.serving.return_to import is_on_this_site
from cmsflows.serving.show import SeeOther
from cmsflows.serving.situation import Situation, StepUrls

WAITED_FIELD = "_waited"
"""In the URL of a step that is under way: once it is done, it leads to where the visitor is then,
and not back to the step."""


def lead_on(
    request: HttpRequest, mount: Mount, compiled: CompiledFlow, task: Task, note: str = ""
) -> HttpResponse:
    """303 to where a task now is; from the end, to its return address or the page of the end."""
    if task.status is not TaskStatus.RUNNING:
        return lead_to_end(request, mount, task)
    urls = StepUrls(request, mount, compiled, task)
    definition = compiled.definition
    node = definition.node(task.position.node) or definition.root
    given = Circumstances(compiled, request, task, task.state)
    waiting = {WAITED_FIELD: "1"} if task.claim else {}
    return SeeOther(urls(_page_of(given, node), {**waiting, **_with_note(note)}))


def _page_of(given: Circumstances, node: Node) -> Node:
    """Where a visitor is led who is to take this step: to the menu that offers it, if there is."""
    is_asked_again = given.task is not None and given.task.position.is_asked_again
    if not isinstance(node, ActionNode) or is_asked_again:
        return node
    return menu(given, node) or node


def lead_to_end(request: HttpRequest, mount: Mount, task: Task) -> HttpResponse:
    """303 to the return address of a task that is done, else to the page that tells of the end."""
    is_done = task.status is TaskStatus.DONE
    if is_done and task.return_to and is_on_this_site(task.return_to, request):
        return SeeOther(task.return_to)
    return SeeOther(end_url(mount, task))


def end_url(mount: Mount, task: Task) -> str:
    """The one URL at which the end of a task is told."""
    return f"{mount.root_url(task.args)}?{urlencode({conf.task_id_param(): task.id})}"


def lead_to_following(
    request: HttpRequest, mount: Mount, compiled: CompiledFlow, task: Task, visit: Visit
) -> HttpResponse:
    """303 to what a visit led to, past what cannot be shown again: an effect that is done, say.

    Who came to change one answer, and changed none, is led back to where they came from.
    """
    if back := url_to_come_back_to(request, mount, compiled, task):
        return SeeOther(back)
    later = (each for each in task.path if each.seq > visit.seq)
    following = next((each for each in later if may_be_entered_again(task, each)), None)
    url = visit_url(request, mount, compiled, task, following) if following else None
    return SeeOther(url) if url else lead_on(request, mount, compiled, task)


def lead_to_current(situation: Situation, note: str = "") -> HttpResponse:
    """303 to the step where the visitor stands, with a word about why."""
    stands = situation.standing.action or situation.compiled.definition.root
    page = _page_of(situation.walk.given, stands)
    return SeeOther(situation.url(page, _with_note(note)))


def _with_note(note: str) -> dict[str, str]:
    return {notes.FIELD: note} if note in notes.NOTES else dict(EMPTY)


def stuck(situation: Situation) -> HttpResponse:
    """A precondition is unmet: where it leads outside the flow, or a page that says so."""
    stands = situation.standing
    if stands.response is not None:
        return stands.response
    return blocked_page(situation.request, situation.mount, message=str(stands.message))
