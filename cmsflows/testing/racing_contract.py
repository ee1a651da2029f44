"""What a store must do for several who use it at the same moment; part of `StoreContract`."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections

from cmsflows.statestore.base import VersionedStateStore
from cmsflows.testing.contract_records import BRIEFLY, ID, living


class RacingContract:
    """Eight threads at once: none overwrites what another has written."""

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


def increment(store: VersionedStateStore) -> None:
    """Add one to what `ID` counts, however often somebody else is faster."""
    is_counted = False
    while not is_counted:
        stored = living(store)
        record = {"n": stored.record["n"] + 1}
        is_counted = store.replace(ID, record, version=stored.version, lifetime=60)
