"""A setting names the store; one that names none is told so, whole."""

import pytest

from cmsflows.exceptions import DefinitionError
from cmsflows.statestore import django_store, memory_store
from cmsflows.statestore.loading import default_store, store_at


def test_the_default_store_is_the_database():
    assert isinstance(default_store(), django_store.StateStore)


@pytest.mark.parametrize(
    "path", ["cmsflows.statestore.memory_store", "cmsflows.statestore.memory_store.StateStore"]
)
def test_a_module_or_a_class_may_be_named(settings, path):
    settings.FLOWS_STATE_STORE = path

    assert isinstance(default_store(), memory_store.StateStore)


def test_a_store_is_made_once():
    path = "cmsflows.statestore.memory_store"

    assert store_at(path) is store_at(path)


@pytest.mark.parametrize(
    "path", ["cmsflows.conf", "cmsflows.statestore.base.Stored", "cmsflows.conf.nothing"]
)
def test_what_is_no_store_is_refused(path):
    with pytest.raises(DefinitionError) as caught:
        store_at(path)

    assert str(caught.value) == (
        f"FLOWS_STATE_STORE is {path!r}, which is no state store. Name a module with a class "
        "`StateStore`, or such a class; see cmsflows.statestore.base."
    )


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("nowhere.store", "No module named 'nowhere'"),
        ("nowhere", "Empty module name"),
        ("tests.statestore.needs_more", "No module named 'a_driver_that_is_not_installed'"),
    ],
)
def test_what_cannot_be_imported_says_why(path, reason):
    """A missing driver is not a missing store."""
    with pytest.raises(DefinitionError) as caught:
        store_at(path)

    assert str(caught.value) == (
        f"FLOWS_STATE_STORE is {path!r}, which cannot be imported: {reason}."
    )
