"""How long a task lives, and what its end leaves behind."""

import time
from dataclasses import replace

import pytest
from django.test import RequestFactory

from cmsflows.engine.answers import Answers
from cmsflows.engine.delta import Delta
from cmsflows.engine.task import Claim, Position, Task, TaskStatus, Visit, VisitStatus
from cmsflows.serving.binding import SESSION_KEY
from cmsflows.serving.mount import Mount
from cmsflows.serving.saving import Keeper, lifetime, touch
from cmsflows.statestore.memory_store import StateStore
from cmsflows.statestore.records import from_record


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


def keeper(mount, task, version=0):
    request = RequestFactory().get("/")
    request.session = {SESSION_KEY: "secret"}
    return Keeper(request, mount, task, version)


def create(mount, task):
    return keeper(mount, task).save(task)


def read(mount):
    return from_record(mount.store.load("0" * 32).record)


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

    assert lifetime(MemoryMount(), task()) == 100


def test_nobody_lives_for_ever(settings):
    """Busy or not: a task that is touched without end still has one."""
    settings.FLOWS_TASK_MAX_AGE = 500

    assert lifetime(MemoryMount(), task(started_at=time.time() - 450)) == pytest.approx(50, abs=1)
    assert lifetime(MemoryMount(), task(started_at=time.time() - 501)) < 0


def test_a_finished_task_is_remembered_for_its_own_time(settings):
    settings.FLOWS_TOMBSTONE_AGE = 7

    assert lifetime(MemoryMount(), task(status=TaskStatus.DONE)) == 7


def test_the_end_leaves_only_what_the_done_page_needs(mount):
    visit = Visit(seq=0, node="a", opened="a", status=VisitStatus.DONE, deltas=(Delta({"x": 1}),))
    create(
        mount,
        task(
            status=TaskStatus.DONE,
            visits=(visit,),
            drafts={"a": Answers({"x": ["1"]})},
            kept=(Delta({"x": 1}),),
            entry={"x": 1},
            return_to="/thanks/",
            binding="b",
        ),
    )

    record = mount.store.load("0" * 32).record

    assert [record[name] for name in ("visits", "drafts", "kept", "entry")] == [[], {}, [], {}]
    assert (record["return_to"], record["binding"]) == ("/thanks/", "b")


def test_of_two_who_save_the_same_version_one_wins(mount):
    create(mount, task())
    version = mount.store.load("0" * 32).version

    saved = [keeper(mount, task(), version).save(task(position=Position(node, 1))) for node in "bc"]

    assert saved == [True, False]
    assert mount.store.load("0" * 32).record["position"][0] == "b"


def test_who_only_said_whose_it_is_stands_in_nobodys_way(mount):
    """Logging in in another tab claims the task while a form of it is being accepted."""
    create(mount, task())
    version = mount.store.load("0" * 32).version
    first = keeper(mount, read(mount), version)
    keeper(mount, read(mount), version).save(replace(read(mount), owner="7"))

    is_saved = first.save(replace(read(mount), owner="", position=Position("b", 1)))

    assert is_saved
    assert mount.store.load("0" * 32).record["owner"] == "7"
    assert mount.store.load("0" * 32).record["position"][0] == "b"


@pytest.mark.parametrize(("gone_by", "is_touched"), [(0, False), (9, False), (11, True)])
def test_looking_extends_a_life_once_in_a_tenth_of_it(mount, settings, gone_by, is_touched):
    """B03: a GET writes no record, and seldom anything at all."""
    settings.FLOWS_TASK_IDLE_TIMEOUT = 100
    create(mount, task())
    mount.store.touch("0" * 32, lifetime=100 - gone_by)
    before = mount.store.load("0" * 32)

    touch(mount, task(), before.expires_at)
    after = mount.store.load("0" * 32)

    assert (after.expires_at > before.expires_at) is is_touched
    assert (after.record, after.version) == (before.record, before.version)


def test_what_is_not_settled_outside_is_kept_for_as_long_as_that_may_take(settings):
    """B59"""
    settings.FLOWS_UNSETTLED_AGE = 7_000
    claim = Claim("pay", "", 0.0, is_outside=True)

    assert lifetime(MemoryMount(), task(claim=claim, started_at=0)) == 7_000
    assert lifetime(MemoryMount(), task(claim=claim, status=TaskStatus.CANCELLED)) == 7_000
