"""A store of two methods, as django-flows has them, is one that flows run on (B55)."""

import pytest

from cmsflows.exceptions import StoreUnavailableError, UnreadableRecordError
from cmsflows.statestore.two_methods import TwoMethodStore
from cmsflows.testing import StoreContract
from cmsflows.testing.contract_records import ID
from tests.statestore.two_method_stores import Deleting, StateStore, Unreachable


class TestTwoMethods(StoreContract):
    """B55: within one process it keeps all that a store must."""

    @pytest.fixture
    def store(self):
        return TwoMethodStore(StateStore())

    def plant(self, store, text):
        store.inner.kept[ID]["text"] = text


class TestTwoMethodsAndDeleting(TestTwoMethods):
    @pytest.fixture
    def store(self):
        return TwoMethodStore(Deleting())


def test_it_says_what_it_cannot():
    store = TwoMethodStore(StateStore())

    assert not store.supports_compare_and_swap
    assert not store.supports_find
    assert not store.supports_purge
    assert not store.supports_expiry


@pytest.mark.parametrize(("inner", "rests"), [(StateStore(), False), (Deleting(), True)])
def test_only_the_store_itself_knows_where_it_rests(inner, rests):
    assert TwoMethodStore(inner).rests_in_database is rests


def test_what_it_is_given_is_a_small_dictionary_of_numbers_and_text():
    """One that keeps it by `json` or `pickle` can."""
    inner = StateStore()

    TwoMethodStore(inner).create(ID, {"n": [1]}, lifetime=60)

    expires_at = inner.kept[ID]["expires_at"]
    assert inner.kept == {ID: {"version": 1, "expires_at": expires_at, "text": '{"n":[1]}'}}


def test_what_is_deleted_is_overwritten_where_nothing_can_be_deleted():
    """The answers are gone, and only the id is left."""
    inner = StateStore()
    store = TwoMethodStore(inner)
    store.create(ID, {"n": 1}, lifetime=60)

    store.delete_state(ID)

    assert inner.kept == {ID: {}}


@pytest.mark.parametrize(
    "planted",
    [
        {"n": 1},
        ["version", "expires_at", "text"],
        "text",
        7,
        {"version": "1", "expires_at": 9e9, "text": "{}"},
        {"version": True, "expires_at": 9e9, "text": "{}"},
        {"version": 1, "expires_at": 9e9, "text": b"{}"},
        {"version": 1, "expires_at": 9e9, "text": [[]]},
    ],
)
def test_what_is_no_envelope_is_refused(planted):
    """B27; and a task begun before the store was cmsflows' own ends honestly."""
    inner = StateStore()
    inner.kept[ID] = planted

    with pytest.raises(UnreadableRecordError):
        TwoMethodStore(inner).load(ID)


@pytest.mark.parametrize(
    "method",
    [
        lambda store: store.load(ID),
        lambda store: store.create(ID, {}, lifetime=60),
        lambda store: store.delete_state(ID),
    ],
)
def test_one_that_cannot_be_reached_says_so(method):
    with pytest.raises(StoreUnavailableError) as caught:
        method(TwoMethodStore(Unreachable()))

    assert str(caught.value) == (
        "Unreachable cannot be reached: nobody listens. Is its server running?"
    )
