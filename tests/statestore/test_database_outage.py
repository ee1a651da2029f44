"""A database that is not there is an outage, which a visitor is told of; a mistake is a mistake."""

import pytest
from django.db import ProgrammingError, transaction

from cmsflows.exceptions import StoreUnavailableError
from cmsflows.statestore.django_store import StateStore
from cmsflows.testing.contract_records import ID, OTHER
from tests.statestore.elsewhere import tasks_rest_at, tasks_rest_in

WORK = {
    "load": lambda store: store.load(ID),
    "create": lambda store: store.create(OTHER, {}, lifetime=60),
    "replace": lambda store: store.replace(ID, {}, version=1, lifetime=60),
    "touch": lambda store: store.touch(ID, lifetime=60),
    "purge": lambda store: store.purge(batch=10),
    "find": lambda store: store.find(owner="7"),
    "get_state": lambda store: store.get_state(ID),
    "put_state": lambda store: store.put_state(ID, {}),
    "delete_state": lambda store: store.delete_state(ID),
}
"""Whatever a store can be asked."""


@pytest.fixture(params=["postgres_server", "mariadb_server"])
def server(request):
    """A server that is running, and will be again when the test ends."""
    server = request.getfixturevalue(request.param)
    yield server
    server.start()


@pytest.fixture
def connection(server, django_db_blocker):
    with django_db_blocker.unblock(), tasks_rest_in(server.settings) as connection:
        StateStore().create(ID, {"n": 1}, lifetime=60)
        yield connection
        server.start()  # so that the database can be dropped


def is_unavailable(store, work):
    with pytest.raises(StoreUnavailableError):
        WORK[work](store)
    return True


def test_every_method_says_that_the_database_is_gone_and_works_when_it_is_back(server, connection):
    """B57: the first meets the connection that died, the others find nobody to connect to."""
    store = StateStore()
    server.stop()

    gone = [is_unavailable(store, work) for work in WORK]
    server.start()

    assert gone == [True] * len(WORK)
    assert store.load(ID).record == {"n": 1}


@pytest.mark.parametrize("work", WORK)
def test_a_connection_that_died_meanwhile_is_told_once(server, connection, work):
    """The server was restarted between two requests of this thread."""
    store = StateStore()
    store.load(ID)
    server.stop()
    server.start()

    is_told = is_unavailable(store, work)

    assert is_told
    assert store.load(ID).record == {"n": 1}


@pytest.mark.parametrize("work", ["load", "replace"])
def test_a_request_whose_database_goes_can_still_answer(server, connection, work):
    """B57, with ATOMIC_REQUESTS: what the request wrote before is undone, and nothing is raised
    that would replace the honest page."""
    store = StateStore()

    with transaction.atomic(using=connection.alias):
        store.create(OTHER, {}, lifetime=60)
        server.stop()
        is_told = is_unavailable(store, work)
    server.start()

    assert is_told
    assert store.load(OTHER) is None
    assert store.load(ID).record == {"n": 1}


def test_an_outage_names_the_database_and_the_reason(server, connection):
    server.stop()
    connection.close()

    with pytest.raises(StoreUnavailableError) as caught:
        StateStore().load(ID)

    start, end = str(caught.value).split(connection.alias)
    assert start == "The database '"
    assert end.startswith("' cannot be reached: ")
    assert str(server.port) in end or "127.0.0.1" in end
    assert end.endswith(". Is its server running?")


def test_a_missing_table_is_no_outage(connection):
    with connection.schema_editor() as editor:
        editor.execute("DROP TABLE cmsflows_storedtask")

    with pytest.raises(ProgrammingError):
        StateStore().load(ID)


def test_a_locked_file_of_sqlite_is_an_outage(tmp_path, django_db_blocker):
    """Its lock is for all tasks, so waiting for it in vain is no lost race for one."""
    settings = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": tmp_path / "tasks.sqlite3",
        "OPTIONS": {"timeout": 0.05},
    }
    with django_db_blocker.unblock(), tasks_rest_at(settings, "file") as connection:
        StateStore().create(ID, {"n": 1}, lifetime=60)
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreUnavailableError) as caught:
                StateStore().replace(ID, {}, version=1, lifetime=60)
        other.close()

        assert str(caught.value) == (
            f"The database {connection.alias!r} cannot be reached: database is locked. "
            "Is its server running?"
        )
        assert StateStore().load(ID).record == {"n": 1}
