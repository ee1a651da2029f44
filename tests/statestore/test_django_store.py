"""The database store keeps what every store keeps, and no more statements than it needs."""

import pytest
from django.db import transaction

from cmsflows.exceptions import UnreadableRecordError
from cmsflows.statestore.django_store import StateStore
from cmsflows.statestore.rows import StoredTask
from tests.statestore.contract import ID, StoreContract


@pytest.mark.django_db(transaction=True)
class TestDjangoStore(StoreContract):
    @pytest.fixture
    def store(self):
        return StateStore()


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("text", ["", "no JSON", "[]", "3", '"x"', "[" * 100_000, "\x80\x04."])
def test_a_row_that_is_no_record_is_refused(text):
    """B27"""
    StateStore().create(ID, {}, lifetime=60)
    StoredTask.objects.update(record=text)

    with pytest.raises(UnreadableRecordError):
        StateStore().load(ID)


def test_a_taken_id_does_not_break_the_transaction_around_it():
    """As with ATOMIC_REQUESTS."""
    store = StateStore()
    store.create(ID, {"n": 1}, lifetime=60)

    with transaction.atomic():
        store.create(ID, {"n": 2}, lifetime=60)
        is_usable = StoredTask.objects.exists()

    assert is_usable


def test_reading_writing_and_touching_take_one_statement_each(django_assert_num_queries):
    store = StateStore()
    store.create(ID, {}, lifetime=60)

    with django_assert_num_queries(3):
        stored = store.load(ID)
        store.replace(ID, {}, version=stored.version, lifetime=60)
        store.touch(ID, lifetime=60)


def test_what_is_read_comes_from_the_database_that_is_written_to(settings):
    """A replica may lag behind: the visitor's next page would be the step before, or a 404."""
    settings.DATABASE_ROUTERS = ["tests.statestore.routing.ReadFromNowhere"]
    store = StateStore()
    store.create(ID, {"n": 1}, lifetime=60)

    assert store.load(ID).record == {"n": 1}
