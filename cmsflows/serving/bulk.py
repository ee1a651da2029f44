"""Moves or stops all runs of one flow at once, as far as their store can list them.

Bounded in number and in time: an editor waits for it. Whoever is not reached is met when they next
ask for something.
"""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cmsflows import signals
from cmsflows.engine.task import Task, TaskStatus
from cmsflows.exceptions import (
    RecordTooLargeError,
    StoreUnavailableError,
    UnreadableRecordError,
)
from cmsflows.serving.events import tell_of
from cmsflows.serving.mount import Mount
from cmsflows.serving.saving import lifetime, put, read_task
from cmsflows.serving.stopping import is_to_stop, stopped
from cmsflows.statestore.base import Stored
from cmsflows.statestore.records import from_record

logger = logging.getLogger("cmsflows")

LIMIT = 1_000
"""How many runs are changed at once."""

LOOKED_AT = 20 * LIMIT
"""How many are looked at for that: those that stay are met each time."""

PATIENCE = 10.0
"""Seconds."""

TRIES = 3
"""How often one run, whose visitor is faster."""

Run = tuple[Task, Stored]

Change = Callable[[Task], Task | None]
"""What a run becomes; None where it stays as it is."""


@dataclass(frozen=True, slots=True)
class Done:
    """How many runs were changed, and whether all were looked at."""

    changed: int
    is_all: bool


class Runs:
    """The runs of a flow that go on, as they stand in their store, each once.

    After them, `is_all` says whether there were none beyond the limits.
    """

    def __init__(self, mount: Mount, *, limit: int, patience: float = PATIENCE) -> None:
        self.mount = mount
        self.limit = limit
        self.patience = patience
        self.is_all = False

    def __iter__(self) -> Iterator[Run]:
        try:
            yield from self._found(time.monotonic() + self.patience)
        except StoreUnavailableError as error:
            logger.warning("The runs of %s cannot be listed now. %s", self.mount.id, error)

    def _found(self, end: float) -> Iterator[Run]:
        store = self.mount.store
        if not store.supports_listing:
            return
        seen: set[str] = set()
        for page in store.of_flow(self.mount.id):
            for task_id, stored in page:
                if len(seen) >= self.limit:
                    return
                task = _task(stored)
                if task_id not in seen and task is not None and task.id == task_id:
                    seen.add(task_id)
                    yield task, stored
            if time.monotonic() >= end:
                return
        self.is_all = True


def change_all(
    mount: Mount, change: Change, *, limit: int = LIMIT, patience: float = PATIENCE
) -> Done:
    """Change the runs of a flow, up to `limit` of them; nobody's own step is overwritten.

    A store that goes away meanwhile ends it: the others are met when they next ask.
    """
    runs, changed = Runs(mount, limit=LOOKED_AT, patience=patience), 0
    try:
        for task, stored in runs:
            if changed >= limit:
                return Done(changed, is_all=False)
            changed += _change(mount, task, stored, change)
    except StoreUnavailableError as error:
        logger.warning("Not all runs of %s could be reached. %s", mount.id, error)
        return Done(changed, is_all=False)
    return Done(changed, runs.is_all)


def stop_all(mount: Mount, *, limit: int = LIMIT, patience: float = PATIENCE) -> Done:
    """Stop the runs that an editor has stopped. What is not settled goes on until it is."""
    return change_all(
        mount,
        lambda task: stopped(task) if is_to_stop(mount, task) else None,
        limit=limit,
        patience=patience,
    )


def _change(mount: Mount, task: Task, stored: Stored, change: Change) -> bool:
    for _number in range(TRIES):
        changed = change(task)
        if changed is None:
            return False
        if _put(mount, changed, stored):
            return True
        found = read_task(mount, task.id)
        if found is None:
            return False
        task, stored = found
    return False


def _put(mount: Mount, task: Task, stored: Stored) -> bool:
    """Keep it for as long as it had: a visitor who is away does not gain time by this."""
    is_over = task.status is not TaskStatus.RUNNING
    living = lifetime(mount, task) if is_over else stored.expires_at - time.time()
    try:
        kept = put(mount, task, version=stored.version, lifetime=living) if living > 0 else None
    except RecordTooLargeError:
        return False  # It was larger than allowed before; its visitor is told in time.
    if kept is None:
        return False
    if is_over:
        tell_of(signals.task_stopped, None, task)
    else:
        tell_of(signals.task_moved, None, task, version=task.version)
    return True


def _task(stored: Stored) -> Task | None:
    try:
        return from_record(stored.record)
    except UnreadableRecordError:
        return None  # Its visitor is told, and the log.
