"""A million expired tasks go, in batches, while visitors go on with theirs."""

import io
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import connections

from cmsflows.statestore.cleaning import BATCH
from cmsflows.statestore.django_store import StateStore
from cmsflows.statestore.purging import purge_statement
from cmsflows.statestore.rows import StoredTask
from cmsflows.statestore.statements import written
from tests.statestore.elsewhere import tasks_rest_in
from tests.statestore.plans import plan

MILLION = 1_000_000
VISITORS = 4
LONG = 2.0
"""Seconds that nobody waits for a step, on a machine with other things to do."""

FILL = """
    INSERT INTO cmsflows_storedtask
        (task_id, version, record, owner, binding, flow, place, expires_at)
    SELECT lpad(to_hex(number), 32, '0'), 1, '{}', '', md5(number::text), 'page:1', '',
        %s - number * 0.001
    FROM generate_series(1, %s) AS number
"""


@pytest.fixture
def database(postgres, django_db_blocker):
    with django_db_blocker.unblock(), tasks_rest_in(postgres) as connection:
        yield connection


def walk(task_id: str, is_over: threading.Event) -> tuple[int, float]:
    """Go on with one task until that is over; answer the steps taken, and the longest of them."""
    store, steps, longest = StateStore(), 0, 0.0
    store.create(task_id, {"n": 0}, lifetime=600)
    try:
        while not is_over.is_set():
            began = time.monotonic()
            stored = store.load(task_id)
            record = {"n": stored.record["n"] + 1}
            assert store.replace(task_id, record, version=stored.version, lifetime=600)
            steps, longest = steps + 1, max(longest, time.monotonic() - began)
            time.sleep(0.005)
    finally:
        connections.close_all()
    return steps, longest


@pytest.mark.slow
def test_a_million_expired_tasks_go_while_visitors_go_on(database, record_property):
    """B56"""
    with database.cursor() as cursor:
        cursor.execute(FILL, [time.time() - 1, MILLION])
    is_over, said = threading.Event(), io.StringIO()

    with ThreadPoolExecutor(VISITORS) as pool:
        walks: list[Future[tuple[int, float]]] = [
            pool.submit(walk, f"{number:x}" * 32, is_over) for number in range(10, 10 + VISITORS)
        ]
        batch = plan(database, written(purge_statement()), [time.time(), BATCH])
        began = time.monotonic()
        call_command("cleanupflows", stdout=said)
        took = time.monotonic() - began
        is_over.set()
    steps, longest = zip(*(walk.result() for walk in walks), strict=True)

    record_property("seconds to clean up", took)
    record_property("seconds of the longest step", max(longest))
    assert said.getvalue() == f"{MILLION} expired tasks were deleted.\n"
    assert StoredTask.objects.count() == VISITORS
    assert batch.reads("cmsflows_storedtask_expires_at"), batch.text
    assert not batch.sorts, batch.text
    assert min(steps) > took  # More than one a second.
    assert max(longest) < LONG
