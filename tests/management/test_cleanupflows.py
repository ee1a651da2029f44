"""`manage.py cleanupflows` deletes what is expired, and says how much that was."""

import io
import time

import pytest
from django.core.management import call_command

from cmsflows.statestore.rows import StoredTask

pytestmark = pytest.mark.django_db


def cleaned(**options):
    out = io.StringIO()
    call_command("cleanupflows", stdout=out, **options)
    return out.getvalue()


def test_expired_tasks_go_and_living_ones_stay():
    """F51: in batches smaller than what there is."""
    now = time.time()
    for number in range(5):
        StoredTask.objects.create(task_id=f"old{number}", record="{}", expires_at=now - 1)
    StoredTask.objects.create(task_id="living", record="{}", expires_at=now + 60)

    said = cleaned(batch=2)

    assert said == "5 expired tasks were deleted.\n"
    assert [task.task_id for task in StoredTask.objects.all()] == ["living"]


def test_one_is_said_in_the_singular():
    StoredTask.objects.create(task_id="old", record="{}", expires_at=time.time() - 1)

    assert cleaned() == "1 expired task was deleted.\n"
