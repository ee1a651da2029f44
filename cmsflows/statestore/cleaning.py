"""Deletes what nobody can go on with: expired tasks, then the uploads of tasks that are gone."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from django.urls import get_resolver

from cmsflows.engine.files import sweep
from cmsflows.statestore.base import VersionedStateStore
from cmsflows.statestore.loading import known_stores

BATCH = 1_000
"""So many go at once; whoever writes a task meanwhile waits for one batch at the most."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """How much went."""

    tasks: int
    uploads: int
    """Tasks whose uploads were deleted."""


def clean_up(*, batch: int = BATCH) -> Cleaned:
    """Delete in batches, until nothing is left that is expired; answer how much went.

    Uploads stay where a store keeps its tasks in some other process, which alone knows whose they
    are. Several processes may clean up at once. Raises `StoreUnavailableError` when a store cannot
    be asked; uploads are kept then, since nobody knows whose tasks still live.
    """
    stores = tuple(_stores())
    purges = [partial(store.purge, batch=batch) for store in stores if store.supports_purge]
    return Cleaned(tasks=sum(map(_until_none_go, purges)), uploads=_swept(stores, batch))


def lives(task_id: str, *, stores: Iterable[VersionedStateStore]) -> bool:
    """Does any store have this task?"""
    return any(store.holds(task_id) for store in stores)


def _stores() -> Iterable[VersionedStateStore]:
    """Every store of this site: handlers name theirs in its URLs, which a worker need not know."""
    len(get_resolver().url_patterns)  # Reads them.
    return known_stores()


def _swept(stores: Iterable[VersionedStateStore], batch: int) -> int:
    if any(store.is_of_this_process for store in stores):
        return 0
    gone: set[str] = set()

    def is_to_stay(task_id: str) -> bool:
        """What could not be deleted is not tried for ever; the next time it is tried again."""
        if task_id in gone or lives(task_id, stores=stores):
            return True
        gone.add(task_id)
        return False

    return _until_none_go(partial(sweep, is_to_stay, batch=batch))


def _until_none_go(work: Callable[[], int]) -> int:
    return sum(iter(work, 0))
