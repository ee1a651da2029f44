"""A worker and two beats of Celery's own clean up, over a real broker."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from cmsflows.statestore.django_store import StateStore
from tests.house.sources import ROOT

PATIENCE = 25
"""Seconds."""

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def celery(shared_redis_server, tmp_path) -> Iterator[Callable[..., None]]:
    """Start `celery …` in the background, until the test ends."""
    environment = {
        **os.environ,
        "CMSFLOWS_WORKER_BROKER": shared_redis_server.url,
        "CMSFLOWS_WORKER_DB": str(connection.settings_dict["NAME"]),
        "CMSFLOWS_WORKER_NAME": f"cmsflows-test-{secrets.token_hex(4)}",
    }
    started = []

    def start(*words: str) -> None:
        command = [sys.executable, "-m", "celery", "-A", "tests.celery.site", *words]
        with (tmp_path / f"{words[0]}.log").open("ab") as log:
            started.append(
                subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
            )

    yield start
    for process in started:
        process.terminate()
    for process in started:
        process.wait(PATIENCE)


def eventually(is_so: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def test_a_worker_deletes_what_is_expired_whenever_a_beat_says_so(celery, tmp_path):
    """B56, with two beats, as after a careless deploy."""
    store = StateStore()
    store.create("a" * 32, {}, lifetime=600)
    store.create("b" * 32, {}, lifetime=-1)

    celery("worker", "--pool", "solo", "--without-gossip", "--without-mingle", "-l", "INFO")
    for beat in ("first", "second"):
        celery("beat", "--schedule", str(tmp_path / beat), "--pidfile", "")

    assert eventually(lambda: not is_kept("b" * 32)), (tmp_path / "worker.log").read_text()
    store.create("c" * 32, {}, lifetime=-1)
    assert eventually(lambda: not is_kept("c" * 32)), (tmp_path / "worker.log").read_text()
    assert is_kept("a" * 32)


def is_kept(task_id: str) -> bool:
    """Is there a row, expired or not?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM cmsflows_storedtask WHERE task_id = %s", [task_id])
        return cursor.fetchone() is not None
