"""Makes a store of two methods, as django-flows has them, one that flows run on.

`get_state` and `put_state` are all that is asked of such a store; `delete_state` is used where it
is. It is given one small dictionary a task, of numbers and text, which it may keep as it likes.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Protocol, runtime_checkable

from cmsflows.exceptions import StoreUnavailableError, UnreadableRecordError
from cmsflows.statestore.base import Record, Stored, VersionedStateStore
from cmsflows.statestore.texts import from_text, to_text

ENVELOPE = {"version": int, "expires_at": float, "text": str}
"""What such a store is given to keep."""

LOCKS = 64
"""Tasks share them; more would keep fewer waiting."""


@runtime_checkable
class TwoMethods(Protocol):
    """What django-flows asks of a store."""

    def get_state(self, task_id: str) -> Record | None: ...

    def put_state(self, task_id: str, state: Record) -> None: ...


class TwoMethodStore(VersionedStateStore):
    """Refuses the stale writes of this process; those of others it may not notice in time.

    What is expired is not answered any more, but stays until its id is put anew: such a store
    cannot be asked what it holds.
    """

    supports_compare_and_swap = False
    supports_expiry = False
    supports_find = False
    supports_listing = False
    supports_purge = False

    def __init__(self, inner: TwoMethods) -> None:
        self.inner = inner
        self.rests_in_database = bool(getattr(inner, "rests_in_database", False))  # type: ignore[misc]  # its flag is this store's
        self._locks = [threading.Lock() for _ in range(LOCKS)]

    def load(self, task_id: str) -> Stored | None:
        with self._reached():
            envelope = self._get(task_id)
        stored = _opened(task_id, envelope) if envelope else None
        return stored if stored and stored.expires_at > time.time() else None

    def create(self, task_id: str, record: Record, *, lifetime: float) -> bool:
        text = to_text(task_id, record)
        with self._lock_of(task_id):
            if self.load(task_id) is not None:
                return False
            self._put(task_id, text, version=1, lifetime=lifetime)
            return True

    def replace(self, task_id: str, record: Record, *, version: int, lifetime: float) -> bool:
        text = to_text(task_id, record)
        with self._lock_of(task_id):
            stored = self.load(task_id)
            if stored is None or stored.version != version:
                return False
            self._put(task_id, text, version=version + 1, lifetime=lifetime)
            return True

    def touch(self, task_id: str, *, lifetime: float) -> bool:
        """Puts the record again: there is no other way."""
        with self._lock_of(task_id):
            stored = self.load(task_id)
            if stored is None:
                return False
            text = to_text(task_id, stored.record)
            self._put(task_id, text, version=stored.version, lifetime=lifetime)
            return True

    def purge(self, *, batch: int) -> int:
        return 0

    def find(self, *, owner: str = "", binding: str = "") -> list[str]:
        return []

    def delete_state(self, task_id: str) -> None:
        delete = getattr(self.inner, "delete_state", None)
        with self._lock_of(task_id), self._reached():
            if delete is None:
                self.inner.put_state(task_id, {})
                return
            with suppress(LookupError, FileNotFoundError):  # It is gone, as was asked for.
                delete(task_id)

    def _get(self, task_id: str) -> Record | None:
        try:
            return self.inner.get_state(task_id)
        except LookupError:
            return None

    def _put(self, task_id: str, text: str, *, version: int, lifetime: float) -> None:
        values = (version, time.time() + lifetime, text)
        with self._reached():
            self.inner.put_state(task_id, dict(zip(ENVELOPE, values, strict=True)))

    def _lock_of(self, task_id: str) -> threading.Lock:
        return self._locks[hash(task_id) % LOCKS]

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """Raises `StoreUnavailableError` for what Python itself says of files and connections."""
        try:
            yield
        except OSError as error:
            name = type(self.inner).__qualname__
            raise StoreUnavailableError(store=name, reason=error) from error


def _opened(task_id: str, envelope: Any) -> Stored:
    """`Any`: a store may hold whatever. Raises `UnreadableRecordError` for what is no envelope."""
    try:
        fields = [envelope[name] for name in ENVELOPE]
    except (LookupError, TypeError) as error:
        raise UnreadableRecordError("The stored task has no envelope.") from error
    if [type(field) for field in fields] != list(ENVELOPE.values()):
        raise UnreadableRecordError("The stored task has an envelope of another kind.")
    version, expires_at, text = fields
    return Stored(from_text(task_id, text), version, expires_at)
