"""`manage.py cleanupflows` deletes what is expired, and says how much that was."""

import io
import time

import pytest
from django.core.management import CommandError, call_command

from cmsflows.management.commands.cleanupflows import sentences
from cmsflows.statestore.cleaning import Cleaned
from cmsflows.statestore.rows import StoredTask
from tests.statestore.elsewhere import tasks_rest_in


def cleaned(**options):
    out = io.StringIO()
    call_command("cleanupflows", stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_expired_tasks_go_and_living_ones_stay():
    """F51: in batches smaller than what there is."""
    now = time.time()
    for number in range(5):
        StoredTask.objects.create(task_id=f"old{number}", record="{}", expires_at=now - 1)
    StoredTask.objects.create(task_id="living", record="{}", expires_at=now + 60)

    said = cleaned(batch=2)

    assert said == "5 expired tasks were deleted.\n"
    assert [task.task_id for task in StoredTask.objects.all()] == ["living"]


@pytest.mark.django_db
def test_one_is_said_in_the_singular():
    StoredTask.objects.create(task_id="old", record="{}", expires_at=time.time() - 1)

    assert cleaned() == "1 expired task was deleted.\n"


def test_uploads_are_spoken_of_only_if_some_went():
    none, one, two = (sentences(Cleaned(tasks=0, uploads=count)) for count in range(3))

    assert none == ["0 expired tasks were deleted."]
    assert one[1:] == ["The uploads of 1 task that is gone were deleted."]
    assert two[1:] == ["The uploads of 2 tasks that are gone were deleted."]


@pytest.mark.parametrize("batch", ["0", "-1", "many"])
def test_a_batch_of_no_size_is_refused(batch):
    with pytest.raises(CommandError) as caught:
        call_command("cleanupflows", "--batch", batch)

    assert str(caught.value) == (
        f"Error: argument --batch: {batch!r} is no size of a batch; give a number from 1 on."
    )


def test_a_store_that_is_away_is_said_in_a_sentence(postgres_server, django_db_blocker):
    """B57: and not in a traceback."""
    with django_db_blocker.unblock(), tasks_rest_in(postgres_server.settings):
        postgres_server.stop()
        with pytest.raises(CommandError) as caught:
            cleaned()
        postgres_server.start()

    assert str(caught.value).startswith("The database 'cmsflows_")
    assert str(caught.value).endswith(". Is its server running?")
