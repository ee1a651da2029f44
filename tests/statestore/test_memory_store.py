"""The memory store keeps what every store keeps."""

import pytest

from cmsflows.statestore.memory_store import StateStore
from tests.statestore.contract import StoreContract


class TestMemoryStore(StoreContract):
    @pytest.fixture
    def store(self):
        return StateStore()
