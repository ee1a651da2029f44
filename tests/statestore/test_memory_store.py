"""The memory store keeps what every store keeps."""

import dataclasses

import pytest

from cmsflows.statestore.memory_store import StateStore
from cmsflows.testing import StoreContract
from cmsflows.testing.contract_records import ID
from tests.statestore.keys import OLD_KEY


class TestMemoryStore(StoreContract):
    """B54"""

    @pytest.fixture
    def store(self):
        return StateStore()

    def plant(self, store, text):
        store._kept[ID] = dataclasses.replace(store._kept[ID], text=text)


class TestEncryptedMemoryStore(TestMemoryStore):
    """What a store promises does not change with the keys."""

    @pytest.fixture(autouse=True)
    def _keys(self, settings):
        settings.FLOWS_ENCRYPTION_KEYS = [OLD_KEY]
