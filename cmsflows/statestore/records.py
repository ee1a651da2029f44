"""A task as a record, and back: the stored form of `cmsflows.engine.task.Task`.

What a record says is checked when it is read: a row written by somebody else is refused, never
believed.
"""

from collections.abc import Mapping
from typing import Any

from cmsflows.engine.answers import Answers
from cmsflows.engine.delta import Delta
from cmsflows.engine.task import Claim, Position, Task, TaskStatus, Visit, VisitStatus
from cmsflows.exceptions import UnreadableRecordError
from cmsflows.statestore.base import Record
from cmsflows.statestore.former_records import upgraded

FORMAT = 2
"""Raised when the stored form changes; a reader keeps reading the one before."""


def to_record(task: Task) -> Record:
    """Plain JSON data for a task. Raises `UnstorableValueError` for state that cannot be kept."""
    return {
        "format": FORMAT,
        "id": task.id,
        "flow": task.flow,
        "version": task.version,
        "position": _position_record(task.position),
        "binding": task.binding,
        "owner": task.owner,
        "status": task.status.value,
        "visits": [_visit_record(visit) for visit in task.visits],
        "claim": _claim_record(task.claim) if task.claim else None,
        "drafts": {node: _answers_record(answers) for node, answers in task.drafts.items()},
        "commits": [_visit_record(visit) for visit in task.commits],
        "attempts": dict(task.attempts),
        "files": list(task.files),
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
        return _task(record if record["format"] == FORMAT else upgraded(record))
    except (LookupError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise UnreadableRecordError(f"The stored task cannot be read: {error!r}.") from error


def _task(record: Mapping[str, Any]) -> Task:
    return Task(
        id=str(record["id"]),
        flow=str(record["flow"]),
        version=str(record["version"]),
        position=_position(record["position"]),
        binding=str(record["binding"]),
        owner=str(record["owner"]),
        status=TaskStatus(record["status"]),
        visits=tuple(map(_visit, _list(record["visits"]))),
        claim=None if record["claim"] is None else _claim(record["claim"]),
        drafts={node: _answers(each) for node, each in _mapping(record["drafts"]).items()},
        commits=tuple(map(_visit, _list(record["commits"]))),
        attempts={node: int(count) for node, count in _mapping(record["attempts"]).items()},
        files=tuple(map(str, _list(record["files"]))),
        kept=tuple(map(_delta, _list(record["kept"]))),
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


def _list(data: Any) -> list[Any]:
    """A JSON array, of whatever (hence `Any`). Raises `TypeError` for anything else."""
    if not isinstance(data, list):
        raise TypeError(f"{type(data).__name__} is no array")
    return data


def _position_record(position: Position) -> list[Any]:
    """`Any`: JSON of several kinds."""
    return [position.node, position.seq, position.replaces, position.is_asked_again]


def _position(data: Any) -> Position:
    node, seq, replaces, is_asked_again = _list(data)
    return Position(
        str(node), int(seq), None if replaces is None else int(replaces), bool(is_asked_again)
    )


def _claim_record(claim: Claim) -> Record:
    record: Record = {
        "node": claim.node,
        "digest": claim.digest,
        "until": claim.until,
        "is_outside": claim.is_outside,
    }
    return {**record, "answers": _answers_record(claim.answers)} if claim.answers else record


def _claim(data: Any) -> Claim:
    record = _mapping(data)
    return Claim(
        node=str(record["node"]),
        digest=str(record["digest"]),
        until=float(record["until"]),
        is_outside=bool(record["is_outside"]),
        answers=_answers(record["answers"]) if "answers" in record else Answers(),
    )


def _answers_record(answers: Answers) -> Record:
    record: Record = {"values": dict(answers.values)}
    if answers.files:
        record["files"] = dict(answers.files)
    if answers.withheld:
        record["withheld"] = list(answers.withheld)
    return {**record, "used": answers.used} if answers.used else record


def _answers(data: Any) -> Answers:
    record = _mapping(data)
    values = _mapping(record["values"])
    return Answers(
        values={name: list(map(str, _list(each))) for name, each in values.items()},
        files=_mapping(record.get("files", {})),
        withheld=tuple(map(str, _list(record.get("withheld", [])))),
        used=str(record.get("used", "")),
    )


def _visit_record(visit: Visit) -> Record:
    """What is as it is for most visits is left out: a ledger has many."""
    record: Record = {"seq": visit.seq, "node": visit.node, "status": visit.status.value}
    optional: Record = {
        "opened": "" if visit.opened == visit.node else visit.opened,
        "digest": visit.digest,
        "to": visit.to,
        "is_sent": visit.is_sent,
        "answers": _answers_record(visit.answers) if visit.answers else None,
        "deltas": [_delta_record(delta) for delta in visit.deltas],
        "resume": visit.resume,
        "commits": visit.commits,
        "locks": visit.locks,
    }
    record.update({name: value for name, value in optional.items() if value})
    return record if visit.by is None else {**record, "by": visit.by}


def _visit(data: Any) -> Visit:
    record = _mapping(data)
    node = str(record["node"])
    by = record.get("by")
    return Visit(
        seq=int(record["seq"]),
        node=node,
        opened=str(record.get("opened", node)),
        status=VisitStatus(record["status"]),
        digest=str(record.get("digest", "")),
        to=str(record.get("to", "")),
        is_sent=bool(record.get("is_sent", False)),
        answers=_answers(record["answers"]) if "answers" in record else Answers(),
        deltas=tuple(map(_delta, _list(record.get("deltas", [])))),
        resume=str(record.get("resume", "")),
        commits=bool(record.get("commits", False)),
        locks=bool(record.get("locks", False)),
        by=None if by is None else int(by),
    )


def _delta_record(delta: Delta) -> Record:
    record: Record = {"changed": delta.changed}
    if delta.removed:
        record["removed"] = list(delta.removed)
    return {**record, "under": delta.under} if delta.under else record


def _delta(data: Any) -> Delta:
    record = _mapping(data)
    return Delta(
        changed=_mapping(record["changed"]),
        removed=tuple(map(str, _list(record.get("removed", [])))),
        under=str(record.get("under", "")),
    )
