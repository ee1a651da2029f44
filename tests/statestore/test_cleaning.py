"""Cleaning up asks every store, and takes nothing from whom still lives."""

import os
import time

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile

from cmsflows.engine import files
from cmsflows.exceptions import StoreUnavailableError, UnreadableRecordError
from cmsflows.statestore import cleaning, memory_store
from cmsflows.statestore.cleaning import Cleaned, clean_up
from cmsflows.statestore.django_store import StateStore
from cmsflows.statestore.rows import StoredTask
from cmsflows.testing import at_once
from cmsflows.testing.contract_records import ID, OTHER
from tests.statestore.elsewhere import tasks_rest_in


@pytest.mark.django_db
def test_it_goes_on_until_nothing_is_left_that_is_expired():
    store = StateStore()
    for number in range(5):
        store.create(f"{number:032x}", {}, lifetime=-1)
    store.create("a" * 32, {}, lifetime=60)

    first, second = clean_up(batch=2), clean_up(batch=2)

    assert (first, second) == (Cleaned(tasks=5, uploads=0), Cleaned(tasks=0, uploads=0))
    assert StoredTask.objects.get().task_id == "a" * 32


@pytest.fixture(params=["postgres_server", "mariadb_server"])
def crowd(request, django_db_blocker):
    """A store with five thousand expired tasks, and a living one, on a server."""
    server = request.getfixturevalue(request.param)
    with django_db_blocker.unblock(), tasks_rest_in(server.settings):
        now = time.time()
        StoredTask.objects.bulk_create(
            StoredTask(task_id=f"{number:032x}", record="{}", expires_at=now - 60 + number / 1_000)
            for number in range(5_000)
        )
        StateStore().create("a" * 32, {}, lifetime=60)
        yield StateStore()


def test_eight_who_clean_up_at_once_count_each_task_once(crowd):
    """B56: two beats are harmless, and so is a person at the console."""
    counts = at_once(lambda number: clean_up(batch=50).tasks)

    assert sum(counts) == 5_000
    assert crowd.purge(batch=50) == 0
    assert crowd.load("a" * 32) is not None


class Stuck(FileSystemStorage):
    """Its files cannot be deleted now."""

    def delete(self, name):
        raise OSError("The network is down.")


@pytest.fixture
def uploads(settings, tmp_path):
    """A directory with old uploads of three tasks that are gone and of one that lives."""
    settings.FLOWS_FILE_DIRECTORY = tmp_path / "uploads"
    StateStore().create("a" * 32, {}, lifetime=60)
    for task_id in ("a" * 32, "b" * 32, "c" * 32, "d" * 32):
        reference = files.keep(task_id, SimpleUploadedFile("cat.jpg", b"jpeg"))
        os.utime(tmp_path / "uploads" / reference.key, times=(0, 0))
    return tmp_path / "uploads"


@pytest.mark.django_db
def test_uploads_of_tasks_that_are_gone_go(uploads):
    """B35: in batches, too."""
    cleaned = clean_up(batch=2)

    assert cleaned == Cleaned(tasks=0, uploads=3)
    assert [path.name for path in uploads.iterdir()] == ["a" * 32]


@pytest.mark.django_db
def test_uploads_that_cannot_be_deleted_are_tried_once(uploads, settings):
    """Else it would never end; whoever cleans up next tries again."""
    stuck = {"BACKEND": f"{__name__}.Stuck", "OPTIONS": {"location": str(uploads)}}
    settings.STORAGES = {**settings.STORAGES, "cmsflows": stuck}

    assert [clean_up(batch=2).uploads for _ in range(2)] == [3, 3]
    assert len(list(uploads.iterdir())) == 4


@pytest.mark.django_db
def test_uploads_stay_while_nobody_knows_whose_tasks_live(
    uploads, settings, postgres_server, django_db_blocker
):
    """B57"""
    with django_db_blocker.unblock(), tasks_rest_in(postgres_server.settings):
        postgres_server.stop()
        with pytest.raises(StoreUnavailableError):
            clean_up()
        postgres_server.start()

    assert len(list(uploads.iterdir())) == 4


def test_a_task_that_cannot_be_read_keeps_its_uploads():
    class Damaged(memory_store.StateStore):
        def load(self, task_id):
            raise UnreadableRecordError("no JSON")

    assert cleaning.lives(ID, stores=[memory_store.StateStore(), Damaged()])


def test_a_task_lives_if_any_store_has_it():
    first, second = memory_store.StateStore(), memory_store.StateStore()
    second.create(ID, {}, lifetime=60)

    assert cleaning.lives(ID, stores=[first, second])
    assert not cleaning.lives(OTHER, stores=[first, second])


def test_uploads_stay_where_another_process_may_know_their_tasks(settings, tmp_path):
    """A worker's memory is empty, and not all the site's."""
    settings.FLOWS_FILE_DIRECTORY = str(tmp_path / "files")
    settings.FLOWS_STATE_STORE = "cmsflows.statestore.memory_store"
    settings.FLOWS_TASK_IDLE_TIMEOUT = 0
    kept = files.keep(ID, SimpleUploadedFile("a.txt", b"a"))

    cleaned = clean_up()

    assert cleaned.uploads == 0
    with kept.open() as file:
        assert file.read() == b"a"
