"""Finds and saves tasks: who may have one, how long it lives, what its end leaves behind."""

import logging
import time
from dataclasses import replace

from django.http import Http404, HttpRequest

from cmsflows import conf
from cmsflows.engine import files
from cmsflows.engine.task import Task, TaskStatus
from cmsflows.exceptions import TaskGoneError, UnreadableRecordError
from cmsflows.serving.binding import (
    belongs_to,
    give_session_a_secret,
    heir_of,
    seal,
    user_key,
)
from cmsflows.serving.mount import Mount
from cmsflows.serving.recent import is_remembered, remember
from cmsflows.statestore.base import Stored, VersionedStateStore
from cmsflows.statestore.records import from_record, to_record

logger = logging.getLogger("cmsflows")

TOUCH_AFTER = 0.1
"""Looking at a task extends its life only when this share of its idle time has gone by."""


def find_task(request: HttpRequest, mount: Mount, task_id: str) -> tuple[Task, Stored]:
    """The visitor's task and its stored record.

    Raises `Http404`, the same in every case, when there is none, it is somebody else's, or it
    belongs to another flow; the log says which. Raises `TaskGoneError` for what was this visitor's.
    """
    found = load_task(mount, task_id)
    if found is None:
        raise _missing(request, mount, task_id)
    task, stored = found
    if not belongs_to(task, request):
        raise _refused(task_id, "it belongs to another visitor")
    if lifetime(mount, task) <= 0:
        raise TaskGoneError(task_id)
    return task, stored


def load_task(mount: Mount, task_id: str) -> tuple[Task, Stored] | None:
    """The task of this id in this flow, whoever asks; None where there is none to be read.

    It is as it goes on from now, at another version maybe; nothing is written for that before
    something else is.
    """
    found = read_task(mount, task_id)
    return (mount.successor(found[0]), found[1]) if found else None


def read_task(mount: Mount, task_id: str) -> tuple[Task, Stored] | None:
    """The task of this id in this flow, as it stands in its store."""
    try:
        found = _read(mount.store, task_id)
    except UnreadableRecordError as error:
        logger.error("The record of task %s is refused. %s", task_id, error)
        return None
    if found is None:
        return None
    task, stored = found
    if not mount.takes(task.args):
        logger.error("The record of task %s is refused: it has arguments of no URL.", task_id)
        return None
    if task.id != task_id or task.flow != mount.id:
        logger.debug("Task %s is refused: it belongs to %s.", task_id, task.flow)
        return None
    return task, stored


def load_running(store: VersionedStateStore, task_id: str) -> tuple[Task, Stored] | None:
    """The task of this id, of whichever flow, that is not over; None for what cannot be read."""
    try:
        found = _read(store, task_id)
    except UnreadableRecordError:
        return None
    return found if found and found[0].status is TaskStatus.RUNNING else None


def lifetime(mount: Mount, task: Task) -> float:
    """Seconds that a task may live from now on."""
    if task.claim:
        return float(conf.get("FLOWS_UNSETTLED_AGE"))
    if task.status is not TaskStatus.RUNNING:
        return float(conf.get("FLOWS_TOMBSTONE_AGE"))
    return min(mount.idle_timeout, task.started_at + mount.max_age - time.time())


def put(mount: Mount, task: Task, *, version: int, lifetime: float) -> Task | None:
    """Keep a task in place of the stored one of this version; 0 where there is none yet.

    Answers the task as it is at rest, None where somebody was faster. Its unused uploads are gone
    then. Raises `RecordTooLargeError`, `UnstorableValueError`; nothing is written then.
    """
    at_rest = _without_unused_files(_at_rest(task))
    record, store = to_record(at_rest), mount.store
    is_written = (
        store.replace(task.id, record, version=version, lifetime=lifetime)
        if version
        else store.create(task.id, record, lifetime=lifetime)
    )
    unused = set(task.files) - set(at_rest.files)
    if is_written and unused:
        files.delete(unused, task_id=task.id)
    return at_rest if is_written else None


def touch(mount: Mount, task: Task, expires_at: float) -> float:
    """Let a task live on that is being looked at, without writing its record.

    Answers until when it lives, as `expires_at` is: in seconds since the epoch.
    """
    allowed, now = lifetime(mount, task), time.time()
    if expires_at - now >= allowed - TOUCH_AFTER * mount.idle_timeout:
        return min(expires_at, now + allowed)
    mount.store.touch(task.id, lifetime=allowed)
    return now + allowed


SERVED = "_cmsflows_task_id"
"""The attribute of a request that names the task whose form it brings."""


def is_being_served(request: HttpRequest, task_id: str) -> bool:
    """Will this task be saved when the request is answered?"""
    return getattr(request, SERVED, "") == task_id


