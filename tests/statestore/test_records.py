"""A task comes back from its record as it was, and a record by somebody else never does."""

import contextlib
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmsflows.engine.answers import Answers
from cmsflows.engine.codec import encode_state
from cmsflows.engine.delta import Delta
from cmsflows.engine.task import Claim, Position, Task, TaskStatus, Visit, VisitStatus
from cmsflows.exceptions import UnreadableRecordError
from cmsflows.statestore.records import from_record, to_record
from tests.engine.values import JSON, STATES, TEXT

TASK = Task(
    id="0" * 32,
    flow="page:1",
    version="a" * 64,
    position=Position("b", 1, 0, True),
    binding="c" * 64,
    owner="7",
    visits=(
        Visit(
            seq=0,
            node="a",
            opened="g",
            status=VisitStatus.DONE,
            digest="d" * 64,
            to="b",
            is_sent=True,
            answers=Answers({"name": ["one", "two"]}, {"scan": {"$": "file", "v": []}}, ("pin",)),
            deltas=(Delta({"x": 1}), Delta({}, ("y",), "n")),
            resume="c",
            commits=True,
            locks=True,
        ),
        Visit(seq=1, node="b", opened="b", status=VisitStatus.SUPERSEDED, by=0),
    ),
    claim=Claim("b", "e" * 64, 1.5, is_outside=True, answers=Answers({"card": ["1"]})),
    drafts={"a": Answers({"name": ["one", "two"]}, used="f" * 32)},
    commits=(Visit(seq=7, node="p", opened="p", status=VisitStatus.DONE, commits=True),),
    attempts={"b": 2},
    files=("0/1",),
    kept=(Delta({"z": None}),),
    entry={"e": 1},
    args={"item": "kettle"},
    return_to="/thanks/",
    resume="c",
    started_at=1.5,
)

FIELDS = sorted(to_record(TASK))

DELTAS = st.lists(
    st.builds(Delta, STATES.map(encode_state), st.lists(TEXT, max_size=2).map(tuple), TEXT),
    max_size=2,
).map(tuple)

ANSWERS = st.builds(
    Answers,
    st.dictionaries(TEXT, st.lists(TEXT, max_size=2), max_size=2),
    STATES.map(encode_state),
    st.lists(TEXT, max_size=2).map(tuple),
    TEXT,
).map(lambda answers: answers or Answers())

NODES = st.text(min_size=1, max_size=5)

VISITS = st.lists(
    st.builds(
        Visit,
        seq=st.integers(),
        node=NODES,
        opened=NODES,
        status=st.sampled_from(VisitStatus),
        digest=TEXT,
        to=TEXT,
        is_sent=st.booleans(),
        answers=ANSWERS,
        deltas=DELTAS,
        resume=TEXT,
        commits=st.booleans(),
        locks=st.booleans(),
        by=st.none() | st.integers(),
    ),
    max_size=2,
).map(tuple)

TASKS = st.builds(
    Task,
    id=TEXT,
    flow=TEXT,
    version=TEXT,
    position=st.builds(Position, TEXT, st.integers(), st.none() | st.integers(), st.booleans()),
    status=st.sampled_from(TaskStatus),
    visits=VISITS,
    claim=st.none() | st.builds(Claim, TEXT, TEXT, st.floats(allow_nan=False), st.booleans()),
    drafts=st.dictionaries(TEXT, ANSWERS, max_size=2),
    commits=VISITS,
    attempts=st.dictionaries(TEXT, st.integers(), max_size=2),
    files=st.lists(TEXT, max_size=2).map(tuple),
    kept=DELTAS,
    entry=STATES.map(encode_state),
    args=st.dictionaries(TEXT, TEXT, max_size=2),
    started_at=st.floats(allow_nan=False),
)


@settings(deadline=None)
@given(TASKS)
def test_a_task_comes_back_as_it_was(task):
    stored = json.dumps(to_record(task))

    assert from_record(json.loads(stored)) == task


def test_a_task_with_everything_comes_back_as_it_was():
    assert from_record(json.loads(json.dumps(to_record(TASK)))) == TASK


@settings(deadline=None)
@given(JSON)
def test_no_json_is_believed_or_crashes(data):
    """B27"""
    with pytest.raises(UnreadableRecordError):
        from_record(data)


@settings(deadline=None)
@given(st.sampled_from(FIELDS), JSON)
def test_no_damaged_field_crashes(name, data):
    """B27: what is read of it can still be asked for its state, or is refused."""
    record = {**to_record(TASK), name: data}

    with contextlib.suppress(UnreadableRecordError):
        from_record(record).state()


@settings(deadline=None)
@given(st.sampled_from(["visits", "kept"]), st.sampled_from(FIELDS), JSON)
def test_no_damaged_visit_crashes(part, name, data):
    """B27"""
    record = json.loads(json.dumps(to_record(TASK)))
    record[part][0][name] = data

    for field in ("seq", "node", "status", "changed", "removed", "under", "deltas"):
        damaged = json.loads(json.dumps(record))
        damaged[part][0][field] = data
        with contextlib.suppress(UnreadableRecordError):
            from_record(damaged).state()


@pytest.mark.parametrize("name", FIELDS)
def test_a_missing_field_is_refused(name):
    record = to_record(TASK)
    del record[name]

    with pytest.raises(UnreadableRecordError):
        from_record(record)


def test_another_format_is_refused_by_its_number():
    with pytest.raises(UnreadableRecordError) as caught:
        from_record({**to_record(TASK), "format": 99})

    assert str(caught.value) == "Format 99 of a task is not known here."


def test_the_state_is_what_entry_visits_and_kept_changes_make():
    task = replace(TASK, entry={"y": 0, "n": {"y": 1, "v": 2}})

    assert task.state() == {"x": 1, "y": 0, "n": {"v": 2}, "z": None}
