"""Keeps tasks in this process only: for tests and trials."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cmsflows.statestore.base import FIND_LIMIT, Listed, Record, Stored, VersionedStateStore
from cmsflows.statestore.listing import listed_among
from cmsflows.statestore.texts import from_text, to_text
from cmsflows.statestore.whose import binding_of, owner_of


@dataclass(frozen=True, slots=True)
class _Kept:
    text: str
    version: int
    expires_at: float
    owner: str
    binding: str


class StateStore(VersionedStateStore):
    """All is gone when the process ends."""

    is_of_this_process = True
    supports_listing = True

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}
        self._lock = threading.Lock()

    def load(self, task_id: str) -> Stored | None:
        kept = self._living(task_id)
        if kept is None:
            return None
        return Stored(from_text(task_id, kept.text), kept.version, kept.expires_at)

    def create(self, task_id: str, record: Record, *, lifetime: float) -> bool:
        kept = _kept(task_id, record, version=1, lifetime=lifetime)
        with self._lock:
            if self._living(task_id):
                return False
            self._kept[task_id] = kept
            return True

    def replace(self, task_id: str, record: Record, *, version: int, lifetime: float) -> bool:
        kept = _kept(task_id, record, version=version + 1, lifetime=lifetime)
        with self._lock:
            before = self._living(task_id)
            if before is None or before.version != version:
                return False
            self._kept[task_id] = kept
            return True

    def touch(self, task_id: str, *, lifetime: float) -> bool:
        with self._lock:
            kept = self._living(task_id)
            if kept is None:
                return False
            self._kept[task_id] = replace(kept, expires_at=time.time() + lifetime)
            return True

    def purge(self, *, batch: int) -> int:
        with self._lock:
            now = time.time()
            expired = [key for key, kept in self._kept.items() if kept.expires_at <= now][:batch]
            for key in expired:
                del self._kept[key]
            return len(expired)

    def find(self, *, owner: str = "", binding: str = "") -> list[str]:
        if not owner and not binding:
            return []
        with self._lock:
            found = [
                task_id
                for task_id, kept in self._kept.items()
                if owner in ("", kept.owner) and binding in ("", kept.binding)
            ]
            living = {task_id: kept for task_id in found if (kept := self._living(task_id))}
        return sorted(living, key=lambda task_id: -living[task_id].expires_at)[:FIND_LIMIT]

    def of_flow(self, flow: str) -> Iterator[Listed]:
        with self._lock:
            ids = list(self._kept)
        return listed_among(self, ids, flow)

    def delete_state(self, task_id: str) -> None:
        with self._lock:
            self._kept.pop(task_id, None)

    def _living(self, task_id: str) -> _Kept | None:
        kept = self._kept.get(task_id)
        return kept if kept and kept.expires_at > time.time() else None


def _kept(task_id: str, record: Record, *, version: int, lifetime: float) -> _Kept:
    return _Kept(
        text=to_text(task_id, record),
        version=version,
        expires_at=time.time() + lifetime,
        owner=owner_of(record),
        binding=binding_of(record),
    )