class Keeper:
    """Saves one request's task, each time in place of the record it was read from."""

    def __init__(
        self,
        request: HttpRequest,
        mount: Mount,
        task: Task,
        version: int,
        *,
        expires_at: float = 0.0,
        secret: str = "",
        is_from_outside: bool = False,
    ) -> None:
        """`version` and `expires_at` are those of the stored record; 0 where there is none yet.

        The session is given `secret` when the task is first saved. A request from outside is not
        the visitor's own.
        """
        self.request = request
        self.mount = mount
        self.task = task
        self.version = version
        self.expires_at = expires_at
        setattr(request, SERVED, task.id)
        self.secret = secret
        self.is_from_outside = is_from_outside

    def save(self, task: Task) -> bool:
        """Keep a task in place of the stored one. False when somebody was faster.

        Whose it is, is said with it. Raises `RecordTooLargeError`, `UnstorableValueError`; nothing
        is written then.
        """
        owned = task if self.is_from_outside else self._owned(task)
        if self._write(owned):
            return True
        found = load_task(self.mount, task.id) if self.version else None
        if found is None or not _is_the_same_run(self.task, found[0]):
            return False
        # Somebody has but said whose it is: by logging in in another tab.
        self.version = found[1].version
        return self._write(replace(owned, owner=found[0].owner))

    def live_on(self) -> float:
        """Let a task live on whose form is shown again, without writing its record.

        Answers until when it lives, in seconds since the epoch; 0 where it was never saved.
        """
        return touch(self.mount, self.task, self.expires_at) if self.version else 0.0

    def read_anew(self) -> None:
        """Take up what somebody else has made of the task.

        Raises `TaskGoneError` where it is gone, `Http404` where it is not this visitor's any more.
        """
        if self.is_from_outside:
            found = load_task(self.mount, self.task.id)
            if found is None:
                raise TaskGoneError(self.task.id)
        else:
            self._bind_session()
            found = find_task(self.request, self.mount, self.task.id)
        self.task, stored = found
        self.version, self.expires_at = stored.version, stored.expires_at

    def _owned(self, task: Task) -> Task:
        if task.owner and not user_key(self.request):
            return self._released(task)
        self._bind_session()
        binding = task.binding or seal(self.request)
        return replace(task, binding=binding, owner=task.owner or user_key(self.request))

    def _released(self, task: Task) -> Task:
        """The owner was logged in when this request came, and has logged out by this very step.

        The run goes on in this browser as nobody's. Its session was emptied, so it gets another
        secret, which whoever has kept the session of before does not know. It follows from the one
        of before, so that of a form sent twice at once both come to the same.
        """
        self.secret = heir_of(task)
        self._bind_session()
        remember(self.request, task.id, task.flow)
        return replace(task, binding=seal(self.request) or task.binding, owner="")

    def _bind_session(self) -> None:
        if self.secret:
            give_session_a_secret(self.request, self.secret)

    def _write(self, task: Task) -> bool:
        living = lifetime(self.mount, task)
        at_rest = put(self.mount, task, version=self.version, lifetime=living)
        if at_rest is None:
            return False
        self.task, self.version = at_rest, self.version + 1
        return True


def _read(store: VersionedStateStore, task_id: str) -> tuple[Task, Stored] | None:
    """Raises `UnreadableRecordError`."""
    stored = store.load(task_id)
    return (from_record(stored.record), stored) if stored else None


def _is_the_same_run(one: Task, other: Task) -> bool:
    """Are these alike but for their owner?"""
    return replace(one, owner=other.owner) == other


def _at_rest(task: Task) -> Task:
    """A task that is over keeps nothing of what was gathered; what is left is its tombstone.

    While something outside is not settled, it is not over.
    """
    if task.status is TaskStatus.RUNNING or task.claim:
        return task
    return replace(
        task, visits=(), drafts={}, commits=(), attempts={}, kept=(), entry={}, resume=""
    )


def _without_unused_files(task: Task) -> Task:
    """The task without the names of uploads that no answer refers to any more."""
    if not task.files:
        return task
    used = files.references_in(to_record(replace(task, files=())))
    return replace(task, files=tuple(key for key in task.files if key in used))


def _missing(request: HttpRequest, mount: Mount, task_id: str) -> Http404 | TaskGoneError:
    if is_remembered(request, task_id, mount.id) and not mount.store.holds(task_id):
        return TaskGoneError(task_id)
    return _refused(task_id, "it is not in the store, or of another flow")


def _refused(task_id: str, reason: str) -> Http404:
    logger.debug("Task %s is refused: %s.", task_id, reason)
    return Http404("No such task.")
