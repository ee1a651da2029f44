"""Tells what a saved task has come through, as signals and in the log."""

from django.http import HttpRequest

from cmsflows import signals
from cmsflows.engine.task import Task, TaskStatus
from cmsflows.serving.events import tell_of


def announce(request: HttpRequest | None, before: Task, task: Task, *, is_new: bool) -> None:
    """Tell of a task that was saved; `before` is the one whose open visit was at stake."""
    if is_new:
        tell_of(signals.task_started, request, task)
    closed = next((each for each in task.visits if each.seq == before.position.seq), None)
    if closed and closed in task.path:
        tell_of(signals.step_completed, request, task, node=closed.node)
        if closed.commits:
            tell_of(signals.step_committed, request, task, node=closed.node)
    if task.position.is_asked_again:
        tell_of(signals.step_asked_again, request, task, node=task.position.node)
    if task.claim and task.claim.is_outside:
        tell_of(signals.step_outside, request, task, node=task.claim.node)
    if task.status is TaskStatus.DONE:
        tell_of(signals.task_completed, request, task)
