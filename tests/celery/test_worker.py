"""A worker and two beats of Celery's own clean up, over a real broker."""

import pytest
from django.db import connection

from cmsflows.statestore.django_store import StateStore
from tests.celery.conftest import eventually

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("broker", ["redis"], indirect=True)
def test_a_worker_deletes_what_is_expired_whenever_a_beat_says_so(celery):
    """B56, with two beats, as after a careless deploy."""
    store = StateStore()
    store.create("a" * 32, {}, lifetime=600)
    store.create("b" * 32, {}, lifetime=-1)

    celery.worker()
    for beat in ("first", "second"):
        celery.beat(beat)

    assert eventually(lambda: not is_kept("b" * 32)), celery.log()
    store.create("c" * 32, {}, lifetime=-1)
    assert eventually(lambda: not is_kept("c" * 32)), celery.log()
    assert is_kept("a" * 32)


def is_kept(task_id: str) -> bool:
    """Is there a row, expired or not?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM cmsflows_storedtask WHERE task_id = %s", [task_id])
        return cursor.fetchone() is not None
