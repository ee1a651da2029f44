"""Keeps tasks in the database: one row each, one conditional UPDATE a write."""

import time
from collections.abc import Iterator, Mapping

from cmsflows import conf
from cmsflows.exceptions import StoreUnavailableError
from cmsflows.statestore import statements
from cmsflows.statestore.asking import RACED, TRIES
from cmsflows.statestore.base import Listed, Place, Record, Stored, VersionedStateStore
from cmsflows.statestore.finding import find_living
from cmsflows.statestore.going_on import as_column, flow_of, place_as_text, place_of
from cmsflows.statestore.listing_rows import count_living, list_living
from cmsflows.statestore.purging import purge_expired
from cmsflows.statestore.statements import NewRow
from cmsflows.statestore.texts import from_text, to_text
from cmsflows.statestore.whose import binding_of, owner_of


class StateStore(VersionedStateStore):
    """For SQLite, PostgreSQL and MariaDB; the default."""

    supports_listing = True
    supports_counting = True
    rests_in_database = True

    def load(self, task_id: str) -> Stored | None:
        row = statements.select_living(task_id, now=time.time())
        return Stored(from_text(task_id, row[0]), row[1], row[2]) if row else None

    def create(self, task_id: str, record: Record, *, lifetime: float) -> bool:
        now = time.time()
        row = _row(task_id, record, expires_at=now + lifetime)
        return (
            statements.insert(row)
            or statements.overwrite_expired(row, now=now)
            # An expired row that stood in the way may have been purged in between.
            or statements.insert(row)
        )

    def replace(self, task_id: str, record: Record, *, version: int, lifetime: float) -> bool:
        now = time.time()
        row = _row(task_id, record, expires_at=now + lifetime)
        return statements.replace_living(row, version=version, now=now)

    def touch(self, task_id: str, *, lifetime: float) -> bool:
        now = time.time()
        return statements.touch_living(task_id, expires_at=now + lifetime, now=now)

    def purge(self, *, batch: int) -> int:
        return purge_expired(batch=batch, now=time.time())

    def find(self, *, owner: str = "", binding: str = "") -> list[str]:
        return find_living(owner=owner, binding=binding, now=time.time())

    def of_flow(self, flow: str) -> Iterator[Listed]:
        return list_living(flow)

    def count_of_flow(self, flow: str) -> Mapping[Place, int]:
        return count_living(flow, now=time.time())

    def put_state(self, task_id: str, state: Record) -> None:
        """Asks for no version: a transaction may see an old one however often it looks."""
        row = _row(task_id, state, expires_at=time.time() + conf.idle_timeout())
        for _ in range(TRIES):
            if statements.insert(row) or statements.overwrite(row):
                return
        reason = f"others keep writing task {task_id}"
        raise StoreUnavailableError(
            store="The database's table of tasks", reason=reason, hint=RACED
        )

    def delete_state(self, task_id: str) -> None:
        statements.delete(task_id)


def _row(task_id: str, record: Record, *, expires_at: float) -> NewRow:
    return NewRow(
        record=to_text(task_id, record),
        owner=owner_of(record),
        binding=binding_of(record),
        flow=as_column(flow_of(record)),
        place=place_as_text(place_of(record)),
        expires_at=expires_at,
        task_id=task_id,
    )
