"""A database that would let tasks down is warned of at start."""

import pytest
from django.core.checks import Warning, run_checks
from django.db import connection

from cmsflows.checks.databases import check_atomic_requests, check_sqlite_waits
from cmsflows.statestore.asking import task_connection
from tests.statestore.elsewhere import tasks_rest_at

FILE = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}


@pytest.fixture
def atomic_requests(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", True)


@pytest.fixture
def sqlite(request, django_db_blocker):
    """Tasks rest in SQLite, with these options."""
    database = {**FILE, "OPTIONS": request.param}
    with django_db_blocker.unblock(), tasks_rest_at(database, "file") as connection:
        yield connection


def test_atomic_requests_are_a_warning(atomic_requests):
    assert check_atomic_requests(None) == [
        Warning(
            "ATOMIC_REQUESTS is on for the database 'default', in which tasks rest: that a step is "
            "being committed would be seen by others only when its effect is over, so that a "
            "second click could pay twice.",
            hint=(
                "Turn it off, and put transaction.atomic() around what needs it; or route "
                "cmsflows.StoredTask to a database of its own; or set FLOWS_STATE_STORE to "
                "another store."
            ),
            id="cmsflows.W005",
        )
    ]


@pytest.mark.parametrize("sqlite", [{"transaction_mode": "IMMEDIATE"}], indirect=True)
def test_atomic_requests_of_another_database_are_none(atomic_requests, sqlite):
    assert check_atomic_requests(None) == []


@pytest.mark.parametrize(
    ("sqlite", "mode"),
    [({}, "DEFERRED"), ({"transaction_mode": "deferred"}, "deferred")],
    indirect=["sqlite"],
)
def test_sqlite_that_cannot_wait_is_a_warning(sqlite, mode):
    assert check_sqlite_waits(None) == [
        Warning(
            "The database 'file', in which tasks rest, is SQLite with transactions that begin "
            f"{mode}: who reads first and writes then fails with 'database is locked' when "
            "somebody else has written in between, however long it might wait.",
            hint='Put "transaction_mode": "IMMEDIATE" into the OPTIONS of that database.',
            id="cmsflows.W006",
        )
    ]


@pytest.mark.parametrize(
    "sqlite",
    [{"transaction_mode": "IMMEDIATE"}, {"transaction_mode": "exclusive"}],
    indirect=True,
)
def test_sqlite_that_can_wait_is_none(sqlite):
    assert check_sqlite_waits(None) == []


@pytest.mark.parametrize("store", ["cmsflows.statestore.memory_store", "nowhere.at_all"])
@pytest.mark.parametrize("sqlite", [{}], indirect=True)
def test_a_database_without_tasks_may_be_as_it_is(atomic_requests, sqlite, settings, store):
    """A store that is none has an error of its own."""
    settings.FLOWS_STATE_STORE = store
    sqlite.settings_dict["ATOMIC_REQUESTS"] = True

    assert check_atomic_requests(None) == check_sqlite_waits(None) == []


def test_the_checks_are_run_at_start_and_connect_to_nothing(atomic_requests):
    """The tests' own guard would say so."""
    ids = [message.id for message in run_checks(tags=["cmsflows"])]

    assert ids == ["cmsflows.W005"]
    assert task_connection().alias == "default"
