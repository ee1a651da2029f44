"""A setting names the store; one that names none is told so, whole."""

import pytest

from cmsflows.exceptions import DefinitionError
from cmsflows.statestore import django_store, memory_store
from cmsflows.statestore.loading import default_store, forget, known_stores, store_of
from cmsflows.statestore.two_methods import TwoMethodStore
from tests.statestore import two_method_stores


@pytest.fixture(autouse=True)
def _forget():
    """Tests name stores that no other test should come to know."""
    forget()
    yield
    forget()


def test_the_default_store_is_the_database():
    assert isinstance(default_store(), django_store.StateStore)


@pytest.mark.parametrize(
    "path", ["cmsflows.statestore.memory_store", "cmsflows.statestore.memory_store.StateStore"]
)
def test_a_module_or_a_class_may_be_named(settings, path):
    settings.FLOWS_STATE_STORE = path

    assert isinstance(default_store(), memory_store.StateStore)


def test_a_store_is_made_once_however_it_is_named():
    named = [
        "cmsflows.statestore.memory_store",
        "cmsflows.statestore.memory_store.StateStore",
        memory_store.StateStore,
        store_of(memory_store.StateStore),
    ]

    assert len({id(store_of(each)) for each in [*named, *named]}) == 1


def test_an_instance_is_used_as_it_is():
    """A handler may be given one."""
    store = memory_store.StateStore()

    assert store_of(store) is store


@pytest.mark.parametrize(
    "named",
    [
        "tests.statestore.two_method_stores",
        "tests.statestore.two_method_stores.Deleting",
        two_method_stores.StateStore,
        two_method_stores.StateStore(),
    ],
)
def test_a_store_of_two_methods_is_wrapped_once(named):
    """B55: it need not inherit anything."""
    store = store_of(named)

    assert isinstance(store, TwoMethodStore)
    assert store_of(named) is store


def test_every_store_that_was_named_is_known(settings):
    """The default first, and each once."""
    settings.FLOWS_STATE_STORE = "cmsflows.statestore.memory_store"
    given, old = memory_store.StateStore(), two_method_stores.StateStore()

    wrapped = store_of(old)
    store_of(given)
    store_of(given)
    store_of(django_store.StateStore)

    assert known_stores()[0] is default_store()
    assert set(known_stores()) == {
        default_store(),
        given,
        wrapped,
        store_of(django_store.StateStore),
    }
    assert len(known_stores()) == 4


def test_the_default_store_is_known_before_anybody_names_it():
    assert known_stores() == [default_store()]


@pytest.mark.parametrize(
    "path", ["cmsflows.conf", "cmsflows.statestore.base.Stored", "cmsflows.conf.nothing"]
)
def test_what_is_no_store_is_refused(path):
    with pytest.raises(DefinitionError) as caught:
        store_of(path)

    assert str(caught.value) == (
        f"FLOWS_STATE_STORE is {path!r}, which is no state store. Name a module with a class "
        "`StateStore`, or such a class; see cmsflows.statestore.base."
    )


@pytest.mark.parametrize("named", [None, 7, object, dict])
def test_an_object_that_is_no_store_is_refused(named):
    with pytest.raises(DefinitionError) as caught:
        store_of(named)

    assert str(caught.value) == (
        f"{named!r} is no state store. Name a module with a class `StateStore`, or such a class; "
        "see cmsflows.statestore.base."
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
        store_of(path)

    assert str(caught.value) == (
        f"FLOWS_STATE_STORE is {path!r}, which cannot be imported: {reason}."
    )
