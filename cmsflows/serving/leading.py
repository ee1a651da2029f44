"""Leads a visitor on: to the step they are at now, or to the end."""

from django.http import HttpResponse

from cmsflows import signals
from cmsflows.definition.nodes import EMPTY
from cmsflows.engine.task import Task, TaskStatus
from cmsflows.serving import notes
from cmsflows.serving.pages import blocked_page
from cmsflows.serving.return_to import is_on_this_site
from cmsflows.serving.show import SeeOther
from cmsflows.serving.situation import Situation, StepUrls


def lead_on(situation: Situation, task: Task) -> HttpResponse:
    """303 to where a task now is; from the end, to its return address or the done page."""
    urls = StepUrls(situation.request, situation.mount, situation.compiled, task)
    definition = situation.compiled.definition
    if task.status is TaskStatus.DONE:
        if task.return_to and is_on_this_site(task.return_to, situation.request):
            return SeeOther(task.return_to)
        return SeeOther(urls(definition.root))
    return SeeOther(urls(definition.node(task.position.node) or definition.root))


def lead_to_current(situation: Situation, note: str = "") -> HttpResponse:
    """303 to the step where the visitor stands, with a word about why."""
    query = {notes.FIELD: note} if note in notes.NOTES else EMPTY
    stands = situation.standing.action or situation.compiled.definition.root
    return SeeOther(situation.url(stands, query))


def stuck(situation: Situation) -> HttpResponse:
    """A precondition is unmet: where it leads outside the flow, or a page that says so."""
    stands = situation.standing
    if stands.response is not None:
        return stands.response
    return blocked_page(situation.request, situation.mount, message=str(stands.message))


def announce(situation: Situation, before: Task | None, task: Task) -> None:
    """Send the signals of a task that was saved."""
    known = {"sender": Task, "task_id": task.id, "flow": task.flow, "request": situation.request}
    if len(task.visits) > (len(before.visits) if before else 0):
        signals.step_completed.send(node=task.visits[-1].node, **known)
    if task.status is TaskStatus.DONE:
        signals.task_completed.send(**known)
