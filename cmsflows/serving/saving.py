"""Finds and saves tasks: who may have one, how long it lives, what its end leaves behind."""

import logging
import time
from dataclasses import replace

from django.http import Http404, HttpRequest

from cmsflows import conf
from cmsflows.engine.task import Task, TaskStatus
from cmsflows.exceptions import UnreadableRecordError
from cmsflows.serving.binding import belongs_to
from cmsflows.serving.mount import Mount
from cmsflows.statestore.base import Stored
from cmsflows.statestore.records import from_record, to_record

logger = logging.getLogger("cmsflows")

TOUCH_AFTER = 0.1
"""A GET extends a task's life only when this share of its idle time has gone by."""


def find_task(request: HttpRequest, mount: Mount, task_id: str) -> tuple[Task, Stored]:
    """The visitor's task and its stored record.

    Raises `Http404`, the same in every case, when there is none, it is somebody else's, or it
    belongs to another flow; the log says which.
    """
    stored = _load(mount, task_id)
    task = _read(stored, task_id) if stored else None
    if task is None or stored is None:
        raise _refused(task_id, "it is not in the store")
    if task.id != task_id or task.flow != mount.id:
        raise _refused(task_id, f"it belongs to {task.flow}, not to {mount.id}")
    if not belongs_to(task, request):
        raise _refused(task_id, "it belongs to another visitor")
    if lifetime(task) <= 0:
        raise _refused(task_id, "it is too old")
    return task, stored


def lifetime(task: Task) -> float:
    """Seconds that a task may live from now on."""
    if task.status is TaskStatus.DONE:
        return float(conf.get("FLOWS_TOMBSTONE_AGE"))
    oldest = task.started_at + float(conf.get("FLOWS_TASK_MAX_AGE"))
    return min(conf.idle_timeout(), oldest - time.time())


def create(mount: Mount, task: Task) -> bool:
    """Keep a new task. False when there is one of this id already."""
    return mount.store.create(task.id, to_record(_at_rest(task)), lifetime=lifetime(task))


def save(mount: Mount, task: Task, version: int) -> bool:
    """Keep a task in place of its stored version. False when somebody was faster."""
    return mount.store.replace(
        task.id, to_record(_at_rest(task)), version=version, lifetime=lifetime(task)
    )


def touch(mount: Mount, task: Task, stored: Stored) -> None:
    """Let a task live on that is being looked at, without writing its record."""
    allowed = lifetime(task)
    if stored.expires_at - time.time() < allowed - TOUCH_AFTER * conf.idle_timeout():
        mount.store.touch(task.id, lifetime=allowed)


def _at_rest(task: Task) -> Task:
    """A finished task keeps nothing of what was gathered; what is left is its tombstone."""
    if task.status is not TaskStatus.DONE:
        return task
    return replace(task, visits=(), answers={}, kept=(), entry={}, resume="")


def _load(mount: Mount, task_id: str) -> Stored | None:
    try:
        return mount.store.load(task_id)
    except UnreadableRecordError as error:
        logger.error("The record of task %s is refused. %s", task_id, error)
        return None


def _read(stored: Stored, task_id: str) -> Task | None:
    try:
        return from_record(stored.record)
    except UnreadableRecordError as error:
        logger.error("The record of task %s is refused. %s", task_id, error)
        return None


def _refused(task_id: str, reason: str) -> Http404:
    logger.debug("Task %s is refused: %s.", task_id, reason)
    return Http404("No such task.")
