"""How long a task lives, and what its end leaves behind."""

import time

import pytest

from cmsflows.engine.delta import Delta
from cmsflows.engine.task import Position, Task, TaskStatus, Visit, VisitStatus
from cmsflows.serving.mount import Mount
from cmsflows.serving.saving import create, lifetime, save, touch
from cmsflows.statestore.memory_store import StateStore


class MemoryMount(Mount):
    """A flow nowhere, whose tasks rest in memory."""

    id = "page:1"
    title = "Flow"

    def __init__(self):
        self._store = StateStore()

    @property
    def store(self):
        return self._store

    def current(self):
        raise NotImplementedError

    pinned = locate = root_url = url = current


def task(**values):
    return Task(
        **{
            "id": "0" * 32,
            "flow": "page:1",
            "version": "v",
            "position": Position("a", 0),
            "started_at": time.time(),
            **values,
        }
    )


@pytest.fixture
def mount():
    return MemoryMount()


def test_a_task_lives_for_its_idle_time(settings):
    settings.FLOWS_TASK_IDLE_TIMEOUT = 100

    assert lifetime(task()) == 100


def test_nobody_lives_for_ever(settings):
    """Busy or not: a task that is touched without end still has one."""
    settings.FLOWS_TASK_MAX_AGE = 500

    assert lifetime(task(started_at=time.time() - 450)) == pytest.approx(50, abs=1)
    assert lifetime(task(started_at=time.time() - 501)) < 0


def test_a_finished_task_is_remembered_for_its_own_time(settings):
    settings.FLOWS_TOMBSTONE_AGE = 7

    assert lifetime(task(status=TaskStatus.DONE)) == 7


def test_the_end_leaves_only_what_the_done_page_needs(mount):
    visit = Visit(0, "a", VisitStatus.DONE, "d", "", (Delta({"x": 1}),))
    create(
        mount,
        task(
            status=TaskStatus.DONE,
            visits=(visit,),
            answers={"a": {"x": ["1"]}},
            kept=(Delta({"x": 1}),),
            entry={"x": 1},
            return_to="/thanks/",
            binding="b",
        ),
    )

    record = mount.store.load("0" * 32).record

    assert [record[name] for name in ("visits", "answers", "kept", "entry")] == [[], {}, [], {}]
    assert (record["return_to"], record["binding"]) == ("/thanks/", "b")


def test_of_two_who_save_the_same_version_one_wins(mount):
    create(mount, task())
    version = mount.store.load("0" * 32).version

    saved = [save(mount, task(owner=owner), version) for owner in "12"]

    assert saved == [True, False]
    assert mount.store.load("0" * 32).record["owner"] == "1"


@pytest.mark.parametrize(("gone_by", "is_touched"), [(0, False), (9, False), (11, True)])
def test_looking_extends_a_life_once_in_a_tenth_of_it(mount, settings, gone_by, is_touched):
    """B03: a GET writes no record, and seldom anything at all."""
    settings.FLOWS_TASK_IDLE_TIMEOUT = 100
    create(mount, task())
    mount.store.touch("0" * 32, lifetime=100 - gone_by)
    before = mount.store.load("0" * 32)

    touch(mount, task(), before)
    after = mount.store.load("0" * 32)

    assert (after.expires_at > before.expires_at) is is_touched
    assert (after.record, after.version) == (before.record, before.version)
