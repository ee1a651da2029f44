"""What every store must do; a store's test class inherits it and says which store."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from cmsflows.exceptions import RecordTooLargeError
from cmsflows.statestore.base import VersionedStateStore

ID = "0" * 32
OTHER = "1" * 32
BRIEFLY = 0.05
"""Seconds."""


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
    """Inherit it, and answer the store from a fixture called `store`."""

    @pytest.fixture
    def store(self) -> VersionedStateStore:
        raise NotImplementedError

    def test_what_was_created_is_found(self, store):
        before = time.time()

        is_new = store.create(ID, {"a": [1, {"b": None}]}, lifetime=60)
        stored = store.load(ID)

        assert is_new is True
        assert stored.record == {"a": [1, {"b": None}]}
        assert before + 60 <= stored.expires_at <= time.time() + 60

    def test_what_was_never_there_is_none(self, store):
        assert store.load(ID) is None
        assert store.get_state(ID) is None

    @pytest.mark.parametrize(
        "text", ["\x00", "🫖", "\\u0000", "'; DROP TABLE", '"', "\u2028", "%s", "x" * 100_000]
    )
    def test_any_text_comes_back(self, store, text):
        store.create(ID, {text[:50]: text}, lifetime=60)

        assert store.load(ID).record == {text[:50]: text}

    def test_records_are_values_and_not_shared(self, store):
        record = {"a": []}
        store.create(ID, record, lifetime=60)

        record["a"].append(1)
        store.load(ID).record["a"].append(2)

        assert store.load(ID).record == {"a": []}

    def test_an_id_is_created_once(self, store):
        store.create(ID, {"n": 1}, lifetime=60)

        is_new = store.create(ID, {"n": 2}, lifetime=60)

        assert is_new is False
        assert store.load(ID).record == {"n": 1}

    def test_a_record_is_replaced_by_who_knows_its_version(self, store):
        store.create(ID, {"n": 1}, lifetime=60)
        version = store.load(ID).version

        is_replaced = store.replace(ID, {"n": 2}, version=version, lifetime=60)

        assert is_replaced is True
        assert store.load(ID).record == {"n": 2}
        assert store.load(ID).version > version

    def test_a_stale_version_replaces_nothing(self, store):
        store.create(ID, {"n": 1}, lifetime=60)
        version = store.load(ID).version
        store.replace(ID, {"n": 2}, version=version, lifetime=60)

        is_replaced = store.replace(ID, {"n": 3}, version=version, lifetime=60)

        assert is_replaced is False
        assert store.load(ID).record == {"n": 2}

    def test_replacing_makes_nothing(self, store):
        assert store.replace(ID, {}, version=1, lifetime=60) is False
        assert store.load(ID) is None

    def test_reading_changes_nothing(self, store):
        store.create(ID, {"n": 1}, lifetime=60)
        first = store.load(ID)

        again = store.load(ID)

        assert again == first

    def test_what_is_deleted_is_gone(self, store):
        store.create(ID, {}, lifetime=60)
        version = store.load(ID).version

        store.delete_state(ID)
        store.delete_state(ID)

        assert store.load(ID) is None
        assert store.replace(ID, {}, version=version, lifetime=60) is False
        assert store.touch(ID, lifetime=60) is False
        assert store.load(ID) is None

    def test_what_is_expired_is_gone_and_nothing_brings_it_back(self, store):
        """B54"""
        store.create(ID, {}, lifetime=BRIEFLY)
        version = store.load(ID).version
        time.sleep(2 * BRIEFLY)

        answers = (
            store.load(ID),
            store.touch(ID, lifetime=60),
            store.replace(ID, {}, version=version, lifetime=60),
            store.load(ID),
        )

        assert answers == (None, False, False, None)

    def test_an_expired_id_can_be_created_anew(self, store):
        store.create(ID, {"n": 1}, lifetime=BRIEFLY)
        time.sleep(2 * BRIEFLY)

        is_new = store.create(ID, {"n": 2}, lifetime=60)

        assert is_new is True
        assert store.load(ID).record == {"n": 2}

    def test_touching_moves_the_end_and_nothing_else(self, store):
        store.create(ID, {"n": 1}, lifetime=60)
        before = store.load(ID)

        is_there = store.touch(ID, lifetime=120)
        after = store.load(ID)

        assert is_there is True
        assert (after.record, after.version) == (before.record, before.version)
        assert after.expires_at > before.expires_at + 50

    def test_replacing_sets_the_end_anew(self, store):
        store.create(ID, {}, lifetime=60)

        store.replace(ID, {}, version=store.load(ID).version, lifetime=600)

        assert store.load(ID).expires_at > time.time() + 500

    def test_purging_goes_in_batches_and_leaves_the_living(self, store):
        """B56, in part"""
        for number in range(5):
            store.create(f"{number:032x}", {}, lifetime=BRIEFLY)
        store.create("a" * 32, {}, lifetime=60)
        time.sleep(2 * BRIEFLY)

        counts = [store.purge(batch=2) for _ in range(4)]

        assert counts == [2, 2, 1, 0]
        assert store.load("a" * 32) is not None

    def test_too_large_a_record_is_refused_and_the_old_one_stays(self, store, settings):
        settings.FLOWS_MAX_RECORD_BYTES = 100
        store.create(ID, {"n": 1}, lifetime=60)
        version = store.load(ID).version

        with pytest.raises(RecordTooLargeError) as caught:
            store.replace(ID, {"n": "x" * 200}, version=version, lifetime=60)
        with pytest.raises(RecordTooLargeError):
            store.create(OTHER, {"n": "x" * 200}, lifetime=60)

        assert str(caught.value) == (
            f"Task {ID} would take more than 100 bytes; nothing was saved. "
            "FLOWS_MAX_RECORD_BYTES sets the limit."
        )
        assert store.load(ID).record == {"n": 1}
        assert store.load(OTHER) is None

    def test_the_two_methods_of_old_work(self, store):
        """B55, in part: what django-flows promised of a store."""
        store.put_state(ID, {"n": 1})
        store.put_state(ID, {"n": 2})

        assert store.get_state(ID) == {"n": 2}

    def test_of_eight_who_create_one_wins(self, store):
        """B54"""
        won = at_once(lambda number: store.create(ID, {"n": number}, lifetime=60))

        assert sorted(won) == [False] * 7 + [True]
        assert store.load(ID).record == {"n": won.index(True)}

    def test_of_eight_who_create_after_an_expired_one_one_wins(self, store):
        """B54"""
        store.create(ID, {}, lifetime=BRIEFLY)
        time.sleep(2 * BRIEFLY)

        won = at_once(lambda number: store.create(ID, {"n": number}, lifetime=60))

        assert sorted(won) == [False] * 7 + [True]
        assert store.load(ID).record == {"n": won.index(True)}

    def test_of_eight_who_replace_one_wins(self, store):
        """B54"""
        store.create(ID, {}, lifetime=60)
        version = store.load(ID).version

        won = at_once(lambda number: store.replace(ID, {"n": number}, version=version, lifetime=60))

        assert sorted(won) == [False] * 7 + [True]
        assert store.load(ID).record == {"n": won.index(True)}

    def test_no_increment_of_eight_writers_is_lost(self, store):
        """B54, with readers who touch between them."""
        store.create(ID, {"n": 0}, lifetime=60)

        def increment(number):
            for _ in range(100):
                while True:
                    stored = store.load(ID)
                    if number % 2:
                        store.touch(ID, lifetime=60)
                    record = {"n": stored.record["n"] + 1}
                    if store.replace(ID, record, version=stored.version, lifetime=60):
                        break

        at_once(increment)

        assert store.load(ID).record == {"n": 800}

    def test_everybody_who_puts_is_heard(self, store):
        at_once(lambda number: store.put_state(ID, {"n": number}))

        assert store.get_state(ID)["n"] in range(8)
