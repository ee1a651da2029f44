"""What a store must do that is asked for the runs of one flow; part of `StoreContract`."""

import time
from typing import Any

from cmsflows.statestore.base import LIST_PAGE, Place, Record, VersionedStateStore
from cmsflows.testing.contract_records import BRIEFLY, ID, OTHER, living

FLOW = "page:7"


def run(**changes: Any) -> Record:
    """The record of a run that goes on. `Any`: JSON."""
    record = {"flow": FLOW, "status": "running", "version": "v1", "position": ["pay", 3, None, 0]}
    return {**record, **changes}


def found(store: VersionedStateStore, flow: str = FLOW) -> list[str]:
    """The ids of the runs that are listed, each once."""
    return sorted({task_id for page in store.of_flow(flow) for task_id, _stored in page})


class ListingContract:
    """A store that says it cannot list lists nothing."""

    def test_the_runs_of_a_flow_are_listed(self, store: VersionedStateStore) -> None:
        store.create(ID, run(), lifetime=60)
        store.create(OTHER, run(flow="page:77"), lifetime=60)

        assert found(store) == ([ID] if store.supports_listing else [])
        assert found(store, "page:") == []
        assert found(store, "") == []

    def test_a_listed_run_can_be_written(self, store: VersionedStateStore) -> None:
        """It comes with its record, its version and its end of life."""
        store.create(ID, run(), lifetime=60)

        for page in store.of_flow(FLOW):
            for task_id, stored in page:
                assert stored == living(store, task_id)
                changed = run(version="v2")
                assert store.replace(task_id, changed, version=stored.version, lifetime=60)

        kept = living(store).record["version"]
        assert kept == ("v2" if store.supports_listing else "v1")

    def test_what_is_over_is_not_listed(self, store: VersionedStateStore) -> None:
        store.create(ID, run(), lifetime=60)
        store.replace(ID, run(status="done"), version=living(store).version, lifetime=60)
        store.create(OTHER, run(), lifetime=BRIEFLY)
        time.sleep(2 * BRIEFLY)

        assert found(store) == []
        assert store.count_of_flow(FLOW) == {}

    def test_more_than_a_page_is_listed(self, store: VersionedStateStore) -> None:
        ids = [f"{number:032x}" for number in range(LIST_PAGE + 3)]
        for task_id in ids:
            store.create(task_id, run(), lifetime=60)

        assert found(store) == (ids if store.supports_listing else [])
        assert all(len(page) <= LIST_PAGE for page in store.of_flow(FLOW))

    def test_runs_are_counted_where_they_stand(self, store: VersionedStateStore) -> None:
        store.create(ID, run(), lifetime=60)
        store.create(OTHER, run(version="v2", position=["a/b c", 0, None, 0]), lifetime=60)
        store.create("2" * 32, run(flow="page:77"), lifetime=60)

        counted = {Place("v1", "pay"): 1, Place("v2", "a/b c"): 1}
        assert store.count_of_flow(FLOW) == (counted if store.supports_counting else {})

    def test_runs_are_counted_where_they_stand_now(self, store: VersionedStateStore) -> None:
        store.create(ID, run(), lifetime=60)
        moved = run(position=["thanks", 4, None, 0])
        store.replace(ID, moved, version=living(store).version, lifetime=60)

        counted = {Place("v1", "thanks"): 1} if store.supports_counting else {}
        assert store.count_of_flow(FLOW) == counted
