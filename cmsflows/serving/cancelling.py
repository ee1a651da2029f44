"""Cancels a task: what was typed and uploaded is gone, and the page of the end says so."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse

from cmsflows import signals
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.task import TaskStatus
from cmsflows.serving import notes
from cmsflows.serving.events import tell_of
from cmsflows.serving.leading import lead_on
from cmsflows.serving.mount import Mount
from cmsflows.serving.saving import Keeper
from cmsflows.serving.settling import can_undo, settle_if_known, wait_for_others

TRIES = 5
"""How often, where the task moves meanwhile."""


def cancel(
    request: HttpRequest, mount: Mount, compiled: CompiledFlow, keeper: Keeper
) -> HttpResponse:
    """End the task, from whichever step.

    While something outside is not settled the record stays, and what happens there late is undone.
    Where that cannot be, the task cannot be cancelled until it is known.
    """
    for _number in range(TRIES):
        wait_for_others(keeper)
        settle_if_known(request, mount, compiled, keeper)
        task = keeper.task
        if task.status is not TaskStatus.RUNNING:
            break
        if task.claim and not can_undo(compiled, task):
            return lead_on(request, mount, compiled, task, notes.UNCANCELLED)
        if keeper.save(replace(task, status=TaskStatus.CANCELLED)):
            tell_of(signals.task_cancelled, request, task)
            break
        keeper.read_anew()
    return lead_on(request, mount, compiled, keeper.task)
