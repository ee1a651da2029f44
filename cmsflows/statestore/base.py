"""What a state store is: where tasks rest between requests.

`get_state` and `put_state` are django-flows' promise and make a working store of any class;
the rest is what the shipped stores do beside, and what `supports_…` flags declare.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from cmsflows import conf
from cmsflows.exceptions import UnreadableRecordError

Record = dict[str, Any]
"""Plain JSON data (hence `Any`)."""

FIND_LIMIT = 100
"""How many records `find` answers at the most."""

LIST_PAGE = 200
"""How many records `of_flow` reads at once."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A record as it was read, and the version that a write must name."""

    record: Record
    version: int
    expires_at: float
    """Seconds since the epoch."""


Listed = list[tuple[str, Stored]]
"""Records, each with the id of its task."""


class Place(NamedTuple):
    """Where a run stands: the version it is pinned to, and a node of it."""

    version: str
    node: str


class BaseStateStore:
    """Subclass it and write `get_state` and `put_state`."""

    supports_compare_and_swap: ClassVar[bool] = False
    """Can it refuse a write that would overwrite a newer one?"""

    supports_expiry: ClassVar[bool] = False
    """Does it forget what was idle for too long?"""

    supports_find: ClassVar[bool] = False
    """Can it list the tasks of one visitor?"""

    supports_listing: ClassVar[bool] = False
    """Can it list the runs of one flow?"""

    supports_counting: ClassVar[bool] = False
    """Can it count them without reading each?"""

    supports_purge: ClassVar[bool] = False
    """Can it delete what is expired? One that forgets by itself need not."""

    is_of_this_process: ClassVar[bool] = False
    """Is it empty to every other process? Then nobody else can tell whose tasks still live."""

    rests_in_database: ClassVar[bool] = False
    """Is it as well guarded as the rest of the site's data? Redis and files often are not."""

    def get_state(self, task_id: str) -> Record | None:
        """The record of a task, or None."""
        raise NotImplementedError

    def put_state(self, task_id: str, state: Record) -> None:
        """Keep a record, whatever was there before."""
        raise NotImplementedError

    def delete_state(self, task_id: str) -> None:
        """Forget a task; to forget one that is not there is no mistake."""
        raise NotImplementedError


class VersionedStateStore(BaseStateStore):
    """A store that never loses an update: what every shipped store is.

    Every method raises `StoreUnavailableError` when the store cannot be reached; nothing was
    written then. A record has texts "owner" and "binding", by which `find` finds it, and "flow",
    "status", "version" and "position", by which `of_flow` does.
    """

    supports_compare_and_swap = True
    supports_expiry = True
    supports_find = True
    supports_purge = True

    def load(self, task_id: str) -> Stored | None:
        """The record and its version; None when there is none, or it is expired.

        Raises `UnreadableRecordError` when something is there that this store did not write.
        """
        raise NotImplementedError

    def create(self, task_id: str, record: Record, *, lifetime: float) -> bool:
        """Keep a new record for `lifetime` seconds. False when the id is taken; nothing is
        written then."""
        raise NotImplementedError

    def replace(self, task_id: str, record: Record, *, version: int, lifetime: float) -> bool:
        """Keep a record in place of the one of this version. False when that is gone."""
        raise NotImplementedError

    def touch(self, task_id: str, *, lifetime: float) -> bool:
        """Let a living record live longer, without rewriting it. False when it is gone."""
        raise NotImplementedError

    def purge(self, *, batch: int) -> int:
        """Delete up to `batch` expired records; answer how many went."""
        raise NotImplementedError

    def find(self, *, owner: str = "", binding: str = "") -> list[str]:
        """The ids of living records with this owner and this binding, whichever is given.

        At most `FIND_LIMIT`, those that live longest first. None are found when nothing is given.
        """
        raise NotImplementedError

    def of_flow(self, flow: str) -> Iterator[Listed]:
        """The runs of a flow that go on, page by page.

        A page has at most `LIST_PAGE`. It may be empty: a store that has to look through all its
        records lets its caller stop now and then. What goes on all the while is listed, and may be
        twice; what cannot be read is not. A store that says it cannot list lists nothing.
        """
        return iter(())

    def count_of_flow(self, flow: str) -> Mapping[Place, int]:
        """How many runs of a flow go on, by where they stand. Nothing of a store that cannot
        count."""
        return {}

    def holds(self, task_id: str) -> bool:
        """Is there anything of this task? What cannot be read is there, too."""
        try:
            return self.load(task_id) is not None
        except UnreadableRecordError:
            return True

    def get_state(self, task_id: str) -> Record | None:
        stored = self.load(task_id)
        return stored.record if stored else None

    def put_state(self, task_id: str, state: Record) -> None:
        is_kept = False
        while not is_kept:  # until nobody else was faster
            stored, lifetime = self.load(task_id), conf.idle_timeout()
            if stored is None:
                is_kept = self.create(task_id, state, lifetime=lifetime)
            else:
                is_kept = self.replace(task_id, state, version=stored.version, lifetime=lifetime)
