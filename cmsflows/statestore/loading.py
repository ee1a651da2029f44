"""Finds the store that a setting, a handler or a page names, and makes it once a process."""

import threading
from importlib import import_module
from importlib.util import find_spec

from cmsflows import conf
from cmsflows.exceptions import DefinitionError
from cmsflows.statestore.base import VersionedStateStore
from cmsflows.statestore.two_methods import TwoMethods, TwoMethodStore

_made: dict[type, VersionedStateStore] = {}
"""By the class that was named."""

_given: list[tuple[TwoMethods, VersionedStateStore]] = []
"""What was given as an instance, and the store it is used as."""

_by_path: dict[str, VersionedStateStore] = {}

_lock = threading.RLock()


def default_store() -> VersionedStateStore:
    """The store that FLOWS_STATE_STORE names."""
    return store_of(str(conf.get("FLOWS_STATE_STORE")))


def store_of(named: object) -> VersionedStateStore:
    """The store at a dotted path, of a class, or this one; the same each time.

    At the path stands a module with a `StateStore`, or a class. One that has but the two methods
    of django-flows is wrapped. Raises `DefinitionError` when nothing is there, or what is there is
    no store.
    """
    if isinstance(named, str):
        return _by_path.get(named) or _at(named)
    with _lock:
        store = _of_class(named) if isinstance(named, type) else _of_instance(named)
    if store is None:
        raise DefinitionError(f"{named!r} is no state store. {ADVICE}")
    return store


def known_stores() -> list[VersionedStateStore]:
    """Every store of this process: where to look for a task of which only the id is known."""
    default = default_store()
    with _lock:
        others = [*_made.values(), *(store for _, store in _given)]
    return [default, *(store for store in others if store is not default)]


def forget() -> None:
    """Make each store anew when it is named again; for tests, whose settings change."""
    with _lock:
        _made.clear()
        _given.clear()
        _by_path.clear()


ADVICE = "Name a module with a class `StateStore`, or such a class; see cmsflows.statestore.base."


def _at(path: str) -> VersionedStateStore:
    found = _find(path)
    with _lock:
        store = _of_class(found) if isinstance(found, type) else None
        if store is None:
            raise DefinitionError(
                f"FLOWS_STATE_STORE is {path!r}, which is no state store. {ADVICE}"
            )
        return _by_path.setdefault(path, store)


def _of_class(named: type) -> VersionedStateStore | None:
    """The one instance of a class; None when it is none of a store."""
    if not issubclass(named, TwoMethods):
        return None
    if named not in _made:
        _made[named] = _used_as(named())
    return _made[named]


def _of_instance(named: object) -> VersionedStateStore | None:
    if not isinstance(named, TwoMethods):
        return None
    for given, store in [*_given, *((store, store) for store in _made.values())]:
        if given is named:
            return store
    _given.append((named, _used_as(named)))
    return _given[-1][1]


def _used_as(store: TwoMethods) -> VersionedStateStore:
    return store if isinstance(store, VersionedStateStore) else TwoMethodStore(store)


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
