"""What every store must do; a store's test class inherits it and says which store.

class TestMyStore(SharedStoreContract):
    path = "shop.my_store"

    @pytest.fixture
    def store(self):
        return StateStore()

    def plant(self, store, text):
        ...
"""

import time
from contextlib import suppress
from typing import Any, ClassVar

import pytest
from django.test import override_settings

from cmsflows.exceptions import RecordTooLargeError, UnreadableRecordError
from cmsflows.statestore.base import Record, VersionedStateStore
from cmsflows.testing.contract_records import BRIEFLY, ID, OTHER, listed, living
from cmsflows.testing.finding_contract import FindingContract
from cmsflows.testing.listing_contract import ListingContract
from cmsflows.testing.processes import in_processes
from cmsflows.testing.racing_contract import RacingContract, increment

GARBAGE = {
    "nothing": "",
    "no JSON": "no JSON",
    "a pickle": "cos\nsystem\n(S'true'\ntR.",
    "a list": "[]",
    "a number": "3",
    "nothing at all": "null",
    "10 000 lists": "[" * 10_000,
    "10 000 objects": '{"a":' * 10_000,
    "900 objects": '{"a":' * 900 + "{}" + "}" * 900,
    "900 lists": '{"a":' + "[" * 900 + "]" * 900 + "}",
    "10 MB": '{"a":"' + "x" * 10_000_000 + '"}',
    "a name twice": '{"a":1,"a":2}',
    "no number": '{"a":NaN}',
    "an endless number": '{"a":-Infinity}',
    "too large a number": '{"a":1e999}',
    "too many digits": '{"a":' + "9" * 5_000 + "}",
    "half a character": '{"a":"\\ud83e"}',
    "an encrypted text of nobody's": "gAAAAAB" + "A" * 93,
}
"""What somebody who can write into a store may put there instead of a record (B27)."""


