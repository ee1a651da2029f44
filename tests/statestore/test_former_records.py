"""Tasks kept by the version before are read, and go on."""

import contextlib

import pytest

from cmsflows.engine.delta import Delta
from cmsflows.engine.task import Position, VisitStatus
from cmsflows.exceptions import UnreadableRecordError
from cmsflows.statestore.records import from_record, to_record

FORMAT_1 = {
    "format": 1,
    "id": "0" * 32,
    "flow": "page:1",
    "version": "a" * 64,
    "position": ["b", 1],
    "binding": "c" * 64,
    "owner": "7",
    "status": "running",
    "visits": [
        {
            "seq": 0,
            "node": "a",
            "status": "done",
            "digest": "d" * 64,
            "to": "b",
            "deltas": [{"changed": {"x": 1}, "removed": ["y"], "under": ""}],
        }
    ],
    "answers": {"a": {"name": ["Mary"]}},
    "kept": [],
    "entry": {"y": 0},
    "args": {"item": "kettle"},
    "return_to": "",
    "resume": "",
    "started_at": 1.5,
}
"""As it was written by the version that kept answers by step."""


def test_a_task_of_the_format_before_goes_on():
    task = from_record(FORMAT_1)

    assert task.position == Position("b", 1)
    assert task.state() == {"x": 1}
    assert task.answers["a"].values == {"name": ["Mary"]}


def test_its_visits_can_be_gone_back_to():
    visit = from_record(FORMAT_1).path[0]

    assert (visit.opened, visit.status) == ("a", VisitStatus.DONE)
    assert visit.answers.values == {"name": ["Mary"]}
    assert visit.deltas == (Delta({"x": 1}, ("y",)),)


def test_it_is_written_in_the_format_of_today():
    assert from_record(to_record(from_record(FORMAT_1))) == from_record(FORMAT_1)


@pytest.mark.parametrize("damage", [None, "x", [[]], {"x": 1}])
@pytest.mark.parametrize("name", sorted(FORMAT_1))
def test_a_damaged_one_is_read_or_refused(name, damage):
    """B27"""
    with contextlib.suppress(UnreadableRecordError):
        assert from_record({**FORMAT_1, name: damage}).id
