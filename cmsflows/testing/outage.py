"""What a store must do whose server goes away and comes back, while the site runs on."""

import time
from collections.abc import Callable
from typing import Any, Protocol

import pytest

from cmsflows.exceptions import StoreUnavailableError
from cmsflows.statestore.base import VersionedStateStore
from cmsflows.testing.contract_records import ID, living

PATIENCE = 10
"""Seconds within which a visitor must be told."""

METHODS: dict[str, Callable[[VersionedStateStore], Any]] = {
    "load": lambda store: store.load(ID),
    "create": lambda store: store.create(ID, {}, lifetime=60),
    "replace": lambda store: store.replace(ID, {}, version=1, lifetime=60),
    "touch": lambda store: store.touch(ID, lifetime=60),
    "find": lambda store: store.find(owner="7"),
    "get_state": lambda store: store.get_state(ID),
    "put_state": lambda store: store.put_state(ID, {}),
    "delete_state": lambda store: store.delete_state(ID),
}
"""Whatever asks the server. `Any`: each answers something else."""


class Server(Protocol):
    """A server of this test's own."""

    def start(self) -> None:
        """Answers once it can be used."""

    def stop(self) -> None: ...


class OutageContract:
    """Inherit it, and answer the store and its running server from fixtures of these names."""

    @pytest.fixture
    def server(self) -> Server:
        raise NotImplementedError

    @pytest.fixture
    def store(self, server: Server) -> VersionedStateStore:
        raise NotImplementedError

    @pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
    def test_without_its_server_it_soon_says_so_and_with_it_goes_on(
        self,
        store: VersionedStateStore,
        server: Server,
        method: Callable[[VersionedStateStore], Any],
    ) -> None:
        """B57, in part: by the same object, in the same process."""
        store.create(ID, {"owner": "7"}, lifetime=60)

        server.stop()
        began = time.monotonic()
        with pytest.raises(StoreUnavailableError):
            method(store)
        took = time.monotonic() - began
        server.start()
        store.delete_state(ID)
        is_new = store.create(ID, {"n": 2}, lifetime=60)

        assert took < PATIENCE
        assert is_new is True
        assert living(store).record == {"n": 2}