class StoreContract(RacingContract, FindingContract, ListingContract):
    """Inherit it, answer the store from a fixture called `store`, and write `plant`."""

    @pytest.fixture
    def store(self) -> VersionedStateStore:
        raise NotImplementedError

    def plant(self, store: Any, text: str) -> None:
        """Put this text in the place of the record of `ID`, which is there, as an intruder would.

        `Any`: each store is of its own class.
        """
        raise NotImplementedError

    def test_what_was_created_is_found(self, store: VersionedStateStore) -> None:
        before = time.time()

        is_new = store.create(ID, {"a": [1, {"b": None}]}, lifetime=60)
        stored = living(store)

        assert is_new is True
        assert stored.record == {"a": [1, {"b": None}]}
        assert before + 60 <= stored.expires_at <= time.time() + 60

    def test_what_was_never_there_is_none(self, store: VersionedStateStore) -> None:
        assert store.load(ID) is None
        assert store.get_state(ID) is None
        assert store.holds(ID) is False

    @pytest.mark.parametrize(
        "text", ["\x00", "🫖", "\\u0000", "'; DROP TABLE", '"', "\u2028", "%s", "x" * 100_000]
    )
    def test_any_text_comes_back(self, store: VersionedStateStore, text: str) -> None:
        store.create(ID, {text[:50]: text}, lifetime=60)

        assert living(store).record == {text[:50]: text}

    def test_records_are_values_and_not_shared(self, store: VersionedStateStore) -> None:
        record: Record = {"a": []}
        store.create(ID, record, lifetime=60)

        record["a"].append(1)
        living(store).record["a"].append(2)

        assert living(store).record == {"a": []}

    def test_an_id_is_created_once(self, store: VersionedStateStore) -> None:
        store.create(ID, {"n": 1}, lifetime=60)

        is_new = store.create(ID, {"n": 2}, lifetime=60)

        assert is_new is False
        assert living(store).record == {"n": 1}

    def test_a_record_is_replaced_by_who_knows_its_version(
        self, store: VersionedStateStore
    ) -> None:
        store.create(ID, {"n": 1}, lifetime=60)
        version = living(store).version

        is_replaced = store.replace(ID, {"n": 2}, version=version, lifetime=60)

        assert is_replaced is True
        assert living(store).record == {"n": 2}
        assert living(store).version > version

    def test_a_stale_version_replaces_nothing(self, store: VersionedStateStore) -> None:
        store.create(ID, {"n": 1}, lifetime=60)
        version = living(store).version
        store.replace(ID, {"n": 2}, version=version, lifetime=60)

        is_replaced = store.replace(ID, {"n": 3}, version=version, lifetime=60)

        assert is_replaced is False
        assert living(store).record == {"n": 2}

    def test_replacing_makes_nothing(self, store: VersionedStateStore) -> None:
        assert store.replace(ID, {}, version=1, lifetime=60) is False
        assert store.load(ID) is None

    def test_reading_changes_nothing(self, store: VersionedStateStore) -> None:
        store.create(ID, {"n": 1}, lifetime=60)
        first = store.load(ID)

        again = store.load(ID)

        assert again == first

    def test_what_is_deleted_is_gone(self, store: VersionedStateStore) -> None:
        store.create(ID, {}, lifetime=60)
        version = living(store).version

        store.delete_state(ID)
        store.delete_state(ID)

        assert store.load(ID) is None
        assert store.replace(ID, {}, version=version, lifetime=60) is False
        assert store.touch(ID, lifetime=60) is False
        assert store.load(ID) is None

    def test_what_is_expired_is_gone_and_nothing_brings_it_back(
        self, store: VersionedStateStore
    ) -> None:
        """B54"""
        store.create(ID, {}, lifetime=BRIEFLY)
        version = living(store).version
        time.sleep(2 * BRIEFLY)

        answers = (
            store.load(ID),
            store.touch(ID, lifetime=60),
            store.replace(ID, {}, version=version, lifetime=60),
            store.load(ID),
        )

        assert answers == (None, False, False, None)

    def test_an_expired_id_can_be_created_anew(self, store: VersionedStateStore) -> None:
        store.create(ID, {"n": 1}, lifetime=BRIEFLY)
        time.sleep(2 * BRIEFLY)

        is_new = store.create(ID, {"n": 2}, lifetime=60)

        assert is_new is True
        assert living(store).record == {"n": 2}

    def test_touching_moves_the_end_and_nothing_else(self, store: VersionedStateStore) -> None:
        store.create(ID, {"n": 1}, lifetime=60)
        before = living(store)

        is_there = store.touch(ID, lifetime=120)
        after = living(store)

        assert is_there is True
        assert (after.record, after.version) == (before.record, before.version)
        assert after.expires_at > before.expires_at + 50

    def test_replacing_sets_the_end_anew(self, store: VersionedStateStore) -> None:
        store.create(ID, {}, lifetime=60)

        store.replace(ID, {}, version=living(store).version, lifetime=600)

        assert living(store).expires_at > time.time() + 500

    def test_purging_goes_in_batches_and_leaves_the_living(
        self, store: VersionedStateStore
    ) -> None:
        """B56, in part; a store that forgets by itself has nothing to purge."""
        for number in range(5):
            store.create(f"{number:032x}", {}, lifetime=BRIEFLY)
        store.create("a" * 32, {}, lifetime=60)
        time.sleep(2 * BRIEFLY)

        counts = [store.purge(batch=2) for _ in range(4)]

        assert counts == ([2, 2, 1, 0] if store.supports_purge else [0, 0, 0, 0])
        assert store.load("a" * 32) is not None

    @override_settings(FLOWS_MAX_RECORD_BYTES=100)
    def test_too_large_a_record_is_refused_and_the_old_one_stays(
        self, store: VersionedStateStore
    ) -> None:
        store.create(ID, {"n": 1}, lifetime=60)
        version = living(store).version

        with pytest.raises(RecordTooLargeError) as caught:
            store.replace(ID, {"n": "x" * 200}, version=version, lifetime=60)
        with pytest.raises(RecordTooLargeError):
            store.create(OTHER, {"n": "x" * 200}, lifetime=60)

        assert str(caught.value) == (
            f"Task {ID} would take more than 100 bytes; nothing was saved. "
            "FLOWS_MAX_RECORD_BYTES sets the limit."
        )
        assert living(store).record == {"n": 1}
        assert store.load(OTHER) is None

    def test_the_two_methods_of_old_work(self, store: VersionedStateStore) -> None:
        """B55, in part: what django-flows promised of a store."""
        store.put_state(ID, {"n": 1})
        store.put_state(ID, {"n": 2})

        assert store.get_state(ID) == {"n": 2}

    @pytest.mark.parametrize("text", GARBAGE.values(), ids=GARBAGE)
    def test_what_somebody_else_wrote_is_refused(
        self, store: VersionedStateStore, text: str
    ) -> None:
        """B27: and its id can be had anew."""
        store.create(ID, {"owner": "7"}, lifetime=60)
        store.create(OTHER, {"owner": "7"}, lifetime=60)
        self.plant(store, text)

        with pytest.raises(UnreadableRecordError):
            store.load(ID)
        with pytest.raises(UnreadableRecordError):
            store.get_state(ID)
        is_there = store.holds(ID)
        found = store.find(owner="7")
        with suppress(UnreadableRecordError):
            store.touch(ID, lifetime=60)
        with suppress(UnreadableRecordError):
            store.create(ID, {}, lifetime=60)
        store.delete_state(ID)
        is_new = store.create(ID, {}, lifetime=60)

        assert is_there is True
        assert set(found) - {ID} == set(listed(store, OTHER))
        assert is_new is True
        assert living(store).record == {}


class SharedStoreContract(StoreContract):
    """For a store that several processes may use at once, as those of a site do."""

    path: ClassVar[str]
    """Where it is, as FLOWS_STATE_STORE would name it."""

    def test_it_says_that_it_can_refuse_a_stale_write(self, store: VersionedStateStore) -> None:
        assert store.supports_compare_and_swap is True

    def test_of_eight_processes_one_creates_and_no_increment_is_lost(
        self, store: VersionedStateStore
    ) -> None:
        """B54"""
        store.create(ID, {"n": 0}, lifetime=60)

        created = in_processes(create_and_increment, store=self.path)

        assert sorted(created) == [False] * 7 + [True]
        assert living(store, OTHER).record == {"n": created.index(True)}
        assert living(store).record == {"n": 800}


def create_and_increment(store: VersionedStateStore, number: int) -> bool:
    """What each process does; answers whether it was the one that created `OTHER`."""
    is_new = store.create(OTHER, {"n": number}, lifetime=60)
    for _ in range(100):
        increment(store)
    return is_new
