"""A store that only a page class names is known before anybody asks for such a page."""

import pytest

from cmsflows.cms.page_stores import know_page_stores
from cmsflows.exceptions import DefinitionError
from cmsflows.models import FlowPage
from cmsflows.statestore.loading import known_stores
from cmsflows.statestore.memory_store import StateStore


def test_the_store_of_a_page_class_is_known(monkeypatch):
    """Else its tasks would be taken for gone, and their uploads be deleted."""
    monkeypatch.setattr(FlowPage, "flow_state_store", "cmsflows.statestore.memory_store")

    know_page_stores()

    assert any(isinstance(store, StateStore) for store in known_stores())


def test_a_page_class_that_names_none_is_refused_at_start(monkeypatch):
    monkeypatch.setattr(FlowPage, "flow_state_store", "nowhere.at_all")

    with pytest.raises(DefinitionError):
        know_page_stores()
