"""A task as a record, and back: the stored form of `cmsflows.engine.task.Task`.

What a record says is checked when it is read: a row written by somebody else is refused, never
believed.
"""

from collections.abc import Mapping
from typing import Any

from cmsflows.engine.delta import Delta
from cmsflows.engine.task import Position, Task, TaskStatus, Visit, VisitStatus
from cmsflows.exceptions import UnreadableRecordError

FORMAT = 1
"""Raised when the stored form changes; a reader keeps reading the one before."""

Record = dict[str, Any]
"""Plain JSON data."""


def to_record(task: Task) -> Record:
    """Plain JSON data for a task. Raises `UnstorableValueError` for state that cannot be kept."""
    return {
        "format": FORMAT,
        "id": task.id,
        "flow": task.flow,
        "version": task.version,
        "position": [task.position.node, task.position.seq],
        "binding": task.binding,
        "owner": task.owner,
        "status": task.status.value,
        "visits": [_visit_record(visit) for visit in task.visits],
        "answers": {node: dict(answers) for node, answers in task.answers.items()},
        "kept": [_delta_record(delta) for delta in task.kept],
        "entry": task.entry,
        "args": dict(task.args),
        "return_to": task.return_to,
        "resume": task.resume,
        "started_at": task.started_at,
    }


def from_record(record: Mapping[str, Any]) -> Task:
    """The task of a record. Raises `UnreadableRecordError` when it is none."""
    try:
        return _task(record)
    except (LookupError, TypeError, ValueError, ArithmeticError) as error:
        raise UnreadableRecordError(f"The stored task cannot be read: {error!r}.") from error


def _task(record: Mapping[str, Any]) -> Task:
    if record["format"] != FORMAT:
        raise UnreadableRecordError(f"Format {record['format']!r} of a task is not known here.")
    node, seq = record["position"]
    return Task(
        id=str(record["id"]),
        flow=str(record["flow"]),
        version=str(record["version"]),
        position=Position(str(node), int(seq)),
        binding=str(record["binding"]),
        owner=str(record["owner"]),
        status=TaskStatus(record["status"]),
        visits=tuple(_visit(each) for each in record["visits"]),
        answers={
            node: {name: list(map(str, values)) for name, values in _mapping(answers).items()}
            for node, answers in _mapping(record["answers"]).items()
        },
        kept=tuple(_delta(each) for each in record["kept"]),
        entry=_mapping(record["entry"]),
        args={name: str(value) for name, value in _mapping(record["args"]).items()},
        return_to=str(record["return_to"]),
        resume=str(record["resume"]),
        started_at=float(record["started_at"]),
    )


def _mapping(data: Any) -> Record:
    """A JSON object. Raises `TypeError` for anything else."""
    if not isinstance(data, dict):
        raise TypeError(f"{type(data).__name__} is no object")
    return data


def _visit_record(visit: Visit) -> Record:
    return {
        "seq": visit.seq,
        "node": visit.node,
        "status": visit.status.value,
        "digest": visit.digest,
        "to": visit.to,
        "deltas": [_delta_record(delta) for delta in visit.deltas],
    }


def _visit(record: Mapping[str, Any]) -> Visit:
    return Visit(
        seq=int(record["seq"]),
        node=str(record["node"]),
        status=VisitStatus(record["status"]),
        digest=str(record["digest"]),
        to=str(record["to"]),
        deltas=tuple(_delta(each) for each in record["deltas"]),
    )


def _delta_record(delta: Delta) -> Record:
    return {
        "changed": delta.changed,
        "removed": list(delta.removed),
        "under": delta.under,
    }


def _delta(record: Mapping[str, Any]) -> Delta:
    return Delta(
        changed=_mapping(record["changed"]),
        removed=tuple(map(str, record["removed"])),
        under=str(record["under"]),
    )
