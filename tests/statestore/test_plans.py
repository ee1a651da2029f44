"""Finding and purging read an index, on every database, however many tasks there are."""

import time

import pytest

from cmsflows.statestore.base import FIND_LIMIT, LIST_PAGE
from cmsflows.statestore.finding import find_statement
from cmsflows.statestore.listing_rows import COUNT, LIST
from cmsflows.statestore.purging import purge_statement
from cmsflows.statestore.rows import StoredTask
from cmsflows.statestore.statements import TOUCH, written
from tests.statestore.elsewhere import tasks_rest_at, tasks_rest_in
from tests.statestore.plans import Plan, plan

KEYS = {"sqlite": "sqlite_autoindex", "postgresql": "_pkey", "mysql": "PRIMARY"}
"""What the index of a primary key is called."""


@pytest.fixture
def unblocked(django_db_blocker):
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def on_sqlite(unblocked, tmp_path):
    file = {"ENGINE": "django.db.backends.sqlite3", "NAME": tmp_path / "tasks.sqlite3"}
    with tasks_rest_at(file, "plans") as connection:
        yield connection


@pytest.fixture
def on_postgres(unblocked, postgres_server):
    with tasks_rest_in(postgres_server.settings) as connection:
        yield connection


@pytest.fixture
def on_mariadb(unblocked, mariadb_server):
    with tasks_rest_in(mariadb_server.settings) as connection:
        yield connection


@pytest.fixture(params=["on_sqlite", "on_postgres", "on_mariadb"])
def full(request):
    """A connection to a database with thousands of tasks, hundreds of each owner."""
    connection = request.getfixturevalue(request.param)
    now = time.time()
    StoredTask.objects.bulk_create(
        (
            StoredTask(
                task_id=f"{number:032x}",
                record="{}",
                owner=str(number % 20),
                binding=f"{number:064x}",
                flow=f"page:{number % 20}",
                place=f"v {number % 7}",
                expires_at=now - 5_000 + number * 7_919 % 10_000,  # in no order
            )
            for number in range(10_000)
        ),
        batch_size=1_000,
    )
    table = "TABLE " if connection.vendor == "mysql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {table}cmsflows_storedtask")
    return connection


def test_a_visitors_tasks_are_found_by_one_scan_of_one_index(full):
    now = time.time()

    by_owner = plan(full, written(find_statement("owner")), ["7", now, FIND_LIMIT])
    by_binding = plan(full, written(find_statement("binding")), ["7" * 64, now, FIND_LIMIT])

    assert by_owner.reads("cmsflows_tasks_of_owner"), by_owner.text
    assert by_binding.reads("cmsflows_tasks_of_binding"), by_binding.text


def test_a_flows_runs_are_listed_and_counted_by_an_index_of_theirs(full):
    now = time.time()

    page = plan(full, written(LIST), ["page:7", "", now, LIST_PAGE])
    count = plan(full, written(COUNT), ["page:7", now])

    assert page.reads("cmsflows_tasks_of_flow"), page.text
    assert count.reads("cmsflows_tasks_of_flow"), count.text


def test_a_batch_of_expired_tasks_is_found_by_their_end(full):
    """B56"""
    batch = plan(full, written(purge_statement()), [time.time(), 100])

    assert batch.reads("cmsflows_storedtask_expires_at"), batch.text
    assert not batch.sorts, batch.text


def test_one_task_is_met_by_its_key(full):
    now = time.time()

    touch = plan(full, written(TOUCH), [now + 60, "7" * 32, now])

    assert touch.reads(KEYS[full.vendor]), touch.text


@pytest.mark.parametrize(
    ("vendor", "text"),
    [
        ("sqlite", "SCAN cmsflows_storedtask, SEARCH USING INDEX the_index"),
        ("postgresql", "Sort -> Seq Scan on cmsflows_storedtask, Index Scan using the_index"),
        ("mysql", "('SIMPLE', 'cmsflows_storedtask', 'ALL', 'the_index')"),
    ],
)
def test_a_scan_of_the_table_is_noticed(vendor, text):
    assert not Plan(vendor, text).reads("the_index")


@pytest.mark.parametrize(
    ("vendor", "text"),
    [
        ("sqlite", "USE TEMP B-TREE FOR ORDER BY"),
        ("postgresql", "Sort  (cost=227.48..227.73)"),
        ("mysql", "('SIMPLE', 'Using where; Using filesort')"),
    ],
)
def test_sorting_is_noticed(vendor, text):
    assert Plan(vendor, text).sorts
