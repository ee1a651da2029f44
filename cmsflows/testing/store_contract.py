"""What every store must do; a store's test class inherits it and says which store.

class TestMyStore(SharedStoreContract):
    path = "shop.my_store"

    @pytest.fixture
    def store(self):
        return StateStore()

    def plant(self, store, text):
        ...
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, ClassVar

import pytest
from django.db import connections
from django.test import override_settings

from cmsflows.exceptions import RecordTooLargeError, UnreadableRecordError
from cmsflows.statestore.base import FIND_LIMIT, Record, Stored, VersionedStateStore
from cmsflows.testing.processes import in_processes

ID = "0" * 32
OTHER = "1" * 32
BRIEFLY = 0.2
"""Seconds."""

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


def living(store: VersionedStateStore, task_id: str = ID) -> Stored:
    """The stored record, which must be there."""
    stored = store.load(task_id)
    assert stored is not None
    return stored


def listed(store: VersionedStateStore, *task_ids: str) -> list[str]:
    """What `find` should answer: nothing, of a store that says it cannot."""
    return list(task_ids) if store.supports_find else []


def at_once(work: Callable[[int], Any], *, workers: int = 8) -> list[Any]:
    """Run the same work in several threads that begin together; answer what each answered."""
    barrier = threading.Barrier(workers)

    def begin(number: int) -> Any:
        try:
            barrier.wait()
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(begin, range(workers)))


class StoreContract:
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

    def test_of_eight_who_create_one_wins(self, store: VersionedStateStore) -> None:
        """B54"""
        won = at_once(lambda number: store.create(ID, {"n": number}, lifetime=60))

        assert sorted(won) == [False] * 7 + [True]
        assert living(store).record == {"n": won.index(True)}

    def test_of_eight_who_create_after_an_expired_one_one_wins(
        self, store: VersionedStateStore
    ) -> None:
        """B54"""
        store.create(ID, {}, lifetime=BRIEFLY)
        time.sleep(2 * BRIEFLY)

        won = at_once(lambda number: store.create(ID, {"n": number}, lifetime=60))

        assert sorted(won) == [False] * 7 + [True]
        assert living(store).record == {"n": won.index(True)}

    def test_of_eight_who_replace_one_wins(self, store: VersionedStateStore) -> None:
        """B54"""
        store.create(ID, {}, lifetime=60)
        version = living(store).version

        won = at_once(lambda number: store.replace(ID, {"n": number}, version=version, lifetime=60))

        assert sorted(won) == [False] * 7 + [True]
        assert living(store).record == {"n": won.index(True)}

    def test_no_increment_of_eight_writers_is_lost(self, store: VersionedStateStore) -> None:
        """B54, with readers who touch between them."""
        store.create(ID, {"n": 0}, lifetime=60)

        def increment_or_touch(number: int) -> None:
            for _ in range(100):
                increment(store)
                if number % 2:
                    store.touch(ID, lifetime=60)

        at_once(increment_or_touch)

        assert living(store).record == {"n": 800}

    def test_everybody_who_puts_is_heard(self, store: VersionedStateStore) -> None:
        at_once(lambda number: store.put_state(ID, {"n": number}))

        assert living(store).record["n"] in range(8)

    def test_of_those_who_touch_while_it_is_deleted_none_brings_it_back(
        self, store: VersionedStateStore
    ) -> None:
        """B54"""
        store.create(ID, {}, lifetime=60)

        def touch_or_delete(number: int) -> None:
            for turn in range(50):
                if number == turn == 7:
                    store.delete_state(ID)
                store.touch(ID, lifetime=60)

        at_once(touch_or_delete)

        assert store.load(ID) is None
        assert store.touch(ID, lifetime=60) is False

    def test_who_purges_while_it_is_created_anew_leaves_the_new_one(
        self, store: VersionedStateStore
    ) -> None:
        for number in range(8):
            store.create(f"{number:032x}", {}, lifetime=BRIEFLY)
        time.sleep(2 * BRIEFLY)

        def create_or_purge(number: int) -> bool:
            store.purge(batch=8)
            return store.create(f"{number:032x}", {"n": number}, lifetime=60)

        created = at_once(create_or_purge)

        assert created == [True] * 8
        assert [living(store, f"{number:032x}").record["n"] for number in range(8)] == [*range(8)]

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


def increment(store: VersionedStateStore) -> None:
    is_counted = False
    while not is_counted:  # until nobody else was faster
        stored = living(store)
        record = {"n": stored.record["n"] + 1}
        is_counted = store.replace(ID, record, version=stored.version, lifetime=60)
