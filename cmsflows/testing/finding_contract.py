"""What a store must do that is asked for the tasks of one visitor; part of `StoreContract`."""

import time

from cmsflows.statestore.base import FIND_LIMIT, VersionedStateStore
from cmsflows.testing.contract_records import BRIEFLY, ID, OTHER, listed, living


class FindingContract:
    """A store that says it cannot find finds nothing."""

    def test_a_task_is_found_by_its_owner_and_by_its_binding(
        self, store: VersionedStateStore
    ) -> None:
        store.create(ID, {"owner": "7", "binding": "b"}, lifetime=60)
        store.create(OTHER, {"owner": "8", "binding": "c"}, lifetime=60)

        assert store.find(owner="7") == listed(store, ID)
        assert store.find(binding="c") == listed(store, OTHER)
        assert store.find(owner="7", binding="b") == listed(store, ID)
        assert store.find(owner="7", binding="c") == []
        assert store.find(owner="nobody") == []

    def test_who_says_nothing_finds_nothing(self, store: VersionedStateStore) -> None:
        """Nor does somebody without an owner find all those that nobody owns."""
        store.create(ID, {"n": 1}, lifetime=60)
        store.create(OTHER, {"owner": "", "binding": ""}, lifetime=60)

        assert store.find() == []
        assert store.find(owner="", binding="") == []

    def test_a_task_is_found_by_its_owner_of_now(self, store: VersionedStateStore) -> None:
        """A visitor who logs in half way owns the task from then on."""
        store.create(ID, {"owner": "", "binding": "b"}, lifetime=60)
        store.replace(
            ID, {"owner": "7", "binding": "c"}, version=living(store).version, lifetime=60
        )

        assert store.find(owner="7") == listed(store, ID)
        assert store.find(binding="c") == listed(store, ID)
        assert store.find(binding="b") == []

    def test_what_is_gone_is_not_found(self, store: VersionedStateStore) -> None:
        store.create(ID, {"owner": "7"}, lifetime=BRIEFLY)
        store.create(OTHER, {"owner": "7"}, lifetime=60)
        time.sleep(2 * BRIEFLY)
        store.delete_state(OTHER)

        assert store.find(owner="7") == []

    def test_what_lives_on_is_found(self, store: VersionedStateStore) -> None:
        """Whether its life was extended by looking at it or by going on with it."""
        store.create(ID, {"owner": "7"}, lifetime=BRIEFLY)
        store.touch(ID, lifetime=60)
        store.create(OTHER, {"owner": "7"}, lifetime=BRIEFLY)
        version = living(store, OTHER).version
        store.replace(OTHER, {"owner": "7"}, version=version, lifetime=120)
        time.sleep(4 * BRIEFLY)

        assert store.find(owner="7") == listed(store, OTHER, ID)

    def test_those_that_live_longest_are_found_first_and_not_too_many(
        self, store: VersionedStateStore
    ) -> None:
        ids = [f"{number:032x}" for number in range(FIND_LIMIT + 3)]
        for number, task_id in enumerate(ids):
            store.create(task_id, {"owner": "7"}, lifetime=60 + number)

        assert store.find(owner="7") == listed(store, *reversed(ids[3:]))
