"""Keeps tasks in the database: one row each, one conditional UPDATE a write."""

import time

from django.db import IntegrityError, router, transaction

from cmsflows.statestore.base import Record, Stored, VersionedStateStore
from cmsflows.statestore.rows import StoredTask
from cmsflows.statestore.statements import select_living, update_living
from cmsflows.statestore.texts import from_text, to_text


class StateStore(VersionedStateStore):
    """For SQLite, PostgreSQL and MariaDB; the default."""

    def load(self, task_id: str) -> Stored | None:
        row = select_living(task_id, now=time.time())
        return Stored(from_text(row[0]), row[1], row[2]) if row else None

    def create(self, task_id: str, record: Record, *, lifetime: float) -> bool:
        text = to_text(task_id, record)
        now = time.time()
        try:
            with transaction.atomic(using=router.db_for_write(StoredTask)):
                self._delete_expired(task_id, now)
                StoredTask.objects.create(task_id=task_id, record=text, expires_at=now + lifetime)
        except IntegrityError:
            return False
        return True

    def replace(self, task_id: str, record: Record, *, version: int, lifetime: float) -> bool:
        now = time.time()
        return update_living(
            task_id,
            record=to_text(task_id, record),
            version=version,
            expires_at=now + lifetime,
            now=now,
        )

    def touch(self, task_id: str, *, lifetime: float) -> bool:
        now = time.time()
        living = StoredTask.objects.filter(task_id=task_id, expires_at__gt=now)
        return living.update(expires_at=now + lifetime) == 1

    def purge(self, *, batch: int) -> int:
        expired = StoredTask.objects.filter(expires_at__lte=time.time())
        ids = list(expired.order_by("expires_at").values_list("task_id", flat=True)[:batch])
        if not ids:
            return 0
        # Asked again: a row may have been replaced by a living one of the same id meanwhile.
        deleted, _ = expired.filter(task_id__in=ids).delete()
        return deleted

    def delete_state(self, task_id: str) -> None:
        StoredTask.objects.filter(task_id=task_id).delete()

    def _delete_expired(self, task_id: str, now: float) -> None:
        """An expired row must not stand in the way of a new one of the same id."""
        StoredTask.objects.filter(task_id=task_id, expires_at__lte=now).delete()
