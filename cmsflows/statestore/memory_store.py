"""Keeps tasks in this process only: for tests and trials."""

import threading
import time
from dataclasses import dataclass

from cmsflows.statestore.base import Record, Stored, VersionedStateStore
from cmsflows.statestore.texts import from_text, to_text


@dataclass(frozen=True, slots=True)
class _Kept:
    text: str
    version: int
    expires_at: float


class StateStore(VersionedStateStore):
    """All is gone when the process ends."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}
        self._lock = threading.Lock()

    def load(self, task_id: str) -> Stored | None:
        kept = self._living(task_id)
        return Stored(from_text(kept.text), kept.version, kept.expires_at) if kept else None

    def create(self, task_id: str, record: Record, *, lifetime: float) -> bool:
        text = to_text(task_id, record)
        with self._lock:
            if self._living(task_id):
                return False
            self._kept[task_id] = _Kept(text, 1, time.time() + lifetime)
            return True

    def replace(self, task_id: str, record: Record, *, version: int, lifetime: float) -> bool:
        text = to_text(task_id, record)
        with self._lock:
            kept = self._living(task_id)
            if kept is None or kept.version != version:
                return False
            self._kept[task_id] = _Kept(text, version + 1, time.time() + lifetime)
            return True

    def touch(self, task_id: str, *, lifetime: float) -> bool:
        with self._lock:
            kept = self._living(task_id)
            if kept is None:
                return False
            self._kept[task_id] = _Kept(kept.text, kept.version, time.time() + lifetime)
            return True

    def purge(self, *, batch: int) -> int:
        with self._lock:
            now = time.time()
            expired = [key for key, kept in self._kept.items() if kept.expires_at <= now][:batch]
            for key in expired:
                del self._kept[key]
            return len(expired)

    def delete_state(self, task_id: str) -> None:
        with self._lock:
            self._kept.pop(task_id, None)

    def _living(self, task_id: str) -> _Kept | None:
        kept = self._kept.get(task_id)
        return kept if kept and kept.expires_at > time.time() else None
