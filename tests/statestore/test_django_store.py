"""The database store keeps what every store keeps, and no more statements than it needs."""

import time

import pytest
from django.db import transaction

from cmsflows.exceptions import UnreadableRecordError
from cmsflows.statestore.base import FIND_LIMIT
from cmsflows.statestore.django_store import StateStore
from cmsflows.statestore.rows import StoredTask
from cmsflows.testing import SharedStoreContract
from cmsflows.testing.contract_records import ID, OTHER


@pytest.mark.django_db(transaction=True)
class TestDjangoStore(SharedStoreContract):
    """B54"""

    path = "cmsflows.statestore.django_store"

    @pytest.fixture
    def store(self):
        return StateStore()

    def plant(self, store, text):
        StoredTask.objects.filter(task_id=ID).update(record=text)


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


@pytest.mark.django_db(transaction=True)
def test_whatever_a_store_does_takes_one_statement(django_assert_num_queries):
    store = StateStore()

    with django_assert_num_queries(7):
        store.create(ID, {}, lifetime=60)
        stored = store.load(ID)
        store.replace(ID, {}, version=stored.version, lifetime=60)
        store.touch(ID, lifetime=60)
        store.find(owner="7")
        store.purge(batch=10)
        store.delete_state(ID)


def test_what_is_read_comes_from_the_database_that_is_written_to(settings):
    """A replica may lag behind: the visitor's next page would be the step before, or a 404."""
    settings.DATABASE_ROUTERS = ["tests.statestore.routing.ReadFromNowhere"]
    store = StateStore()
    store.create(ID, {"n": 1}, lifetime=60)

    assert store.load(ID).record == {"n": 1}


def test_tasks_are_found_by_owner_and_by_binding():
    store = StateStore()
    store.create("a" * 32, {"owner": "7", "binding": "x"}, lifetime=60)
    store.create("b" * 32, {"owner": "7", "binding": "y"}, lifetime=120)
    store.create("c" * 32, {"owner": "8", "binding": "x"}, lifetime=180)
    store.create("d" * 32, {}, lifetime=60)

    assert store.find(owner="7") == ["b" * 32, "a" * 32]
    assert store.find(binding="x") == ["c" * 32, "a" * 32]
    assert store.find(owner="7", binding="x") == ["a" * 32]
    assert store.find(owner="9") == []
    assert store.find() == []


def test_a_task_is_found_by_the_owner_it_has_now():
    """An anonymous visitor has logged in."""
    store = StateStore()
    store.create(ID, {"owner": "", "binding": "x"}, lifetime=60)

    store.replace(ID, {"owner": "7", "binding": "y"}, version=1, lifetime=60)

    assert store.find(owner="7", binding="y") == [ID]
    assert store.find(binding="x") == []


def test_what_is_expired_or_deleted_is_not_found():
    store = StateStore()
    store.create(ID, {"owner": "7"}, lifetime=-1)
    store.create(OTHER, {"owner": "7"}, lifetime=60)
    store.delete_state(OTHER)

    assert store.find(owner="7") == []


def test_no_more_are_found_than_anybody_can_look_at():
    now = time.time()
    StoredTask.objects.bulk_create(
        StoredTask(task_id=f"{number:032x}", record="{}", owner="7", expires_at=now + 60 + number)
        for number in range(FIND_LIMIT + 10)
    )

    found = StateStore().find(owner="7")

    assert found == [f"{number:032x}" for number in range(FIND_LIMIT + 9, 9, -1)]


def test_ids_are_compared_exactly():
    store = StateStore()
    store.create("a" * 32, {}, lifetime=60)

    assert store.load("A" * 32) is None
    assert store.load("a" * 32 + " ") is None
    assert store.touch("A" * 32, lifetime=60) is False


@pytest.mark.parametrize("version", [-1, 0, 2, 2**31, 2**63 - 1])
def test_a_version_that_never_was_replaces_nothing(version):
    """Nor is it too much for the column."""
    store = StateStore()
    store.create(ID, {"n": 1}, lifetime=60)

    assert store.replace(ID, {"n": 2}, version=version, lifetime=60) is False
    assert store.load(ID).record == {"n": 1}


def test_who_knew_a_task_before_it_expired_does_not_know_the_new_one():
    store = StateStore()
    store.create(ID, {"n": 1}, lifetime=-1)
    store.create(ID, {"n": 2}, lifetime=60)

    is_replaced = store.replace(ID, {"n": 3}, version=1, lifetime=60)

    assert is_replaced is False
    assert store.load(ID).record == {"n": 2}
