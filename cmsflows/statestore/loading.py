"""Finds the store that a setting names, once a process."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from cmsflows import conf
from cmsflows.exceptions import DefinitionError
from cmsflows.statestore.base import VersionedStateStore


def default_store() -> VersionedStateStore:
    """The store that FLOWS_STATE_STORE names."""
    return store_at(str(conf.get("FLOWS_STATE_STORE")))


def known_stores() -> list[VersionedStateStore]:
    """Every store of this process: where to look for a task of which only the id is known."""
    return [default_store()]


@cache
def store_at(path: str) -> VersionedStateStore:
    """The one instance of the store at a dotted path: a module with a `StateStore`, or a class.

    Raises `DefinitionError` when nothing is there, or what is there is no store.
    """
    found = _find(path)
    if not isinstance(found, type) or not issubclass(found, VersionedStateStore):
        raise DefinitionError(
            f"FLOWS_STATE_STORE is {path!r}, which is no state store. Name a module with a class "
            "`StateStore`, or such a class; see cmsflows.statestore.base."
        )
    return found()


def _find(path: str) -> object:
    """What stands there. Raises `DefinitionError` for a module that cannot be imported."""
    module, _, name = path.rpartition(".")
    try:
        if find_spec(path) is not None:
            module, name = path, "StateStore"
    except (ModuleNotFoundError, ValueError):
        pass  # a class: what stands before its name is no package; or no path at all
    try:
        return getattr(import_module(module), name, None)
    except (ImportError, ValueError) as error:
        raise DefinitionError(
            f"FLOWS_STATE_STORE is {path!r}, which cannot be imported: {error}."
        ) from error


def store_of(named):
    return store_at(named) if isinstance(named, str) else named


def known_stores():
    return [default_store()]
