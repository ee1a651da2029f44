"""The database store keeps its promises on servers that keep transactions further apart."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction
from psycopg import IsolationLevel

from cmsflows.exceptions import StoreUnavailableError
from cmsflows.statestore.django_store import StateStore
from cmsflows.statestore.rows import StoredTask
from cmsflows.testing import StoreContract, at_once
from cmsflows.testing.contract_records import ID, OTHER
from tests.statestore.elsewhere import tasks_rest_in

LEVELS = [
    IsolationLevel.READ_COMMITTED,
    IsolationLevel.REPEATABLE_READ,
    IsolationLevel.SERIALIZABLE,
]

SNAPSHOTS = {"isolation_level": "repeatable read"}
"""What MariaDB does by itself; Django asks it for less."""

STRICT_SNAPSHOTS = {**SNAPSHOTS, "init_command": "SET innodb_snapshot_isolation = ON"}
"""What newer releases of MariaDB do by themselves."""

RACED = "Somebody else was writing the same task; what was asked can be asked again."


class ServerContract(StoreContract):
    """A database takes longer to make than most tests, so each class has one, and empties it."""

    @pytest.fixture
    def store(self, database):
        StoredTask.objects.all().delete()
        return StateStore()

    def plant(self, store, text):
        StoredTask.objects.filter(task_id=ID).update(record=text)


class TestOnPostgres(ServerContract):
    @pytest.fixture(scope="class", params=LEVELS, ids=lambda level: level.name)
    @classmethod
    def database(cls, request, shared_postgres_server, django_db_blocker):
        shared_postgres_server.start()
        options = {"isolation_level": request.param}
        settings = {**shared_postgres_server.settings, "OPTIONS": options}
        with django_db_blocker.unblock(), tasks_rest_in(settings):
            yield


class TestOnMariadb(ServerContract):
    @pytest.fixture(scope="class", params=[{}, STRICT_SNAPSHOTS], ids=["as Django does", "strict"])
    @classmethod
    def database(cls, request, shared_mariadb_server, django_db_blocker):
        shared_mariadb_server.start()
        settings = {**shared_mariadb_server.settings, "OPTIONS": request.param}
        with django_db_blocker.unblock(), tasks_rest_in(settings):
            yield


@pytest.fixture
def far_apart(postgres_server, django_db_blocker):
    """A connection to PostgreSQL at REPEATABLE READ."""
    options = {"isolation_level": IsolationLevel.REPEATABLE_READ}
    with (
        django_db_blocker.unblock(),
        tasks_rest_in({**postgres_server.settings, "OPTIONS": options}) as connection,
    ):
        yield connection


@pytest.fixture
def mariadb(request, mariadb_server, django_db_blocker):
    """A connection to MariaDB; a test may name options."""
    settings = {**mariadb_server.settings, "OPTIONS": getattr(request, "param", {})}
    with django_db_blocker.unblock(), tasks_rest_in(settings) as connection:
        yield connection


def meanwhile(work: Callable[[], object]) -> None:
    """Do something in another thread, with a connection of its own."""

    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(run).result()


def test_a_lost_race_leaves_the_transaction_around_it_whole(far_apart):
    """As with ATOMIC_REQUESTS; PostgreSQL says 40001, and would let nothing else be asked."""
    store = StateStore()
    store.create(ID, {"n": 1}, lifetime=60)

    with transaction.atomic(using=far_apart.alias):
        version = store.load(ID).version
        meanwhile(lambda: store.replace(ID, {"n": 2}, version=version, lifetime=60))
        is_replaced = store.replace(ID, {"n": 3}, version=version, lifetime=60)
        is_new = store.create(OTHER, {}, lifetime=60)

    assert (is_replaced, is_new) == (False, True)
    assert store.load(ID).record == {"n": 2}
    assert store.load(OTHER) is not None


def test_a_touch_that_loses_a_race_says_that_the_task_lives(far_apart):
    store = StateStore()
    store.create(ID, {"n": 1}, lifetime=60)

    with transaction.atomic(using=far_apart.alias):
        version = store.load(ID).version
        meanwhile(lambda: store.replace(ID, {"n": 2}, version=version, lifetime=60))
        is_there = store.touch(ID, lifetime=60)

    assert is_there is True


def test_who_touches_does_not_make_who_replaces_lose(far_apart):
    """A look into another tab is no answer that was given there."""
    store = StateStore()
    store.create(ID, {"n": 0}, lifetime=60)

    def touch_or_write(number):
        if number:
            return all(store.touch(ID, lifetime=60) for _ in range(100))
        return all(store.replace(ID, {"n": n + 1}, version=n + 1, lifetime=60) for n in range(100))

    answers = at_once(touch_or_write, workers=4)

    assert answers == [True] * 4
    assert store.load(ID).record == {"n": 100}


def test_what_cannot_be_deleted_or_put_is_said(far_apart):
    """Silence would leave answers behind that a visitor has cancelled."""
    store = StateStore()
    store.create(ID, {"n": 1}, lifetime=60)

    def within_a_snapshot(work):
        with transaction.atomic(using=far_apart.alias):
            version = store.load(ID).version
            meanwhile(lambda: store.replace(ID, {"n": 2}, version=version, lifetime=60))
            with pytest.raises(StoreUnavailableError) as caught:
                work()
        return str(caught.value)

    deleting = within_a_snapshot(lambda: store.delete_state(ID))
    putting = within_a_snapshot(lambda: store.put_state(ID, {"n": 3}))

    assert deleting == (
        f"The database {far_apart.alias!r} cannot be reached: could not serialize access due to "
        f"concurrent update. {RACED}"
    )
    assert putting == (
        f"The database's table of tasks cannot be reached: others keep writing task {ID}. {RACED}"
    )
    assert store.load(ID).record == {"n": 2}


def test_who_waits_too_long_for_a_row_has_lost(far_apart):
    """lock_timeout: another transaction is writing the task, and takes its time."""
    store = StateStore()
    store.create(ID, {"n": 1}, lifetime=60)

    def wait():
        with connections[far_apart.alias].cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
        assert store.replace(ID, {"n": 3}, version=1, lifetime=60) is False

    with transaction.atomic(using=far_apart.alias):
        store.replace(ID, {"n": 2}, version=1, lifetime=60)
        meanwhile(wait)

    assert store.load(ID).record == {"n": 2}


@pytest.mark.parametrize("mariadb", [SNAPSHOTS], indirect=True)
def test_a_snapshot_of_mariadb_hides_no_newer_version_from_a_write(mariadb):
    store = StateStore()
    store.create(ID, {"n": 1}, lifetime=60)

    with transaction.atomic(using=mariadb.alias):
        version = store.load(ID).version
        meanwhile(lambda: store.replace(ID, {"n": 2}, version=version, lifetime=60))
        is_replaced = store.replace(ID, {"n": 3}, version=version, lifetime=60)
        store.put_state(OTHER, {})

    assert is_replaced is False
    assert store.load(ID).record == {"n": 2}
    assert store.load(OTHER) is not None


@pytest.mark.parametrize("mariadb", [STRICT_SNAPSHOTS], indirect=True)
def test_a_transaction_that_mariadb_undoes_is_not_taken_for_whole(mariadb):
    """Error 1020 takes the savepoints along, and with them whatever the request wrote before."""
    store = StateStore()
    store.create(ID, {"n": 1}, lifetime=60)

    with transaction.atomic(using=mariadb.alias):
        store.create(OTHER, {}, lifetime=60)
        version = store.load(ID).version
        meanwhile(lambda: store.replace(ID, {"n": 2}, version=version, lifetime=60))
        with pytest.raises(StoreUnavailableError) as caught:
            store.replace(ID, {"n": 3}, version=version, lifetime=60)

    assert str(caught.value).endswith(RACED)
    assert store.load(ID).record == {"n": 2}
    assert store.load(OTHER) is None


def test_a_deadlock_of_two_requests_is_said_to_one_of_them(mariadb):
    store = StateStore()
    store.create(ID, {}, lifetime=60)
    store.create(OTHER, {}, lifetime=60)
    both_have_one = threading.Barrier(2)

    def cross(number):
        try:
            with transaction.atomic(using=mariadb.alias):
                for task_id in (ID, OTHER) if number else (OTHER, ID):
                    store.replace(task_id, {"n": number}, version=1, lifetime=60)
                    if task_id == (ID if number else OTHER):
                        both_have_one.wait()
        except StoreUnavailableError:
            return None
        return number

    answers = at_once(cross, workers=2)

    (winner,) = [answer for answer in answers if answer is not None]
    assert store.load(ID).record == store.load(OTHER).record == {"n": winner}


@pytest.mark.parametrize("charset", ["utf8mb3", "utf8mb4"])
def test_any_text_comes_back_whatever_mariadb_takes_for_utf8(
    mariadb_server, django_db_blocker, charset
):
    """Ids, owners and bindings are compared as they stand, where MariaDB's text is not."""
    with (
        django_db_blocker.unblock(),
        tasks_rest_in(mariadb_server.settings, f"CHARACTER SET {charset}"),
    ):
        store = StateStore()
        store.create("a" * 32, {"owner": "ä🫖", "binding": "x", "n": "🫖"}, lifetime=60)

        found = [store.find(owner=owner) for owner in ("ä🫖", "Ä🫖", "a🫖", "ä🫖 ", "ä🍵")]

        assert found == [["a" * 32], [], [], [], []]
        assert store.find(binding="X") == []
        assert store.load("A" * 32) is None
        assert store.load("a" * 32 + " ") is None
        assert store.load("a" * 32).record["n"] == "🫖"


def test_an_update_that_changes_nothing_has_met_its_row(mariadb, monkeypatch):
    """MariaDB counts changed rows, unless it is asked for those that were found."""
    monkeypatch.setattr("time.time", lambda: 1_900_000_000.0)
    store = StateStore()
    store.create(ID, {}, lifetime=60)

    assert [store.touch(ID, lifetime=60) for _ in range(2)] == [True, True]
