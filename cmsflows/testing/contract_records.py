"""The records that the contracts of a store keep, and what they ask of them."""

from cmsflows.statestore.base import Stored, VersionedStateStore

ID = "0" * 32
OTHER = "1" * 32
BRIEFLY = 0.2
"""Seconds."""


def living(store: VersionedStateStore, task_id: str = ID) -> Stored:
    """The stored record, which must be there."""
    stored = store.load(task_id)
    assert stored is not None
    return stored


def listed(store: VersionedStateStore, *task_ids: str) -> list[str]:
    """What `find` should answer: nothing, of a store that says it cannot."""
    return list(task_ids) if store.supports_find else []
