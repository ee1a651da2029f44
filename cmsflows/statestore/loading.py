"""Finds the store that a setting names, once a process."""

from functools import lru_cache

from django.utils.module_loading import import_string

from cmsflows import conf
from cmsflows.exceptions import DefinitionError
from cmsflows.statestore.base import VersionedStateStore


def default_store() -> VersionedStateStore:
    """The store that FLOWS_STATE_STORE names."""
    return store_at(str(conf.get("FLOWS_STATE_STORE")))


@lru_cache(maxsize=None)
def store_at(path: str) -> VersionedStateStore:
    """The one instance of the store at a dotted path: a module with a `StateStore`, or a class.

    Raises `DefinitionError` when nothing is there, or what is there is no store.
    """
    found = _import(f"{path}.StateStore") or _import(path)
    if not isinstance(found, type) or not issubclass(found, VersionedStateStore):
        raise DefinitionError(
            f"FLOWS_STATE_STORE is {path!r}, which is no state store. Name a module with a class "
            "`StateStore`, or such a class; see cmsflows.statestore.base."
        )
    return found()


def _import(path: str) -> object:
    try:
        return import_string(path)
    except (ImportError, ValueError):
        return None
