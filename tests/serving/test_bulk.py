"""All runs of a flow are changed at once, within limits, and nobody's own step is overwritten."""

import time
from dataclasses import replace

import pytest

from cmsflows.engine.task import Claim, Position, Task, TaskStatus
from cmsflows.exceptions import StoreUnavailableError
from cmsflows.serving.bulk import Done, Runs, change_all, stop_all
from cmsflows.serving.saving import read_task
from cmsflows.statestore.memory_store import StateStore
from cmsflows.statestore.records import to_record
from tests.engine.trees import action, compiled

FLOW = compiled(action("item"))


class Store(StateStore):
    """Does something before its first write."""

    before_write = None

    def replace(self, *args, **kwargs):
        act, self.before_write = self.before_write, None
        if act:
            act()
        return super().replace(*args, **kwargs)


class Place:
    """As much of a mount as is asked here."""

    id = "page:1"
    idle_timeout = 600.0
    max_age = 3600.0

    def __init__(self):
        self.store = Store()

    def takes(self, args):
        return True

    def is_stopped(self, task):
        return True


@pytest.fixture
def mount():
    return Place()


def begun(mount, number, **values):
    task = Task(
        id=f"{number:032x}",
        flow="page:1",
        version="v1",
        position=Position("item", 0),
        started_at=time.time(),
        **values,
    )
    mount.store.create(task.id, to_record(task), lifetime=60)
    return task


def to_v2(task):
    return replace(task, version="v2") if task.version != "v2" else None


def stored(mount, task):
    return read_task(mount, task.id)[0]


def test_all_are_changed(mount):
    tasks = [begun(mount, number) for number in range(3)]

    assert change_all(mount, to_v2) == Done(3, is_all=True)
    assert {stored(mount, task).version for task in tasks} == {"v2"}


def test_so_many_are_changed_at_once_and_the_others_the_next_time(mount):
    for number in range(5):
        begun(mount, number)

    done = [change_all(mount, to_v2, limit=2) for _ in range(3)]

    assert done == [Done(2, is_all=False), Done(2, is_all=False), Done(1, is_all=True)]


def test_no_more_time_is_taken_than_is_given(mount):
    begun(mount, 1)
    runs = Runs(mount, limit=10, patience=-1.0)

    assert len(list(runs)) == 1
    assert not runs.is_all


def test_who_goes_on_meanwhile_is_changed_where_they_are_then(mount):
    task = begun(mount, 1)
    on = replace(task, position=Position("item", 1))

    def goes_on():
        StateStore.replace(mount.store, task.id, to_record(on), version=1, lifetime=60)

    mount.store.before_write = goes_on

    assert change_all(mount, to_v2).changed == 1
    assert stored(mount, task) == replace(on, version="v2")


def test_who_finishes_meanwhile_is_left_alone(mount):
    task = begun(mount, 1)
    over = replace(task, status=TaskStatus.DONE)

    def finishes():
        StateStore.replace(mount.store, task.id, to_record(over), version=1, lifetime=60)

    mount.store.before_write = finishes

    assert stop_all(mount).changed == 0
    assert stored(mount, task) == over


def test_what_is_not_settled_is_not_stopped(mount):
    """B59"""
    outside = begun(mount, 1, claim=Claim("item", "", 0.0, is_outside=True))
    running = begun(mount, 2)

    assert stop_all(mount) == Done(1, is_all=True)
    assert stored(mount, outside) == outside
    assert stored(mount, running).status is TaskStatus.STOPPED


def test_a_store_that_goes_away_ends_it(mount, monkeypatch):
    begun(mount, 1)

    def away(*args, **kwargs):
        raise StoreUnavailableError(store="It", reason="gone", hint="")

    monkeypatch.setattr(Store, "replace", away)

    assert change_all(mount, to_v2) == Done(0, is_all=False)


def test_a_record_that_is_none_is_passed_over(mount):
    mount.store.create("f" * 32, {"flow": "page:1", "status": "running"}, lifetime=60)
    begun(mount, 1)

    assert change_all(mount, to_v2) == Done(1, is_all=True)
