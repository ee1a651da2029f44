"""Lists the runs of one flow for stores that have no index of them: by looking at every task."""

from collections.abc import Iterable, Iterator
from itertools import islice

from cmsflows.exceptions import UnreadableRecordError
from cmsflows.statestore.base import LIST_PAGE, Listed, Stored, VersionedStateStore
from cmsflows.statestore.going_on import flow_of


def listed_among(store: VersionedStateStore, ids: Iterable[str], flow: str) -> Iterator[Listed]:
    """The runs of a flow among the tasks of these ids; a page for so many ids, found or not."""
    remaining = iter(ids)
    while some := list(islice(remaining, LIST_PAGE)):
        found = ((task_id, _readable(store, task_id)) for task_id in some)
        yield [(each, stored) for each, stored in found if stored and is_going_on(stored, flow)]


def is_going_on(stored: Stored, flow: str) -> bool:
    """Is this a run of the flow that is not over?"""
    return bool(flow) and flow_of(stored.record) == flow


def _readable(store: VersionedStateStore, task_id: str) -> Stored | None:
    try:
        return store.load(task_id)
    except UnreadableRecordError:
        return None  # Whoever asks for that very task is told.
