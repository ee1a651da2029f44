"""Stops a run that an editor has stopped, when its visitor next asks for something.

A look writes nothing; a form that comes has the answers and uploads wiped, as cancelling does. What
is under way, in doubt or outside goes on until it is settled, and is stopped after.
"""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse

from cmsflows import signals
from cmsflows.engine.task import Task, TaskStatus
from cmsflows.serving.events import tell_of
from cmsflows.serving.mount import Mount
from cmsflows.serving.pages import stopped_page
from cmsflows.serving.saving import Keeper

TRIES = 5
"""How often, where the task moves meanwhile."""


def is_to_stop(mount: Mount, task: Task) -> bool:
    """Is this a run that an editor has stopped, with nothing left to settle?"""
    return task.status is TaskStatus.RUNNING and not task.claim and mount.is_stopped(task)


def stopped(task: Task) -> Task:
    """The task, stopped; what it has gathered goes when it is saved."""
    return replace(task, status=TaskStatus.STOPPED)


def stop(request: HttpRequest, mount: Mount, keeper: Keeper) -> HttpResponse | None:
    """Stop a run for good, and say so. None where it is not to be stopped, or not any more."""
    for _number in range(TRIES):
        task = keeper.task
        if not is_to_stop(mount, task):
            break
        if keeper.save(stopped(task)):
            tell_of(signals.task_stopped, request, task)
            break
        keeper.read_anew()
    is_stopped = keeper.task.status is TaskStatus.STOPPED
    return stopped_page(request, mount, keeper.task) if is_stopped else None
